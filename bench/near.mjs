/**
 * Scores near matches: how many of the pairs that are known to be the same person share a key (recall), and how many of the pairs
 * that share a key are the same person (precision), for every rule alone, for `exact`, and for all rules together (`--near`).
 *
 * node bench/near.mjs                                                    the two FEBRL files in fixtures/febrl/
 * node bench/near.mjs FILE --id COLUMN --key COLUMN[:KIND] …             your own labelled file
 *
 *   --id COLUMN      the column that says who it is: rows with the same value are the same person
 *   --same REGEX     what of that column says it: the first group, or the whole match (default: all of it)
 *   --left REGEX     rows whose --id matches are on one side, all others on the other, as in a session
 *                    of two parties; without it every two rows of the file are a pair
 *   --key, --date-order COLUMN=ORDER, --delimiter, --encoding   as for `mpc keys`
 *   --json           the figures as JSON
 *
 * A pair of records counts as matched if any key of one agrees with any key of the other by the same rule. Keys are made by the
 * code that makes them in a session, from files that hold one side each, and nothing is sent. Run it after `npm run build`.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { asWritten, NO_ITEM, parseKey, parseOwnDateOrder, parseOwnRegion, readKeys, readRecords } from '../dist/internals.js';

const quoted = (cell) => `"${cell.replaceAll('"', '""')}"`;

/** Splits a labelled file into one file for each side, and says who each row is. */
async function sidesOf({ file, id, same, left, keys, source, folder }) {
  const columns = keys.map(({ name }) => name);
  const sides = ['left', 'right'].map((name) => ({ file: join(folder, `${name}.csv`), who: [] }));
  const handles = sides.map((side) => openSync(side.file, 'w'));
  for (const handle of handles) writeSync(handle, `${columns.map(quoted).join(',')}\n`);
  for await (const batch of readRecords({ ...source, file }, [id, ...columns.filter((name) => name !== id)])) {
    for (const { cells } of batch) {
      const side = left === undefined || left.test(cells[0]) ? 0 : 1;
      const found = same?.exec(cells[0]);
      sides[side].who.push(same === undefined ? cells[0].trim() : (found?.[1] ?? found?.[0] ?? `? ${cells[0]}`));
      const byName = new Map([id, ...columns.filter((name) => name !== id)].map((name, i) => [name, cells[i]]));
      writeSync(handles[side], `${columns.map((name) => quoted(byName.get(name))).join(',')}\n`);
    }
  }
  handles.forEach((handle) => closeSync(handle));
  return left === undefined ? [sides[0], sides[0]] : sides;
}

/** For every rule, the pairs of rows that share one of its keys; a pair is left row × 2^26 + right row. */
function pairsByRule(leftKeys, rightKeys, sameSide) {
  const width = leftKeys.rules.length;
  const rowsOf = new Map();
  const digestOf = (keys, item) => Buffer.from(keys.digests.buffer, keys.digests.byteOffset + item * 32, 32).toString('latin1');
  leftKeys.itemOf.forEach((item, i) => {
    if (item === NO_ITEM) return;
    const digest = digestOf(leftKeys, item);
    const rows = rowsOf.get(digest);
    if (rows === undefined) rowsOf.set(digest, [Math.floor(i / width)]);
    else rows.push(Math.floor(i / width));
  });
  const pairs = new Map(leftKeys.rules.map((rule) => [rule, new Set()]));
  rightKeys.itemOf.forEach((item, i) => {
    if (item === NO_ITEM) return;
    const right = Math.floor(i / width);
    const found = pairs.get(rightKeys.rules[i % width]);
    for (const left of rowsOf.get(digestOf(rightKeys, item)) ?? []) if (!sameSide || left < right) found.add(left * 2 ** 26 + right);
  });
  return pairs;
}

