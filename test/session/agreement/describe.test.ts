import { describe, expect, it } from 'vitest';
import { english } from '../../../src/texts/en/index.js';
import { describeAgreement } from '../../../src/session/agreement/describe.js';
import { glossaryOf } from '../../../src/session/agreement/glossary.js';
import { GOLDEN_CASES } from '../../golden/cases.js';

/** Words of the field that an officer or a lawyer does not have, as whole words. */
const JARGON = /\b(modulo|bits?|half to even|overflow|field element|hash|nonce|semi-honest|malicious|plaintext|ciphertext|elliptic)\b/i;

const texts = GOLDEN_CASES.map(({ name, agreement }) => [name, describeAgreement(agreement)] as const);

describe('every approval text', () => {
  it.each(texts)('of %s has the bad news first, under its own heading', (_, clauses) => {
    expect(clauses.slice(0, 3).map(({ heading }) => heading)).toEqual(['Purpose', 'Read this first', 'What is computed']);
    const warned = clauses.filter(({ lines }) => lines.some((line) => /^(- )?ATTENTION/.test(line))).map(({ heading }) => heading);
    expect(warned.filter((heading) => heading !== 'Read this first' && heading !== 'The sums that are opened')).toEqual([]);
  });

  it.each(texts)('of %s has no word that only the field knows', (_, clauses) => {
    const own = clauses.filter(({ heading }) => !['The program itself', 'Keys, in words to compare by phone'].includes(heading));
    expect(own.flatMap(({ lines }) => lines).filter((line) => JARGON.test(line))).toEqual([]);
  });

  it.each(texts)('of %s has no sentence that takes more than a breath', (_, clauses) => {
    const prose = clauses.filter(({ heading }) => ['Read this first', 'What is protected', 'Limits', 'What these words mean'].includes(heading)).flatMap(({ lines }) => lines);
    const long = prose.flatMap((line) => line.split(/(?<=[.;:]) /)).filter((sentence) => sentence.split(' ').length > 40);
    expect(long).toEqual([]);
  });
});

it('the glossary explains what stands in the text, and nothing else', () => {
  expect(glossaryOf(['The relay cannot read it.'], english).map((line) => line.split(':')[0])).toEqual(['relay']);
  expect(glossaryOf(['Nothing to explain.'], english)).toEqual([]);
});
