/**
 * Reading CSV: `columnTotals` against csv-parse alone, on the same file, alternating in one process.
 *
 * csv-parse alone is used as its documentation shows for large files, records as arrays, the file piped in from
 * `fs.createReadStream`, and records are only counted. Both documented styles are
 * measured: `for await (const record of parser)`, and `parser.on('readable')` with `parser.read()` until null.
 * The ratio is taken against the faster of the two. `columnTotals` parses and sums two or all columns of numbers.
 *
 * node bench/csv.mjs [ROWS] [RUNS]   after the program was built into dist/
 */
import { createReadStream, mkdtempSync, openSync, writeSync, closeSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parse } from 'csv-parse';
import { columnTotals, readRecords } from '../dist/internals.js';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const RUNS = Number(process.argv[3] ?? 5);

/** A payroll of six columns; numbers from a fixed linear congruence, so that every run reads the same file. */
function generate(file, { quoteText, lineEnd }) {
  const text = quoteText ? (value) => `"${value}"` : (value) => value;
  const handle = openSync(file, 'w');
  let state = 1;
  const next = (below) => (state = (state * 48271) % 2147483647) % below;
  let lines = [['id', 'name', 'gender', 'salary', 'bonus', 'hours'].map(text).join(',')];
  for (let row = 1; row <= ROWS; row++) {
    const salary = `${20_000 + next(100_000)}.${String(next(100)).padStart(2, '0')}`;
    lines.push([text(`E${String(row).padStart(7, '0')}`), text(`Person ${next(1_000_000)}`), text('fmx'[next(3)]), salary, next(5000) - 100, `${next(60)}.5`].join(','));
    if (lines.length === 10_000 || row === ROWS) {
      writeSync(handle, lines.join(lineEnd) + lineEnd);
      lines = [];
    }
  }
  closeSync(handle);
}

async function forAwait(file) {
  let records = 0;
  const parser = createReadStream(file).pipe(parse({ delimiter: ',' }));
  for await (const record of parser) records += record.length > 0 ? 1 : 0;
  return records - 1;
}

function onReadable(file) {
  return new Promise((resolve, reject) => {
    let records = 0;
    const parser = createReadStream(file).pipe(parse({ delimiter: ',' }));
    parser.on('readable', () => {
      while (parser.read() !== null) records++;
    });
    parser.on('error', reject);
    parser.on('end', () => resolve(records - 1));
  });
}

const column = (name, decimals) => ({ name, decimals, min: -(10n ** 15n), max: 10n ** 15n });
const sumTwo = async (file) => (await columnTotals({ file }, [column('salary', 2), column('bonus', 0)], { empty: 'refuse', maxRows: ROWS })).rows;
const sumThree = async (file) => (await columnTotals({ file }, [column('salary', 2), column('bonus', 2), column('hours', 2)], { empty: 'refuse', maxRows: ROWS })).rows;
async function textKeys(file) {
  let rows = 0;
  for await (const batch of readRecords({ file }, ['id', 'name'])) rows += batch.length;
  return rows;
}

const contestants = { 'csv-parse, for await': forAwait, 'csv-parse, on readable': onReadable, 'columnTotals, 2 columns': sumTwo, 'columnTotals, 3 columns': sumThree, 'readRecords, 2 text columns': textKeys };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const folder = mkdtempSync(path.join(tmpdir(), 'mpc-bench-csv-'));
try {
  for (const [title, kind] of Object.entries({
    'no quotes, LF': { quoteText: false, lineEnd: '\n' },
    'text columns quoted, CRLF': { quoteText: true, lineEnd: '\r\n' },
  })) {
    const file = path.join(folder, 'bench.csv');
    generate(file, kind);
    const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
    // The first round warms the code up and is not counted.
    for (let run = 0; run <= RUNS; run++) {
      for (const [name, read] of Object.entries(contestants)) {
        const start = performance.now();
        const rows = await read(file);
        const elapsed = performance.now() - start;
        if (rows !== ROWS) throw new Error(`${name} saw ${rows} rows of ${ROWS}`);
        if (run > 0) times[name].push(elapsed);
      }
    }
    const alone = Math.min(median(times['csv-parse, for await']), median(times['csv-parse, on readable']));
    console.log(`\n${title}: ${ROWS} rows × 6 columns, ${(statSync(file).size / 1e6).toFixed(0)} MB, medians of ${RUNS}`);
    for (const [name, values] of Object.entries(times)) {
      console.log(`${name.padEnd(30)} ${median(values).toFixed(0).padStart(6)} ms   ${(median(values) / alone).toFixed(2)} × csv-parse`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
