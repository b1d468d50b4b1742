import { expect, it } from 'vitest';
import { makeParties, startRelay } from '../support/processes.js';
import { file, propose, results } from '../support/sessions.js';

const ROWS = 2 ** 20;

/** A file of that many different numbers, in no particular order. */
function numbers(stride: number): number[] {
  // An odd factor makes a permutation of the numbers below 2^20.
  return Array.from({ length: ROWS }, (_, i) => stride * ((i * 0x9e3b1) % ROWS));
}

function csvOf(list: readonly number[]): string {
  return file(`id\n${list.join('\n')}\n`);
}

it('a million rows and a million rows have in common what a plain intersection has', async () => {
  const { url } = await startRelay();
  const parties = await makeParties('Police', 'Refuge');
  const [own, theirs] = [numbers(2), numbers(3)];
  const agreement = await propose(parties, url, 'psi', '--key', 'id', '--cap', String(ROWS), '--to', 'Police');
  const [police, refuge] = await results(parties, agreement, [['--csv', csvOf(own)], ['--csv', csvOf(theirs)]]);
  const others = new Set(theirs);
  const expected = own.flatMap((id, i) => (others.has(id) ? [`${i + 1} ${id}`] : []));
  const { count, matches } = police?.result as unknown as { count: string; matches: { row: number; id: string }[] };
  expect(count).toBe(String(expected.length));
  // Compared as one text: a difference in one of 350 000 entries needn't be shown with all others.
  expect(matches.map(({ row, id }) => `${row} ${id}`).join() === expected.join()).toBe(true);
  expect(refuge?.result).toBeNull();
});
