/**
 * Takes away one defence after the other, in a copy of the source, and looks whether a test fails: `npm run mutations` for all, `-- NAME…` for those whose names or files hold one of
 * these texts, `--sample N --seed S` for some. `--list` prints them. It ends with 1 where a defence can be taken away and no test notices.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copySource } from '../reproduce.mjs';
import { MUTATIONS } from './list.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { sample: { type: 'string' }, seed: { type: 'string', default: '1' }, list: { type: 'boolean', default: false } } });

/** `count` of them, the same for the same seed. */
function sampleOf(mutations, count, seed) {
  let state = seed >>> 0;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  return mutations.map((mutation) => ({ mutation, at: next() })).sort((a, b) => a.at - b.at).slice(0, count).map(({ mutation }) => mutation);
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%[sdijo]/g, '.*');

/** What became of the tests that have to fail: how many failed, of how many that ran. */
function tried(folder, { tests }) {
  let [failed, ran] = [0, 0];
  for (const [file, title] of Object.entries(tests)) {
    const report = join(folder, 'mutation-report.json');
    rmSync(report, { force: true });
    spawnSync('npx', ['vitest', 'run', file, ...(title === '' ? [] : ['-t', escaped(title)]), '--bail', '1', '--reporter', 'json', '--outputFile', report], { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32' });
    if (!existsSync(report)) throw new Error(`${file} did not run.`);
    const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, 'utf8'));
    failed += numFailedTests;
    ran += numFailedTests + numPassedTests;
  }
  return { failed, ran };
}

function build(folder) {
  const done = spawnSync('npm', ['run', '--silent', 'build'], { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (done.status !== 0) throw new Error(`The build failed:\n${done.stdout}\n${done.stderr}`);
}

const wanted = MUTATIONS.filter(({ name, file }) => positionals.length === 0 || positionals.some((text) => name.includes(text) || file.includes(text)));
const chosen = values.sample === undefined ? wanted : sampleOf(wanted, Number(values.sample), Number(values.seed));
if (values.list) {
  for (const { name, file } of chosen) console.log(`${name}  (${file})`);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-mutations-'));
  const unnoticed = [];
  try {
    copySource(folder);
    for (const mutation of chosen) {
      const { name, file, from, to, isBuilt } = mutation;
      const path = join(folder, file);
      const source = readFileSync(path, 'utf8');
      if (source.split(from).length !== 2) throw new Error(`${name}: the text to replace does not stand once in ${file}.`);
      const began = performance.now();
      writeFileSync(path, source.replace(from, () => to));
      try {
        if (isBuilt) build(folder);
        const { failed, ran } = tried(folder, mutation);
        if (failed === 0) unnoticed.push(name);
        console.log(`${failed > 0 ? 'noticed' : ran === 0 ? 'NO TEST RAN' : 'NOT NOTICED'}  ${name}  (${Math.round((performance.now() - began) / 1000)} s)`);
      } finally {
        writeFileSync(path, source);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${chosen.length - unnoticed.length} of ${chosen.length} defences are missed when they are gone.`);
  if (unnoticed.length > 0) process.exitCode = 1;
}
