/** Which encoding bytes may be in that are not UTF-8. For advice alone: no file is read in a guessed encoding. */
import { createRequire } from 'node:module';
import type * as Chardet from 'chardet';
import type * as Iconv from 'iconv-lite';
import { ENCODINGS, standardName } from './encodings.js';
import { plausibility } from './plausible.js';
import type { Sample } from './sample.js';
import { converterFrom } from './transcode.js';

const require = createRequire(import.meta.url);

export interface Guess {
  readonly encoding: string;
  /** Up to 1. */
  readonly score: number;
  /** The lines beyond ASCII, as they would be read. */
  readonly text: string;
}

/** How far behind the best a guess may be and still be named, and how many are named at most. */
const NEAR = 0.12;
const MOST = 3;
/** How far ahead a guess must be to contradict what somebody said. */
const CLEARLY = 0.15;

/** The bytes are not UTF-8, and the others are read as one of these. */
const GUESSED = Object.keys(ENCODINGS).filter((encoding) => !['utf-8', 'utf-16le', 'utf-16be', 'gbk', 'iso-8859-8-i'].includes(encoding));

const CHARDET_WEIGHT = 0.15;

/** Encodings that are rarer than others, and what their score loses for it. */
function rarity(encoding: string): number {
  if (/^cp|x-mac/.test(encoding)) return 0.1;
  if (/mac|ibm/.test(encoding)) return 0.06;
  return encoding.startsWith('iso-') ? 0.015 : 0;
}

/** First bytes of the characters that an encoding has for everyday use, both ends included. */
const USUAL: Readonly<Record<string, { readonly name: string; readonly from: number; readonly to: number }>> = {
  gb18030: { name: 'gb18030', from: 0xb0, to: 0xd7 },
  big5: { name: 'big5hkscs', from: 0xa4, to: 0xc6 },
  'euc-jp': { name: 'euc-jp', from: 0xb0, to: 0xcf },
  'euc-kr': { name: 'cp949', from: 0xb0, to: 0xc8 },
  shift_jis: { name: 'shift_jis', from: 0x88, to: 0x97 },
};

/** The likeliest encodings, the best first; without those that read the bytes as a better one does, or hardly read them at all. */
export function guessEncodings(sample: Sample): Guess[] {
  const guesses = ranked(sample);
  const best = guesses[0]?.score ?? 0;
  const different = guesses.filter(({ text }, i) => guesses.findIndex((each) => each.text === text) === i);
  return different.filter(({ score }) => score >= best - NEAR).slice(0, MOST);
}

/** An encoding that is clearly likelier than the given one, and reads the bytes as another text. Undefined if there is none. */
export function likelierThan(encoding: string, sample: Sample): Guess | undefined {
  const guesses = ranked(sample);
  const given = guesses.find((each) => each.encoding === encoding);
  const [best] = guesses;
  // Rare ones are no less likely once somebody has named one.
  if (given === undefined || best === undefined || best.score - given.score - rarity(encoding) <= CLEARLY) return undefined;
  return best;
}

function ranked(sample: Sample): Guess[] {
  const bytes = Buffer.concat(sample.lines);
  if (bytes.length === 0) return [];
  const named = byChardet(bytes);
  const read = GUESSED.flatMap((encoding) => {
    const text = readAs(bytes, encoding);
    return text === undefined ? [] : [{ encoding, text }];
  });
  const confidence = new Map<string, number>();
  for (const { encoding, text } of read) confidence.set(text, Math.max(confidence.get(text) ?? 0, named.get(encoding) ?? 0));
  return read
    .map(({ encoding, text }) => ({ encoding, text, score: scoreOf(text, encoding) + CHARDET_WEIGHT * (confidence.get(text) ?? 0) - rarity(encoding) }))
    .sort((a, b) => b.score - a.score);
}

/** "windows-1251 (Cyrillic)". */
export function withScript(encoding: string): string {
  return `${encoding} (${ENCODINGS[encoding] ?? ''})`;
}

function readAs(bytes: Buffer, encoding: string): string | undefined {
  const converter = converterFrom(encoding);
  const converted = Buffer.concat([converter.convert(bytes), converter.finish()]);
  return converted.includes(0xff) ? undefined : converted.toString('utf8');
}

function scoreOf(text: string, encoding: string): number {
  const usual = USUAL[encoding];
  if (usual === undefined) return plausibility(text);
  const { encode } = require('iconv-lite') as typeof Iconv;
  return plausibility(text, (char) => {
    const [first = 0, second = 0] = encode(char, usual.name);
    return first >= usual.from && first <= usual.to && (usual.name !== 'cp949' || second >= 0xa1);
  });
}

/** What chardet tells apart only by bytes that few files have. */
const SIBLINGS: Readonly<Record<string, readonly string[]>> = { 'iso-8859-2': ['windows-1250'], 'iso-8859-7': ['windows-1253'], 'iso-8859-8': ['windows-1255'] };

/** What the chardet library makes of it, which knows which letters follow which: name → confidence up to 1. */
function byChardet(bytes: Buffer): Map<string, number> {
  const { analyse } = require('chardet') as typeof Chardet;
  const found = analyse(bytes).flatMap(({ name, confidence }) => {
    const known = standardName(name);
    return known === undefined ? [] : [known, ...(SIBLINGS[known] ?? [])].map((each) => [each, confidence / 100] as const);
  });
  return new Map(found.reverse());
}
