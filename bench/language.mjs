/**
 * Checking programs: from text to notices or errors, and to the printed words, for texts of 64 KiB, which is the most there may be. Medians and the slowest of so many runs after two to warm up;
 * the first run of a new process, as `mpc program check` has it, is the column "first".
 *
 * node bench/language.mjs [RUNS]   after the program was built into dist/
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { readProgram, wordsOfProgram } from '../dist/internals.js';
import { LARGE_ERRORS, LARGE_PROGRAMS } from './lib/large-programs.mjs';

const RUNS = Number(process.argv[2] ?? 15);
const SHAPES = { ...LARGE_PROGRAMS, ...LARGE_ERRORS };

function milliseconds(work) {
  const from = performance.now();
  work();
  return performance.now() - from;
}

if (process.argv[3] !== undefined) {
  console.log(milliseconds(() => readProgram(SHAPES[process.argv[3]])).toFixed(0));
  process.exit();
}

const folder = new URL('../fixtures/programs/', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.tally')).map((name) => readFileSync(fileURLToPath(new URL(name, folder)), 'utf8'));

function timed(work) {
  work();
  work();
  const runs = Array.from({ length: RUNS }, () => milliseconds(work)).sort((a, b) => a - b);
  return `${runs[RUNS >> 1].toFixed(1)} (${runs.at(-1).toFixed(1)})`;
}

console.log(`the ${fixtures.length} fixtures, all: ${timed(() => fixtures.forEach(readProgram))} ms\n`);
console.log('| shape | KiB | errors | check, median (slowest) ms | first, ms | words, ms |\n|---|---|---|---|---|---|');
for (const [shape, text] of Object.entries(SHAPES)) {
  const { checked, problems } = readProgram(text);
  const first = execFileSync(process.execPath, [fileURLToPath(import.meta.url), '1', shape], { encoding: 'utf8' }).trim();
  console.log(`| ${shape} | ${(Buffer.byteLength(text) / 1024).toFixed(0)} | ${problems.length} | ${timed(() => readProgram(text))} | ${first} | ${checked === undefined ? '' : timed(() => wordsOfProgram(checked))} |`);
}
