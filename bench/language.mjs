/**
 * Checking programs: from text to words, notices and errors, for texts of 64 KiB, which is the most there may be. Medians and the slowest of so many runs after one to warm up.
 *
 * node bench/language.mjs [RUNS]   after the program was built into dist/
 */
import { readFileSync, readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { readProgram } from '../dist/internals.js';

const RUNS = Number(process.argv[2] ?? 15);
const MOST = 64 * 1024;
const HEAD = 'tally 1\nanalysis "Large"\ngroup g of 3..64\nfrom each of g, at most 1_000_000 rows as staff:\n    kind: one of "a", "b"\n';

const repeated = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join('');
const fields = repeated(150, (i) => `    field_with_a_rather_long_name_${i}: 0.00..500_000.00 unit "EUR a year"\n`);
const TEXTS = {
  'tables of many columns': `${HEAD}${fields}${repeated(2, (t) => `table t${t} by kind of staff:\n${repeated(190, (i) => `    t${t}_column_${i} = sum(field_with_a_rather_long_name_${i % 150} where field_with_a_rather_long_name_${(i * 7) % 150} > ${i} and kind = "a")\n`)}`)}reveal t0 to everyone\n    hide where t0_column_1 < 3\n`,
  'many statements': `${HEAD}${fields.split('\n').slice(0, 20).join('\n')}\n${repeated(180, (i) => `let v${i} = ${repeated(6, (k) => `${k === 0 ? '' : ' + '}sum(field_with_a_rather_long_name_${(i + k) % 20} of staff)`)}\n`)}reveal n = count(staff) to everyone\n`,
  'long expressions': `${HEAD}    x: 0..9\n${repeated(30, (i) => `let v${i} = ${repeated(160, (k) => `${k === 0 ? '' : ' + '}(${k} * ${i})`)}\n`)}reveal n = count(staff) to everyone\n`,
  'nothing but errors': `${HEAD}    x: 0..9\n${repeated(190, (i) => `let v${i} = ${repeated(30, (k) => `x${k} + `)}\n`)}`,
  'words in any order': `${HEAD}${repeated(9000, (i) => ['let ', 'sum(', ')', ' where', '"a"', '\n', '    ', '12 ', '.. ', 'of '][(i * 7 + (i >> 3)) % 10])}`,
  comments: `${HEAD}    x: 0..9\n${'# comment\n'.repeat(6000)}reveal n = count(staff) to everyone\n`,
};

const folder = new URL('../fixtures/programs/', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.tally')).map((name) => readFileSync(fileURLToPath(new URL(name, folder)), 'utf8'));

function timed(work) {
  work();
  const runs = Array.from({ length: RUNS }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  }).sort((a, b) => a - b);
  return `median ${runs[RUNS >> 1].toFixed(1)} ms, slowest ${runs.at(-1).toFixed(1)} ms`;
}

console.log(`the ${fixtures.length} fixtures, all: ${timed(() => fixtures.forEach(readProgram))}`);
for (const [what, text] of Object.entries(TEXTS)) {
  const whole = text.length > MOST ? text.slice(0, MOST) : text;
  const { problems } = readProgram(whole);
  console.log(`${what}, ${(whole.length / 1024).toFixed(0)} KiB, ${problems.length} errors: ${timed(() => readProgram(whole))}`);
}
