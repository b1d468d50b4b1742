import { KeyNotices, NEAR_ID, NO_VALUE, normalisationOf, normaliserOf, readRecords, ruleNames, rulesFor, whyUnusable, type CsvSource, type KeyColumn, type Notice, type NoticeCode, type RowParts } from '../library/data.js';

export interface PreviewOptions {
  readonly near: boolean;
  /** Rows of each list, at most. */
  readonly shown: number;
  readonly placeholders: readonly string[];
  readonly onProgress: (done: number, total: number) => void;
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
  /** Rows whose key no row before them had. */
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

export interface KeysPreview {
  readonly json: KeysJson;
  readonly columns: readonly KeyColumn[];
  readonly notes: readonly string[];
}

/** A file's rows as keys that people can read, and which of them are the same or make none. Errors: those of `readRecords`. */
export async function previewKeys(source: CsvSource, columns: readonly KeyColumn[], options: PreviewOptions): Promise<KeysPreview> {
  const slots = rulesFor(columns, options.near);
  const normalise = normaliserOf(columns, options.placeholders);
  const firstWith = new Map<string, number>();
  const notices: Notice[] = [];
  const noticed = new KeyNotices(source.file, columns);
  const records: KeysJson['records'][number][] = [];
  const duplicates: KeysJson['duplicates'][number][] = [];
  const unusable: KeysJson['unusable'][number][] = [];
  const counts = { rows: 0, distinct: 0, duplicateRows: 0, unusableRows: 0, partialRows: 0 };
  const names = columns.map(({ name }) => name);
  for await (const batch of readRecords(source, names, { notices, onProgress: options.onProgress })) {
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
  return { json: { normalisation: normalisationOf(columns, false), rules, keysPerRecord: slots.length, ...counts, records, duplicates, unusable, warnings }, columns, notes };
}

function partsOf(columns: readonly KeyColumn[], row: RowParts): Parts {
  return Object.fromEntries(columns.map(({ name }, i) => [name, row.parts[i] === '' ? null : (row.parts[i] ?? null)]));
}

function problemsOf(columns: readonly KeyColumn[], row: RowParts, cells: readonly string[]): { column: string; reason: string }[] {
  return columns.flatMap((column, i) => (row.parts[i] === '' ? [{ column: column.name, reason: row.placeholders?.includes(i) === true ? NO_VALUE : whyUnusable(cells[i] ?? '', column) }] : []));
}
