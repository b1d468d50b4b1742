import { describe, expect, it } from 'vitest';
import { forApprover } from '../../src/app/agreement-words.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { describeAgreement } from '../../src/session/agreement/describe.js';
import { dpiaAnnex } from '../../src/session/agreement/dpia-words.js';
import { english } from '../../src/texts/en/index.js';
import { LANGUAGES, textsIn } from '../../src/texts/languages.js';
import type { Texts } from '../../src/texts/texts.js';
import { GOLDEN_CASES } from '../golden/cases.js';
import { SAMPLES } from './samples.js';

type Said = string | readonly string[];
type Branch = Readonly<Record<string, unknown>>;

const TRANSLATIONS = await Promise.all(LANGUAGES.filter((language) => language !== 'en').map(async (language) => [language, await textsIn(language)] as const));

/** What a translation says where English says these words. */
const WARNINGS: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  nl: { ATTENTION: /LET OP/, INCOMPLETE: /ONVOLLEDIG/, UNVERIFIED: /NIET GECONTROLEERD/, UNCHECKED: /NIET GECONTROLEERD/, 'NOT TESTED': /NIET GETOETST/, 'NOT among': /NIET/, REHEARSAL: /REPETITIE/, 'TO FILL IN': /IN TE VULLEN/ },
  de: { ATTENTION: /ACHTUNG/, INCOMPLETE: /UNVOLLSTÄNDIG/, UNVERIFIED: /UNGEPRÜFT/, UNCHECKED: /UNGEPRÜFT/, 'NOT TESTED': /NICHT GEPRÜFT/, 'NOT among': /NICHT/, REHEARSAL: /PROBE/, 'TO FILL IN': /AUSZUFÜLLEN/ },
  uk: { ATTENTION: /УВАГА/, INCOMPLETE: /НЕПОВНА/, UNVERIFIED: /НЕ ПЕРЕВІРЕНО/, UNCHECKED: /НЕ ПЕРЕВІРЕНО/, 'NOT TESTED': /НЕ ПЕРЕВІРЕНО/, 'NOT among': /НЕМАЄ/, REHEARSAL: /РЕПЕТИЦІЯ/, 'TO FILL IN': /ЗАПОВНИТИ/ },
};
const NEGATION = /\b(not|no|none|nobody|nothing|never|cannot|neither|without|unverified|unchecked)\b/i;
const OWN_NEGATION: Readonly<Record<string, RegExp>> = {
  nl: /\b(niet|geen|niemand|niets|nooit|nee|zonder|ongeacht|ongevraagd|afgezien)\b/i,
  de: /(?<!\p{L})(nicht|kein\p{L}*|niemand\p{L}*|nichts|nie|nein|ohne|sonst|ungeprüfte?)(?!\p{L})/iu,
  uk: /(?<!\p{L})(не|ні|немає|нема|ніхто|нікого|ніяк\p{L}*|нічого|жодн\p{L}*|без|неможливо|невідомо|не\p{L}+|нікому)(?!\p{L})/iu,
};
/** Words of every second English sentence that no translation has. */
const ENGLISH_WORDS = /\b(the|and|which|with|this|that|their|are|from|every|each|who|whether|party|parties)\b/i;

/** Every sentence of a catalogue, by its path, with what it says: of a function, for each of the samples. */
function* sentences(texts: unknown, samples: unknown, path = ''): Generator<{ readonly path: string; readonly args: readonly unknown[]; readonly said: Said }> {
  for (const [name, value] of Object.entries(texts as Branch)) {
    const [own, at] = [(samples as Branch | undefined)?.[name], path === '' ? name : `${path}.${name}`];
    if (['language', 'preface', 'found'].includes(name) || at === 'result.preface' || value === undefined || value instanceof RegExp) continue;
    // What only translations have to say.
    if (/^(approval\.(yes|no|compared)|program\.(inEnglish|resultInEnglish))$/.test(at)) continue;
    if (typeof value === 'function') {
      if (!Array.isArray(own) || own.length === 0) throw new Error(`no sample of ${at}`);
      for (const args of own as unknown[][]) yield { path: at, args, said: (value as (...all: unknown[]) => Said)(...args) };
    } else if (typeof value === 'string') yield { path: at, args: [], said: value };
    else yield* sentences(value, own, at);
  }
}