function countTruth(left, right, sameSide) {
  const people = new Map();
  for (const who of left.who) people.set(who, (people.get(who) ?? 0) + 1);
  if (sameSide) return [...people.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  return right.who.reduce((sum, who) => sum + (people.get(who) ?? 0), 0);
}

/** `{ pairs, truth, rules: [{ rule, slots, right, wrong, alone }], exact, near }`; recall, precision and wrong pairs a million in each. */
export async function score({ file, id, same, left, keys, source = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-near-'));
  try {
    const sameSide = left === undefined;
    const [a, b] = await sidesOf({ file, id, same, left, keys, source, folder });
    const read = (side) => readKeys({ file: side.file, delimiter: ',' }, keys, { near: true, maxRows: 2 ** 26 - 1, keepCells: false });
    const leftKeys = await read(a);
    const rightKeys = sameSide ? leftKeys : await read(b);
    const found = pairsByRule(leftKeys, rightKeys, sameSide);
    const truth = countTruth(a, b, sameSide);
    const possible = sameSide ? (a.who.length * (a.who.length - 1)) / 2 : a.who.length * b.who.length;
    const isRight = (pair) => a.who[Math.floor(pair / 2 ** 26)] === b.who[pair % 2 ** 26];
    const figures = (pairs) => {
      let right = 0;
      for (const pair of pairs) if (isRight(pair)) right++;
      const wrong = pairs.size - right;
      return { right, wrong, recall: truth === 0 ? null : right / truth, precision: pairs.size === 0 ? null : right / pairs.size, wrongPerMillion: (wrong / (possible - truth)) * 1e6 };
    };
    const all = new Set();
    const rules = [...found].map(([rule, pairs]) => {
      const before = figures(all);
      for (const pair of pairs) all.add(pair);
      const after = figures(all);
      return { rule, slots: leftKeys.rules.filter((each) => each === rule).length, ...figures(pairs), more: after.right - before.right, moreWrong: after.wrong - before.wrong };
    });
    return { left: a.who.length, right: sameSide ? undefined : b.who.length, possible, truth, keysPerRecord: leftKeys.rules.length, rules, exact: figures(found.get('exact')), near: figures(all) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function inWords(title, result) {
  const line = (name, slots, { recall, precision, wrong, wrongPerMillion }, more = '') =>
    `  ${name.padEnd(62)} ${String(slots).padStart(4)}  ${recall?.toFixed(3) ?? '    –'}  ${precision?.toFixed(4) ?? '     –'}  ${String(wrong).padStart(5)}  ${wrongPerMillion.toFixed(2).padStart(9)}  ${more}`;
  return [
    `${title}: ${result.right === undefined ? `every two of ${result.left} records` : `${result.left} records against ${result.right}`}, ${result.truth} pairs are the same person`,
    `  ${'rule'.padEnd(62)} keys  recall  precis.  wrong  wrong/10^6  beyond the rules above`,
    ...result.rules.map((rule) => line(rule.rule, rule.slots, rule, `+${rule.more} right, +${rule.moreWrong} wrong`)),
    line('EXACT', 1, result.exact),
    line('NEAR, all rules together', result.keysPerRecord, result.near),
  ].join('\n');
}

/** The FEBRL files, each with given name, surname and date of birth as the key, originals on one side and duplicates on the other. */
export async function febrl() {
  const keys = ['given_name:name', 'surname:name', 'date_of_birth:date'].map(parseKey);
  const of = (n) => score({ file: fileURLToPath(new URL(`../fixtures/febrl/dataset${n}.csv`, import.meta.url)), id: 'rec_id', same: /^rec-(\d+)/, left: /-org$/, keys });
  return [
    { title: 'FEBRL dataset1 (the rules were not searched on it)', result: await of(1) },
    { title: 'FEBRL dataset2 (the rules were searched on it)', result: await of(2) },
  ];
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { id: { type: 'string' }, same: { type: 'string' }, left: { type: 'string' }, key: { type: 'string', multiple: true }, 'date-order': { type: 'string', multiple: true }, region: { type: 'string', multiple: true }, delimiter: { type: 'string' }, encoding: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [file] = positionals;
  let results;
  if (file === undefined) results = await febrl();
  else {
    if (values.id === undefined || values.key === undefined) throw new Error('With a file of your own, --id COLUMN and --key COLUMN[:KIND] … are needed.');
    const regex = (text) => (text === undefined ? undefined : new RegExp(text, 'u'));
    const source = { ...(values.delimiter && { delimiter: values.delimiter }), ...(values.encoding && { encoding: values.encoding }) };
    results = [{ title: file, result: await score({ file, id: values.id, same: regex(values.same), left: regex(values.left), keys: asWritten(values.key.map(parseKey), { dateOrders: new Map((values['date-order'] ?? []).map(parseOwnDateOrder)), regions: new Map((values.region ?? []).map(parseOwnRegion)) }), source }) }];
  }
  console.log(values.json ? JSON.stringify(results, null, 2) : results.map(({ title, result }) => inWords(title, result)).join('\n\n'));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error instanceof Error ? `${error.message}${error.next === undefined ? '' : `\n  → ${error.next}`}` : error);
    process.exitCode = 1;
  });
}
