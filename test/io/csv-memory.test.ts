import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'mpc-csv-memory-'));

/** A process of its own measures its peak memory honestly, and it runs JavaScript: what it needs is compiled for it. */
function compile(from: string): void {
  const to = path.join(folder, from).replace(/\.ts$/, '.js');
  mkdirSync(path.dirname(to), { recursive: true });
  const { outputText } = ts.transpileModule(readFileSync(path.join(root, from), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(to, outputText);
}

const MEASURE = `
import { columnTotals } from './src/io/csv/index.js';
const column = (name) => ({ name, decimals: 2, min: 0n, max: 10n ** 12n });
const { rows } = await columnTotals({ file: process.argv[2] }, [column('salary'), column('hours')], { empty: 'refuse', maxRows: 10 ** 8 });
process.stdout.write(JSON.stringify({ rows, peak: process.resourceUsage().maxRSS }));
`;

beforeAll(() => {
  cpSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (const room of ['src/io/csv', 'src/io/typed']) for (const name of readdirSync(path.join(root, room))) compile(`${room}/${name}`);
  compile('src/io/notices.ts');
  compile('src/crypto/decimal.ts');
  compile('src/errors.ts');
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
