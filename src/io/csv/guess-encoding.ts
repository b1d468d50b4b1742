/** Which encoding bytes may be in that are not UTF-8. For advice alone: no file is read in a guessed encoding. */
import { createRequire } from 'node:module';
import type * as Chardet from 'chardet';
import type * as Iconv from 'iconv-lite';
import { ENCODINGS } from './encodings.js';
import { plausibility } from './plausible.js';
import { converterFrom } from './transcode.js';

const require = createRequire(import.meta.url);

export interface Guess {
  readonly encoding: string;
  /** Up to 1. */
  readonly score: number;
  /** The lines beyond ASCII, as they would be read. */
  readonly text: string;
}

/** Bytes of lines beyond ASCII that are looked at. */
const SAMPLE = 8 * 1024;
/** How far behind the best a guess may be to be worth naming. */
const NEAR = 0.12;

const CHARDET_WEIGHT = 0.15;

/** Encodings that are rarer than others: what they lose. */
function rarity(encoding: string): number {
  if (/^(?:cp|ibm)/.test(encoding)) return 0.1;
  if (/mac/.test(encoding)) return 0.06;
  return encoding.startsWith('iso-') ? 0.03 : 0;
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
export function guessEncodings(bytes: Buffer): Guess[] {
  const sample = linesBeyondAscii(bytes);
  const named = byChardet(sample);
  const guesses = Object.keys(ENCODINGS)
    .filter((encoding) => !encoding.startsWith('utf') && encoding !== 'gbk' && encoding !== 'iso-8859-8-i')
    .flatMap((encoding) => {
      const text = readAs(sample, encoding);
      return text === undefined ? [] : [{ encoding, text, score: scoreOf(text, encoding) + CHARDET_WEIGHT * (named.get(encoding) ?? 0) - rarity(encoding) }];
    })
    .sort((a, b) => b.score - a.score);
  const different = guesses.filter(({ text }, i) => guesses.findIndex((each) => each.text === text) === i);
  return different.filter(({ score }) => score >= (different[0]?.score ?? 0) - NEAR).slice(0, 3);
}

/** How likely bytes are in an encoding, on the scale of `Guess`; 0 where they cannot be. */
export function likelihood(bytes: Buffer, encoding: string): Guess {
  const sample = linesBeyondAscii(bytes);
  const text = readAs(sample, encoding) ?? '';
  return { encoding, text, score: text === '' ? 0 : scoreOf(text, encoding) + CHARDET_WEIGHT * (byChardet(sample).get(encoding) ?? 0) - rarity(encoding) };
}

/** "windows-1251 (Cyrillic)". */
export function withScript(encoding: string): string {
  return `${encoding} (${ENCODINGS[encoding] ?? ''})`;
}

function linesBeyondAscii(bytes: Buffer): Buffer {
  const lines: Buffer[] = [];
  let length = 0;
  for (let start = 0; start < bytes.length && length < SAMPLE; ) {
    const next = bytes.indexOf(0x0a, start);
    const end = next === -1 ? bytes.length : next + 1;
    const line = bytes.subarray(start, end);
    // An escape begins what ISO-2022-JP writes without any byte beyond ASCII.
    if (line.some((byte) => byte > 0x7f || byte === 0x1b)) {
      lines.push(line);
      length += line.length;
    }
    start = end;
  }
  return Buffer.concat(lines);
}

function readAs(sample: Buffer, encoding: string): string | undefined {
  const converter = converterFrom(encoding);
  const converted = Buffer.concat([converter.convert(sample), converter.finish()]);
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

/** What the chardet library makes of it, which knows which letters follow which: name → confidence up to 1. */
function byChardet(sample: Buffer): Map<string, number> {
  const { analyse } = require('chardet') as typeof Chardet;
  const found = analyse(sample).map(({ name, confidence }) => [name.toLowerCase() === 'iso-8859-1' ? 'windows-1252' : name.toLowerCase(), confidence / 100] as const);
  return new Map([...found].reverse());
}
