// Fuzzes parsers: npm run fuzz -- TARGET [--runs N] [--seed S] [--seconds T] [--keep]      without TARGET: the names of all
// The same seed over the same files and corpus gives the same inputs. --keep writes what was found, and short inputs that took new ways, into
// fixtures/fuzz/TARGET.json.
// --replay runs only seeds and what is kept there; --large measures inputs of a megabyte made of the seeds: milliseconds and memory a megabyte.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { loadTargets } from './build.mjs';
import { fuzz } from './engine.mjs';
import { large } from './large.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const fileOf = (name) => join('fixtures', 'fuzz', `${name}.json`);

/** What is kept for a target, in base64: inputs that took new ways, and inputs that once went wrong. */
export function kept(name) {
  const { ways, findings } = existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : { ways: [], findings: [] };
  return { ways: ways.map((text) => Buffer.from(text, 'base64')), findings: findings.map((text) => Buffer.from(text, 'base64')) };
}

/** The shortest of the inputs that took new ways are kept, so that the corpus stays small. */
const MOST_KEPT = 24;
const LONGEST_KEPT = 512;

function keep(name, corpus, findings) {
  mkdirSync(join('fixtures', 'fuzz'), { recursive: true });
  const texts = (list) => [...new Set(list.map((bytes) => bytes.toString('base64')))].sort();
  const ways = corpus.filter(({ length }) => length <= LONGEST_KEPT).sort((a, b) => a.length - b.length).slice(0, MOST_KEPT);
  writeFileSync(fileOf(name), `${JSON.stringify({ ways: texts(ways), findings: texts([...kept(name).findings, ...findings]) }, undefined, 1)}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, seconds: { type: 'string', default: 'Infinity' }, keep: { type: 'boolean', default: false }, replay: { type: 'boolean', default: false }, large: { type: 'boolean', default: false } } });
  const { targets, work } = await loadTargets();
  const names = positionals.length > 0 ? positionals : values.replay || values.large ? Object.keys(targets) : [];
  if (names.length === 0) console.log(Object.keys(targets).join('\n'));
  for (const name of names) {
    const target = targets[name];
    if (target === undefined) throw new Error(`There is no target ${name}.`);
    const seeds = [...target.seeds().map((each) => Buffer.from(each)), ...kept(name).ways, ...kept(name).findings];
    if (values.large) {
      for (const line of await large(target, seeds)) console.log(`${name}: ${line}`);
      continue;
    }
    const from = performance.now();
    const runs = values.replay ? 0 : Number(values.runs);
    const { ran, corpus, branches, findings } = await fuzz(target, work, { runs, seed: Number(values.seed), seconds: Number(values.seconds), seeds });
    console.log(`${name}: ${ran} executions in ${Math.round((performance.now() - from) / 1000)} s, ${branches} branches, ${corpus.length} inputs that took new ways, ${findings.length} findings`);
    for (const { wrong, bytes } of findings) console.log(`${wrong}\n  ${bytes.length} bytes: ${bytes.subarray(0, 300).toString('latin1').replace(/[^\x20-\x7e]/g, '.')}`);
    if (findings.length > 0) process.exitCode = 1;
    if (values.keep) keep(name, corpus, findings.map(({ bytes }) => bytes));
  }
}
