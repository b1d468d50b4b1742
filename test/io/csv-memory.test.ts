import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileInto } from './compiled-source.js';

const folder = mkdtempSync(path.join(tmpdir(), 'mpc-csv-memory-'));

/** A process of its own measures its peak memory honestly, and it runs JavaScript: what it needs is compiled for it. */
const MEASURE = `
import { columnTotals } from './io/csv/index.js';
const column = (name) => ({ name, decimals: 2, min: 0n, max: 10n ** 12n });
const { rows } = await columnTotals({ file: process.argv[2] }, [column('salary'), column('hours')], { empty: 'refuse', maxRows: 10 ** 8 });
process.stdout.write(JSON.stringify({ rows, peak: process.resourceUsage().maxRSS }));
`;

beforeAll(() => {
  compileInto(folder);
  writeFileSync(path.join(folder, 'measure.js'), MEASURE);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Peak resident memory in MiB of a process that sums a file of so many rows. */
function peak(rows: number): number {
  const file = path.join(folder, 'rows.csv');
  const handle = openSync(file, 'w');
  writeSync(handle, 'id,name,salary,hours\n');
  const block = Array.from({ length: 1000 }, (_, i) => `${i},"Person, number ${i}",${20_000 + i}.50,3${i % 10}\n`).join('');
  for (let i = 0; i < rows / 1000; i++) writeSync(handle, block);
  closeSync(handle);
  const said = JSON.parse(execFileSync(process.execPath, ['measure.js', file], { cwd: folder, encoding: 'utf8' })) as { rows: number; peak: number };
  expect(said.rows).toBe(rows);
  return said.peak / 1024;
}

it('reads three million rows in the memory that half a million take', () => {
  const small = peak(500_000);
  const large = peak(3_000_000);
  // The garbage collector's moods are worth some ten MiB, on a busy machine more; holding on to the rows would be hundreds.
  expect(large - small).toBeLessThan(100);
});
