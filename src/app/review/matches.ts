import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as v from 'valibot';
import { JsonError } from '../../bounded-json.js';
import { parseJsonAs } from '../../json-as.js';
import { MpcError } from '../../errors.js';
import { readRecords, readStyle } from '../../io/csv/index.js';
import { readBounded, reasonOf } from '../../io/files.js';

const MAX_JSON_BYTES = 64 * 1024 * 1024;
/** Nobody looks at more one by one. */
const MOST_MATCHES = 100_000;

/** A column and its cell. */
export type NamedCell = readonly [name: string, cell: string];

/** One row of this party's own that matches. */
export interface Match {
  /** The first data row is 1. */
  readonly row: number;
  readonly own: readonly NamedCell[];
  /** With its group in front, if there are several keys. */
  readonly rules: readonly string[];
  /** What the other side wrote about it. */
  readonly learned: readonly NamedCell[];
}

const strength = v.object({ rule: v.string(), rows: v.number(), byChance: v.optional(v.number()), byChanceBelow: v.optional(v.number()) });

export type ReviewedStrength = v.InferOutput<typeof strength>;

/** The matches of a session, from the file that it left. */
export interface Matches {
  readonly file: string;
  /** SHA-256 of the file: decisions belong to it. */
  readonly digest: string;
  readonly matches: readonly Match[];
  /** How much each rule proves. Undefined if the file does not say. */
  readonly strengths: readonly ReviewedStrength[] | undefined;
  /** Rows that could not be tested. */
  readonly notTested: number;
}

const texts = v.array(v.string());
const json = v.object({
  strengths: v.optional(v.array(strength)),
  result: v.object({
    notTested: v.object({ count: v.pipe(v.string(), v.regex(/^\d{1,9}$/)) }),
    matches: v.pipe(v.array(v.looseObject({ row: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) })), v.maxLength(MOST_MATCHES)),
  }),
});

/** Reads what `mpc psi`, `mpc match` or `mpc join` wrote with --out or --json: JSON, or this party's rows with what matched. Throws INPUT_UNREADABLE or INPUT_INVALID. */
export async function readMatches(file: string): Promise<Matches> {
  const { digest, isJson } = await lookAt(file);
  return { file, digest, ...(isJson ? await fromJson(file) : await fromCsv(file)) };
}

async function lookAt(file: string): Promise<{ digest: string; isJson: boolean }> {
  const hash = createHash('sha256');
  let isJson: boolean | undefined;
  try {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      isJson ??= piece.subarray(0, 100).toString('latin1').trimStart().startsWith('{');
      hash.update(piece);
    }
  } catch (error) {
    throw new MpcError('INPUT_UNREADABLE', `${file} cannot be read: ${reasonOf(error)}.`, 'Check the path.');
  }
  return { digest: hash.digest('hex'), isJson: isJson ?? false };
}

async function fromJson(file: string): Promise<Omit<Matches, 'file' | 'digest'>> {
  try {
    const { result, strengths } = parseJsonAs(json, await readBounded(file, MAX_JSON_BYTES, 'INPUT_UNREADABLE', 'result'), { maxBytes: MAX_JSON_BYTES });
    return { matches: result.matches.map(matchOf), strengths, notTested: Number(result.notTested.count) };
  } catch (error) {
    if (error instanceof JsonError || error instanceof v.ValiError) throw notMatches(file);
    throw error;
  }
}

function matchOf(found: Readonly<Record<string, unknown>> & { readonly row: number }): Match {
  const { row, ...members } = found;
  const rules = v.is(texts, members['rules']) ? members['rules'] : [];
  const groups = v.is(texts, members['groups']) ? members['groups'] : [];
  const own = Object.entries(members).flatMap(([name, cell]): NamedCell[] => (typeof cell === 'string' ? [[name, cell]] : []));
  const payload = typeof members['payload'] === 'object' && members['payload'] !== null ? Object.entries(members['payload']) : [];
  return { row, own, rules: grouped(rules, groups), learned: payload.flatMap(([name, cell]): NamedCell[] => (typeof cell === 'string' ? [[name, cell]] : [])) };
}

function grouped(rules: readonly string[], groups: readonly string[]): readonly string[] {
  return groups.length === rules.length ? rules.map((rule, i) => `${groups[i] ?? ''}: ${rule}`) : rules;
}

const MATCH = /^match(?: \(mpc\))*$/;
const RULES = /^match rules(?: \(mpc\))*$/;
const GROUPS = /^match groups(?: \(mpc\))*$/;
const PART = '; ';

/** The columns that the program added are the last ones: `match`, and those whose names begin with it. */
async function fromCsv(file: string): Promise<Omit<Matches, 'file' | 'digest'>> {
  const { names } = await readStyle({ file });
  const at = names.findLastIndex((name) => MATCH.test(name));
  const added = names.slice(at + 1);
  if (at === -1 || !added.every((name) => name.startsWith('match '))) throw notMatches(file);
  // They come right after `match`. What follows are the others' columns, of which none has such a name.
  const rulesAt = RULES.test(added[0] ?? '') ? 0 : -1;
  const groupsAt = GROUPS.test(added[rulesAt + 1] ?? '') ? rulesAt + 1 : -1;
  const matches: Match[] = [];
  let notTested = 0;
  for await (const batch of readRecords({ file }, names)) {
    for (const { record, cells } of batch) {
      const verdict = cells[at];
      if (verdict === 'not tested') notTested++;
      else if (verdict === 'yes') {
        const more = cells.slice(at + 1);
        const partsAt = (i: number): string[] => (i === -1 || (more[i] ?? '') === '' ? [] : (more[i] ?? '').split(PART));
        const learned = added.flatMap((name, i): NamedCell[] => (i === rulesAt || i === groupsAt ? [] : [[name.slice('match '.length), more[i] ?? '']]));
        matches.push({ row: record, own: names.slice(0, at).map((name, i): NamedCell => [name, cells[i] ?? '']), rules: grouped(partsAt(rulesAt), partsAt(groupsAt)), learned });
        if (matches.length > MOST_MATCHES) throw new MpcError('INPUT_INVALID', `${file} has more than ${MOST_MATCHES} matches.`, 'Nobody can look at so many one by one: compare by stricter rules.');
      } else if (verdict !== 'no') throw notMatches(file);
    }
  }
  return { matches, strengths: undefined, notTested };
}

function notMatches(file: string): MpcError {
  return new MpcError('INPUT_INVALID', `${file} is not the result of a matching that names rows, or has more than ${MOST_MATCHES} matches.`, 'Give the file that --out wrote, or what --json printed.');
}