const textOf = (said: Said): string => (typeof said === 'string' ? said : said.join('\n'));

/** What a sentence says in words of its own language. */
const CHOICES = new Set(['self', 'known', 'unknown', 'former key', 'row', 'spelling', 'ymd', 'dmy', 'mdy', ...SAMPLES.lists.kind.map(([{ type }]) => type)]);

/** The texts and numbers among arguments. A rule is a sentence itself, about a column and a group. */
function factsIn(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return CHOICES.has(value) ? [] : SAMPLES.lists.ruleName.some(([rule]) => rule === value) ? (value.match(/\b(cc|g1)\b/g) ?? []) : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(factsIn) : [];
}

const ENGLISH = [...sentences(english, SAMPLES)];
/** Numbers, each as often as it is said. A decimal comma is a point. */
const numbersIn = (text: string): string[] => (text.replace(/(\d),(\d)/g, '$1.$2').match(/\d+(\.\d+)?/g) ?? []).sort();

describe.each(TRANSLATIONS)('the texts in %s', (language, texts) => {
  const own = [...sentences(texts, SAMPLES)];
  const pairs = ENGLISH.map((sentence, i) => ({ ...sentence, said: textOf(sentence.said), own: textOf(own[i]?.said ?? '') }));

  it('have every sentence, in the same places', () => {
    expect(own.map(({ path }) => path)).toEqual(ENGLISH.map(({ path }) => path));
    expect(own.filter(({ said }) => said.length === 0)).toEqual([]);
  });

  it('say the names, numbers and digests that English says, and no other number', () => {
    const lost = pairs.flatMap(({ path, args, said, own: text }) => factsIn(args).filter((fact) => said.includes(fact) && !text.replace(/(\d),(\d)/g, '$1.$2').includes(fact)).map((fact) => `${path}: ${fact} in "${text}"`));
    expect(lost).toEqual([]);
    expect(pairs.filter(({ said, own: text }) => numbersIn(said).join() !== numbersIn(text).join()).map(({ path, said, own: text }) => `${path}: "${said}" "${text}"`)).toEqual([]);
  });

  it('warn where English warns', () => {
    const warnings = Object.entries(WARNINGS[language] ?? {});
    expect(warnings.length).toBe(8);
    const missing = pairs.flatMap(({ path, said, own: text }) => warnings.filter(([word, expected]) => said.split(word).length !== text.split(new RegExp(expected.source, 'g')).length && said.includes(word)).map(([word]) => `${path}: ${word} in "${text}"`));
    expect(missing).toEqual([]);
  });

  it('deny as often as English denies', () => {
    const times = (text: string, { source, flags }: RegExp) => text.match(new RegExp(source, `${flags}g`))?.length ?? 0;
    // There a number lies "outside" in place of "does not lie within", and a cell marks a lack in place of "no value".
    const without = (path: string) => (['compare.range', 'lists.placeholders'].includes(path) ? 1 : 0);
    const lost = pairs.filter(({ path, said, own: text }) => times(said, NEGATION) - without(path) > times(text, OWN_NEGATION[language] ?? /$^/)).map(({ path, said, own: text }) => `${path}: "${said}" "${text}"`);
    expect(lost).toEqual([]);
  });

  it('leave nothing in English', () => {
    const bare = (text: string, args: readonly unknown[]) => factsIn(args).sort((a, b) => b.length - a.length).reduce((rest, fact) => rest.replaceAll(fact, ' '), text);
    const left = pairs.filter(({ args, own: text }) => ENGLISH_WORDS.test(bare(text, args).replace(/"unknown"|--party NAME|`[^`]*`/g, ''))).map(({ path, own: text }) => `${path}: "${text}"`);
    expect(left).toEqual([]);
    const same = pairs.filter(({ args, said, own: text }) => text === said && /\p{L}{4}/u.test(bare(text, args))).map(({ path }) => path);
    // Words that are the same in that language.
    expect(same.filter((path) => !['agreement.headings.digest', 'glossary.digest.term', 'glossary.relay.term', 'receipt.headings.transcript', 'compare.head.median'].includes(path))).toEqual([]);
  });

  it('say first that the English wording counts, and what nobody has reviewed', () => {
    const first = [...(texts.preface?.lines ?? [])].join(' ');
    for (const text of [first, texts.result.preface.join(' ')]) {
      expect(text).toContain('--lang en');
      expect(/NOT REVIEWED: no native lawyer or translator has reviewed this translation\. The English wording counts/.test(text)).toBe(language !== 'nl');
    }
    expect(texts.language).toBe(language);
    expect(texts.program.inEnglish.length + texts.program.resultInEnglish.length).toBe(2);
  });

  it('take no answer for another than English takes it for', () => {
    const { yes, no, compared } = texts.approval;
    const all = [...yes, ...no, ...compared, 'y', 'yes', 'n', 'no', 'c', 'compared'];
    expect(new Set(all).size).toBe(all.length);
    for (const [answers, choices] of [[yes, texts.approval.yesOrNo], [no, texts.approval.yesOrNo], [compared, texts.approval.yesNoOrCompared]] as const) expect(choices).toContain(answers[0] as string);
  });

  it.each(GOLDEN_CASES.map((each) => [each.name, each] as const))('describe the agreement %s clause by clause, under the same digest', (_, { agreement }) => {
    const [said, translated] = [english, texts].map((each) => forApprover(agreement, describeAgreement(agreement, { texts: each }), ['North'], each)) as [ReturnType<typeof forApprover>, ReturnType<typeof forApprover>];
    expect(translated[0]).toEqual(texts.preface);
    expect(translated.at(-1)?.lines).toEqual([digestOf(agreement)]);
    expect(said.at(-1)?.lines).toEqual([digestOf(agreement)]);
    const inProgram = agreement.operation.name === 'program';
    const glossary = (each: Texts) => each.agreement.headings.meanings;
    const shape = (clauses: typeof said, each: Texts) => clauses.filter(({ heading }) => heading !== glossary(each)).map(({ lines }) => lines.length);
    const extra = inProgram ? 1 : 0;
    const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
    expect(sum(shape(translated.slice(1), texts))).toBe(sum(shape(said, english)) + extra);
    expect(translated.slice(1).map(({ heading }) => heading)).toHaveLength(said.length);
    const terms = (clauses: typeof said, each: Texts) => Object.values(each.glossary).map(({ term }) => clauses.find(({ heading }) => heading === glossary(each))?.lines.some((line) => line.startsWith(`- ${term}:`)) ?? false);
    // So does the annex, which is the same with its gaps, and says first what nobody has reviewed.
    const [annex, translatedAnnex] = [dpiaAnnex(agreement, ['North']), dpiaAnnex(agreement, ['North'], texts)];
    expect(translatedAnnex[0]).toEqual(texts.preface);
    expect(translatedAnnex.slice(1).map(({ lines }) => lines.filter((line) => line.startsWith(texts.annex.gap(''))).length)).toEqual(annex.map(({ lines }) => lines.filter((line) => line.startsWith('TO FILL IN: ')).length));
    expect(sum(translatedAnnex.slice(1).map(({ lines }) => lines.length))).toBe(sum(annex.map(({ lines }) => lines.length)) + extra);
    // A translation explains what English explains.
    const explained = terms(translated, texts);
    expect(Object.keys(english.glossary).filter((_name, i) => terms(said, english)[i] === true && explained[i] !== true)).toEqual([]);
  });
});

describe('the texts in uk', () => {
  it.each([[0, 'рядків'], [1, 'рядок'], [2, 'рядки'], [4, 'рядки'], [5, 'рядків'], [11, 'рядків'], [12, 'рядків'], [21, 'рядок'], [22, 'рядки'], [25, 'рядків'], [101, 'рядок'], [111, 'рядків'], [1002, 'рядки']] as const)('have the form of the noun for %d', async (count, noun) => {
    expect((await textsIn('uk')).lists.tested(count, 'row')).toBe(`${count} ${noun}`);
  });
});
