/**
 * Reading a party's file for a program and adding it up, beside reading the same columns alone (`readRecords`), alternating in one process.
 *
 * node bench/program-file.mjs [--rows N] [--runs N] [--of NAME] [--plain]   after the program was built into dist/
 *
 * --plain also measures the plain evaluation of the whole file, which holds all rows in memory: take fewer rows for it.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { compile, filesOf, fieldNames, readProgramSums, readProgramSumsWhole, readRecords, seatOf } from '../dist/internals.js';
import { median } from './lib/processes.mjs';
import { PROGRAMS, writeRows } from './lib/programs.mjs';

const { values: { rows: rowsText, runs: runsText, of, plain } } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '3' }, of: { type: 'string' }, plain: { type: 'boolean', default: false } } });
const ROWS = Number(rowsText);

/** Writes a file for the program and returns what it takes to read it. */
export function programFile(folder, program, rows) {
  const file = path.join(folder, 'rows.csv');
  writeRows(file, program, rows);
  const compiled = compile({ text: program.text, roles: { labs: ['a', 'b', 'c'] }, parameters: {} });
  const seat = seatOf(compiled, 'a');
  const inputs = filesOf(compiled.checked, seat.role);
  return { source: { file, dateOrders: new Map(), regions: new Map() }, reading: { kind: 'rows', compiled, seat, inputs, columnNames: inputs.flatMap(fieldNames) } };
}

async function alone({ source, reading }) {
  let rows = 0;
  for await (const batch of readRecords(source, reading.columnNames)) rows += batch.length;
  return rows;
}

const CONTESTANTS = {
  'reading alone': alone,
  'reading and adding up': async ({ source, reading }) => (await readProgramSums(reading, source, {})).rows,
  ...(plain ? { 'the plain evaluation': async ({ source, reading }) => (await readProgramSumsWhole(reading, source, {})).rows } : {}),
};

if (import.meta.filename === process.argv[1]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'mpc-bench-program-'));
  try {
    for (const [name, program] of Object.entries(PROGRAMS).filter(([each]) => of === undefined || each === of)) {
      const task = programFile(folder, program, ROWS);
      const times = Object.fromEntries(Object.keys(CONTESTANTS).map((each) => [each, []]));
      const processor = Object.fromEntries(Object.keys(CONTESTANTS).map((each) => [each, []]));
      // The first round warms the code up and is not counted.
      for (let run = 0; run <= Number(runsText); run++) {
        for (const [each, read] of Object.entries(CONTESTANTS)) {
          const [began, before] = [performance.now(), process.cpuUsage()];
          const rows = await read(task);
          if (rows !== ROWS) throw new Error(`${each} saw ${rows} rows of ${ROWS}`);
          if (run === 0) continue;
          const { user, system } = process.cpuUsage(before);
          times[each].push(performance.now() - began);
          processor[each].push((user + system) / 1000);
        }
      }
      const least = median(times['reading alone']);
      const leastProcessor = median(processor['reading alone']);
      console.log(`\n${name}: ${ROWS} rows × ${task.reading.columnNames.length} columns, ${(statSync(task.source.file).size / 1e6).toFixed(0)} MB, medians of ${runsText}`);
      for (const [each, all] of Object.entries(times)) console.log(`${each.padEnd(24)} ${median(all).toFixed(0).padStart(7)} ms   ${(median(all) / least).toFixed(2)} × reading alone; processor ${median(processor[each]).toFixed(0)} ms, ${(median(processor[each]) / leastProcessor).toFixed(2)} ×`);
    }
    console.log(`\n${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB at most`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
