/**
 * Rule 3 of the words: whenever the meaning of two programs differs, their words differ. Every program is changed in one place, or in two, and whatever is still a program is compared
 * with the original and with all other changes of it. A seeded sample; `npm run test:whole` has all single changes and many pairs.
 */
import { describe, expect, it } from 'vitest';
import type { Checked } from '../../src/language/check/program.js';
import { readProgram } from '../../src/language/read.js';
import { parse } from '../../src/language/syntax/parser.js';
import { shape } from '../../src/language/syntax/tree.js';
import { wordsOfProgram } from '../../src/language/words/program.js';
import { fc } from '../support/property.js';
import { NAMES, textOfProgram } from './fixtures.js';
import { edited, editsOf } from './mutants.js';

const WHOLE = process.env['MPC_WHOLE'] !== undefined;
const PART = WHOLE ? 1 : 0.12;
const PAIRS = WHOLE ? 3000 : 25;

const wordsOf = (checked: Checked) => wordsOfProgram(checked).flatMap(({ heading, items }) => [heading, ...items.map(({ indent, text }) => `${indent} ${text}`)]).join('\n');

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The syntax tree, with what is said in two ways said in one. */
function meaningOf(text: string): string {
  return JSON.stringify(JSON.parse(shape(parse(text).program)), (_, each: Json) => {
    if (each === null || typeof each !== 'object' || Array.isArray(each)) return each;
    if (each['kind'] === 'given') return { ...each, negated: false };
    if (each['kind'] === 'call') return { ...each, options: usual(each['options'] as Record<string, Json>) };
    if ('counter' in each && each['counter'] !== null) return { ...each, counter: counted(each['counter'] as Counter) };
    return each;
  });
}

type Counter = Readonly<Record<'low' | 'high', { readonly value: string }>> & { readonly step?: { readonly value: string } };

/** The values that a counter takes: its end may lie between two of them. */
function counted({ low, high, step }: Counter): Json {
  const by = BigInt(step?.value ?? 1);
  return [low.value, String(by), String((BigInt(high.value) - BigInt(low.value)) / (by === 0n ? 1n : by))];
}

/** Options without those that say what holds anyway. */
function usual(options: Readonly<Record<string, Json>>): Json {
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => !(name === 'place' && (value as { value: string }).value === '1') && !(name === 'first' && (value as { end: string }).end === 'largest')));
}

interface Compared {
  readonly valid: readonly string[];
  /** Two texts that differ in meaning and not in words. */
  readonly alike: readonly (readonly [string, string])[];
}

function compared(texts: Iterable<string>, words: (checked: Checked) => string): Compared {
  const seen = new Map<string, { readonly meaning: string; readonly text: string }>();
  const valid: string[] = [];
  const alike: [string, string][] = [];
  for (const text of texts) {
    const { checked } = readProgram(text);
    if (checked === undefined) continue;
    valid.push(text);
    const [said, meaning] = [words(checked), meaningOf(text)];
    const before = seen.get(said);
    if (before === undefined) seen.set(said, { meaning, text });
    else if (before.meaning !== meaning) alike.push([before.text, text]);
  }
  return { valid, alike };
}

/** The lines in which two texts differ. */
function difference([one, other]: readonly [string, string]): string {
  const [a, b] = [one.split('\n'), other.split('\n')];
  return `${a.filter((line) => !b.includes(line)).join(' / ')}   ≠   ${b.filter((line) => !a.includes(line)).join(' / ')}`;
}

const sampled = <T>(all: readonly T[], count: number): T[] => (count >= all.length ? [...all] : (fc.sample(fc.shuffledSubarray([...all], { minLength: count, maxLength: count }), 1)[0] ?? []));

function mutantsOf(text: string, part: number, pairs: number): Set<string> {
  const edits = editsOf(text);
  const some = sampled(edits, Math.round(edits.length * part));
  const works = some.filter((edit) => readProgram(edited(text, [edit]) ?? '').checked !== undefined);
  const twice = works.length < 2 ? [] : fc.sample(fc.tuple(fc.constantFrom(...works), fc.constantFrom(...works)), pairs);
  return new Set([text, ...[...works.map((edit) => [edit]), ...twice].flatMap((each) => edited(text, each) ?? [])]);
}

describe('programs that differ in meaning differ in words', () => {
  it.each(NAMES)('%s', (name) => {
    const text = textOfProgram(name);
    const { valid, alike } = compared(mutantsOf(text, PART, PAIRS), wordsOf);
    expect(alike.map(difference)).toEqual([]);
    expect(valid.length).toBeGreaterThan(WHOLE ? 50 : 5);
  }, WHOLE ? 600_000 : 20_000);

  it('words that leave something out are found', () => {
    const text = textOfProgram('emissions');
    const mutants = [text, ...editsOf(text).flatMap((edit) => edited(text, [edit]) ?? [])];
    for (const left of [/second |third /g, / \([^)]*\)/g, /, rounded [^,.\n]+/g, / is less than | is at most /g, /Every party learns|All companies learn/g]) {
      const { alike } = compared(mutants, (checked) => wordsOf(checked).replace(left, ' '));
      expect([String(left), alike.length > 0]).toEqual([String(left), true]);
    }
  });
});
