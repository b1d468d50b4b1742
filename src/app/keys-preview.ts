import { MpcError } from '../errors.js';
import { readRecords } from '../io/csv/index.js';
import { KeyNotices } from '../io/linkage/index.js';
import type { Notice, NoticeCode } from '../io/notices.js';
import { asWritten, groupsOf, NEAR_ID, NO_VALUE, normalisationOf, normaliserOf, parsePlaceholders, ruleNames, rulesFor, whyUnusable, type KeyColumn, type RowParts } from '../linkage/index.js';
import { checkOwnForms } from './input.js';
import type { OwnFile } from './own-file.js';

/** What `previewKeys` takes beside the file and the key. */
export interface PreviewOptions {
  /** Also make the keys of near matches. */
  readonly near: boolean;
  /** At most this many rows of each list. */
  readonly shown: number;
  /** Further texts that mean that a cell has no value. */
  readonly placeholders?: readonly string[] | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

type Parts = Readonly<Record<string, string | null>>;

interface PreviewRow {
  readonly row: number;
  readonly line: number;
  readonly parts: Parts;
}

/** What `mpc keys --json` prints: schemas/keys.schema.json. */
export interface KeysJson {
  readonly normalisation: string;
  readonly rules: { readonly id: string; readonly names: readonly string[] } | null;
  readonly keysPerRecord: number;
  readonly rows: number;
  /** Rows whose key no earlier row had. */
  readonly distinct: number;
  readonly duplicateRows: number;
  readonly unusableRows: number;
  readonly partialRows: number;
  readonly records: readonly (PreviewRow & { readonly keys: readonly { readonly rule: string; readonly group?: string; readonly key: readonly string[] }[] })[];
  readonly duplicates: readonly (PreviewRow & { readonly sameAs: number })[];
  readonly unusable: readonly { readonly row: number; readonly line: number; readonly keys: number; readonly problems: readonly { readonly column: string; readonly reason: string }[] }[];
  readonly warnings: readonly Notice[];
}

const IN_TABLES: readonly NoticeCode[] = ['UNUSABLE_ROWS', 'PARTIAL_ROWS', 'UNUSABLE_CELLS', 'DUPLICATE_ROWS'];

/** What `previewKeys` found, for programs and for people. */
export interface KeysPreview {
  readonly json: KeysJson;
  readonly columns: readonly KeyColumn[];
  /** Columns of which each group makes a key of its own. A row matches if any of them agrees. */
  readonly groups: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** Sentences for the user. */
  readonly notes: readonly string[];
}

/**
 * A file's rows as keys that people can read, and which of them are the same or make none. `key`: its columns, as `parseKeys` has them. Throws USAGE where what is said of
 * the file names other columns, and what `readRecords` throws.
 */
export async function previewKeys(source: OwnFile, key: readonly KeyColumn[], options: PreviewOptions): Promise<KeysPreview> {
  checkOwnForms(key, source);
  for (const logical of source.map?.keys() ?? []) {
    if (key.every(({ name }) => name !== logical)) throw new MpcError('USAGE', `--map names the column "${logical}", which is no column of the key.`, `Those are: ${key.map(({ name }) => name).join(', ')}.`);
  }
  const columns = asWritten(key, source);
  const slots = rulesFor(columns, options.near);
  const normalise = normaliserOf(columns, parsePlaceholders(options.placeholders));
  const firstWith = new Map<string, number>();
  const notices: Notice[] = [];
  const noticed = new KeyNotices(source.file, columns);
  const records: KeysJson['records'][number][] = [];
  const duplicates: KeysJson['duplicates'][number][] = [];
  const unusable: KeysJson['unusable'][number][] = [];
  const counts = { rows: 0, distinct: 0, duplicateRows: 0, unusableRows: 0, partialRows: 0 };
  const names = columns.map(({ name }) => name);
  for await (const batch of readRecords(source, names, { notices, ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }) })) {
    for (const { record, line, cells } of batch) {
      counts.rows++;
      const row = normalise(cells);
      const keys = slots.flatMap(({ rule, group, make }) => {
        const key = make(row);
        return key === undefined ? [] : [group === undefined ? { rule, key } : { rule, group, key }];
      });
      noticed.add(row, keys.length, cells, line);
      const parts = partsOf(columns, row);
      if (records.length < options.shown) records.push({ row: record, line, parts, keys });
      if (row.parts.includes('')) {
        if (keys.length === 0) counts.unusableRows++;
        else counts.partialRows++;
        if (unusable.length < options.shown) unusable.push({ row: record, line, keys: keys.length, problems: problemsOf(columns, row, cells) });
      }
      if (keys.length === 0) continue;
      const whole = JSON.stringify(row.parts);
      const first = firstWith.get(whole);
      if (first === undefined) {
        firstWith.set(whole, record);
        counts.distinct++;
      } else {
        counts.duplicateRows++;
        if (duplicates.length < options.shown) duplicates.push({ row: record, line, parts, sameAs: first });
      }
    }
  }
  const rules = options.near ? { id: NEAR_ID, names: ruleNames(slots) } : null;
  const ofRows = noticed.notices({ unusable: counts.unusableRows, duplicates: counts.duplicateRows });
  const warnings = [...notices, ...ofRows];
  // The tables show the others.
  const notes = warnings.filter(({ code }) => !IN_TABLES.includes(code)).map(({ message }) => message);
  return { json: { normalisation: normalisationOf(columns, false), rules, keysPerRecord: slots.length, ...counts, records, duplicates, unusable, warnings }, columns, groups: groupsOf(columns).map(({ name, indices }) => ({ name: name ?? '', columns: indices.map((index) => columns[index]?.name ?? '') })), notes };
}

function partsOf(columns: readonly KeyColumn[], row: RowParts): Parts {
  return Object.fromEntries(columns.map(({ name }, i) => [name, row.parts[i] === '' ? null : (row.parts[i] ?? null)]));
}

function problemsOf(columns: readonly KeyColumn[], row: RowParts, cells: readonly string[]): { column: string; reason: string }[] {
  return columns.flatMap((column, i) => (row.parts[i] === '' ? [{ column: column.name, reason: row.placeholders?.includes(i) === true ? NO_VALUE : whyUnusable(cells[i] ?? '', column) }] : []));
}
