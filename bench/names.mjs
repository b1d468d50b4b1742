/**
 * Scores pairs of spellings of names: which of them share the exact key, and which share any key under --near, with a day of birth that is the same
 * on both sides and without one.
 *
 * node bench/names.mjs [FOLDER] [--all]        lines of FOLDER/*.tsv: A<TAB>B<TAB>same|diff; files *.parts.tsv have given|surname
 *
 * By default it reads fixtures/names. --all prints every pair, otherwise only those that are not found, or wrongly the same. Run it after `npm run build`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { normaliserOf, parseKey, rulesFor } = await import(process.env.MPC_INTERNALS ?? '../dist/internals.js');
const { values, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean' } } });
const folder = positionals[0] ?? fileURLToPath(new URL('../fixtures/names', import.meta.url));
const BORN = '1980-03-12';

/** The rules by which two records agree. */
function shared(columns, a, b) {
  const [normalise, slots] = [normaliserOf(columns), rulesFor(columns, true)];
  const [ours, theirs] = [a, b].map((cells) => new Set(slots.flatMap(({ rule, make }) => { const key = make(normalise(cells)); return key === undefined ? [] : [JSON.stringify([rule, ...key])]; })));
  return [...new Set([...ours].filter((key) => theirs.has(key)).map((key) => JSON.parse(key)[0]))];
}

const counts = { same: 0, exact: 0, near: 0, dated: 0, diff: 0, wrong: 0, diffNear: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith('.tsv')).sort()) {
  const names = (file.includes('parts') ? ['given:name', 'surname:name'] : ['name:name']).map(parseKey);
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n').filter((text) => text.includes('\t'))) {
    const [a, b, verdict] = line.split('\t');
    const cells = [a, b].map((name) => (names.length === 1 ? [name] : name.split('|')));
    const alone = shared(names, ...cells);
    const dated = shared([...names, parseKey('born:date')], ...cells.map((each) => [...each, BORN]));
    const isSame = verdict.trim() === 'same';
    if (isSame) {
      counts.same++;
      counts.exact += alone.includes('exact');
      counts.near += alone.length > 0;
      counts.dated += dated.length > 0;
    } else {
      counts.diff++;
      counts.wrong += alone.includes('exact');
      counts.diffNear += alone.length > 0;
    }
    const bad = isSame ? alone.length === 0 : alone.includes('exact');
    if (bad || values.all) {
      const keys = cells.map((each) => normaliserOf(names)(each).parts.join(' '));
      console.log(`${bad ? '!' : ' '} ${alone.includes('exact') ? 'exact' : alone.length > 0 ? 'near ' : dated.length > 0 ? 'dated' : '-    '} ${verdict.trim()} ${file} ${a} / ${b}   [${keys.join(' / ')}]${bad && isSame ? ` ${dated.join('; ')}` : ''}`);
    }
  }
}
const share = (n, of) => `${n} of ${of} (${of === 0 ? '–' : `${((100 * n) / of).toFixed(1)} %`})`;
console.log(`\nThe same person: exact key ${share(counts.exact, counts.same)}; any key under --near, names alone ${share(counts.near, counts.same)}; with the day of birth ${share(counts.dated, counts.same)}.`);
console.log(`Different people: exact key ${share(counts.wrong, counts.diff)}; any key under --near, names alone ${share(counts.diffNear, counts.diff)}.`);
