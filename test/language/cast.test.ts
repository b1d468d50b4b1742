/** Who has which role stands wherever a role is told to learn or see something. */
import { describe, expect, it } from 'vitest';
import { describeAgreement } from '../../src/session/agreement/describe.js';
import { agreed, sessionOf } from '../session/operations/program/programs.js';
import { wordsOfProgram } from '../../src/language/words/program.js';
import { checkedProgram } from './fixtures.js';
import { dutch } from '../../src/texts/nl/index.js';

const PAY = `tally 1
analysis "Pay"

group firms of 2..9
party Regulator
party Newspaper

from each of firms, at most 1_000 rows as staff:
    salary: 0..100_000

reveal n = count(staff) to Newspaper
reveal pay = sum(salary of staff) to Regulator
`;

const pay = (roles: readonly (readonly [string, readonly string[]])[], text = PAY) => agreed(sessionOf(4), text, { roles: new Map(roles) }, { withoutData: ['Harbour', 'West'], recipients: ['Harbour', 'West'] });

const firms = ['firms', ['North', 'South']] as const;
const one = pay([firms, ['Regulator', ['Harbour']], ['Newspaper', ['West']]]);
const swapped = pay([firms, ['Regulator', ['West']], ['Newspaper', ['Harbour']]]);

const linesOf = (agreement: typeof one, heading: string, texts?: typeof dutch) => describeAgreement(agreement, { texts }).find((clause) => clause.heading === heading)?.lines ?? [];

describe('who has a role that puts no data in', () => {
  it('stands with each result, in the summary and with each sum', () => {
    const learned = linesOf(one, 'Who learns what of it');
    expect(learned).toContain('1. Newspaper (West) learns n: the number of the rows of staff.');
    expect(learned).toContain('2. Regulator (Harbour) learns pay: the sum of salary over the rows of staff.');
    expect(learned).toContain('So: Regulator (Harbour) learns 2; Newspaper (West) learns 1; each of the firms (North, South) learns nothing.');
    expect(linesOf(one, 'The sums that are opened')).toContain('Regulator (Harbour) sees these totals, exactly:');
  });

  it('stands among the parties, in each language', () => {
    expect(linesOf(one, 'Who takes part')[2]).toMatch(/^Harbour \(“Regulator”; puts no data in\)/);
    expect(linesOf(one, dutch.agreement.headings.parties, dutch)[2]).toMatch(/^Harbour \(“Regulator”; brengt geen gegevens in\)/);
  });

  it('makes two agreements differ that differ in it alone, wherever it is said who learns what', () => {
    for (const heading of ['Who takes part', 'Who learns what of it', 'The sums that are opened']) expect(linesOf(one, heading)).not.toEqual(linesOf(swapped, heading));
  });

  it('is not said twice of a party that has the name of its role', () => {
    const same = pay([firms, ['Harbour', ['Harbour']], ['Newspaper', ['West']]], PAY.replaceAll('Regulator', 'Harbour'));
    expect(linesOf(same, 'Who learns what of it')).toContain('2. Harbour learns pay: the sum of salary over the rows of staff.');
    expect(linesOf(same, 'Who takes part')[2]).toMatch(/^Harbour \(puts no data in\)/);
  });
});

describe('the parties of a group', () => {
  const { checked } = checkedProgram(PAY.replace('to Regulator', 'to firms, Regulator'));
  const learned = (names: readonly string[]) => wordsOfProgram(checked, new Map([['firms', names], ['Regulator', ['Pd']], ['Newspaper', ['Pe']]])).at(-1)?.items.map(({ text }) => text) ?? [];

  it('are named, or counted where they are many; the summary names all', () => {
    expect(learned(['A', 'B', 'C'])[1]).toBe('2. All firms (A, B, C) and Regulator (Pd) learn pay: the sum of salary over the rows of staff.');
    const many = learned(['A', 'B', 'C', 'D', 'E', 'F']);
    expect(many[1]).toBe('2. All firms (6 parties) and Regulator (Pd) learn pay: the sum of salary over the rows of staff.');
    expect(many.find((text) => text.startsWith('So: '))).toContain('each of the firms (A, B, C, D, E, F) learns 2');
  });

  it('are not named while nobody knows them', () => {
    const words = wordsOfProgram(checked).at(-1)?.items.map(({ text }) => text) ?? [];
    expect(words[1]).toBe('2. All firms and Regulator learn pay: the sum of salary over the rows of staff.');
    expect(words.find((text) => text.startsWith('So: '))).toBe('So: Regulator learns 2; Newspaper learns 1; each of the firms learns 2.');
  });
});
