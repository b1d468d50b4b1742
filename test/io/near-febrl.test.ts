import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { NO_ITEM, readKeys } from '../../src/io/linkage/index.js';
import { parseKey } from '../../src/linkage/index.js';
import { csv } from './csv-files.js';

const KEYS = ['given_name:name', 'surname:name', 'date_of_birth:date'].map(parseKey);

/** Originals on one side, duplicates on the other; a pair matches if any key agrees. Small files: sets of pairs will do. */
async function score(file: string): Promise<Record<'exact' | 'near', { recall: number; precision: number }>> {
  const [header = '', ...lines] = readFileSync(fileURLToPath(new URL(`../../fixtures/febrl/${file}`, import.meta.url)), 'utf8').trim().split(/\r?\n/);
  const side = async (kind: string) => {
    const own = lines.filter((line) => line.includes(`-${kind}`));
    return { who: own.map((line) => /^rec-(\d+)/.exec(line)?.[1]), keyed: await readKeys({ file: csv([header, ...own].join('\n')) }, KEYS, { near: true, maxRows: 5000, keepCells: false }) };
  };
  const [left, right] = [await side('org'), await side('dup')];
  const digest = ({ keyed }: typeof left, item: number) => Buffer.from(keyed.digests.subarray(item * 32, item * 32 + 32)).toString('hex');
  const width = left.keyed.rules.length;
  const pairs = (slots: number) => {
    const rows = new Map<string, number[]>();
    left.keyed.itemOf.forEach((item, i) => {
      if (item === NO_ITEM || i % width >= slots) return;
      const key = digest(left, item);
      rows.set(key, [...(rows.get(key) ?? []), Math.floor(i / width)]);
    });
    const found = new Set<string>();
    right.keyed.itemOf.forEach((item, i) => {
      if (item === NO_ITEM || i % width >= slots) return;
      for (const row of rows.get(digest(right, item)) ?? []) found.add(`${row} ${Math.floor(i / width)}`);
    });
    const hits = [...found].filter((pair) => left.who[Number(pair.split(' ')[0])] === right.who[Number(pair.split(' ')[1])]).length;
    return { recall: hits / right.who.length, precision: hits / found.size };
  };
  return { exact: pairs(1), near: pairs(width) };
}

// The figures of docs/keys.md: whoever changes a step of normalisation or a rule sees here what it does.
it('recall and precision on the file that the rules were not searched on', async () => {
  const { exact, near } = await score('dataset1.csv');
  expect(exact.precision).toBe(1);
  expect(exact.recall).toBeGreaterThan(0.4);
  expect(near.recall).toBeGreaterThanOrEqual(0.95);
  expect(near.precision).toBeGreaterThanOrEqual(0.995);
});

it('recall and precision on the file that they were searched on', async () => {
  const { exact, near } = await score('dataset2.csv');
  expect(exact.precision).toBe(1);
  expect(exact.recall).toBeGreaterThan(0.43);
  expect(near.recall).toBeGreaterThanOrEqual(0.935);
  expect(near.precision).toBeGreaterThanOrEqual(0.995);
});
