/** Of each notice a program that has it, and one that nearly has. */
import { describe, expect, it } from 'vitest';
import { NOTICES } from '../../src/language/explain/tables/notices.js';
import { attentionOfRuns } from '../../src/language/notices/runs.js';
import { attentionOfLists } from '../../src/language/notices/scripts.js';
import { describeAgreement } from '../../src/session/agreement/describe.js';
import { agreed, LABS as AGREED, LISTED, sessionOf } from '../session/operations/program/programs.js';
import { checkedProgram, NAMES, textOfProgram } from './fixtures.js';

const THREE = 'tally 1\nanalysis "x"\nparties Anna, Ben, Cleo, Board\nfrom Anna:\n    x: 0..9\nfrom Ben:\n    y: 0..9\nfrom Cleo:\n    z: 0..9\n';
const LABS = 'tally 1\nanalysis "x"\ngroup labs of 3..9\nparty Board\nfrom each of labs:\n    beds: 0..9\nfrom each of labs, at most 90 rows as trials:\n    kind: one of "a", "b"\n    x: 0..9\n    high: yes/no\n';
const KEYS = 'tally 1\nanalysis "x"\nparties Anna, Ben, Cleo, Board\nfrom Anna, at most 90 rows as asked:\n    born: date 1900-01-01..2020-01-01\n    who = key(born)\nfrom Ben, at most 80 rows as known:\n    born: date 1900-01-01..2020-01-01\n    who = key(born)\nfrom Cleo:\n    z: 0..9\n';
const TABLE = `${LABS}table t by kind of trials:\n    n = count()\n    s = sum(x)\n`;
const BOUND = 'only if count(trials) >= 10 and contributors(trials) >= 3';
const TOTAL = `${LABS}reveal s = sum(x of trials) to everyone`;
const model = (lines: string) => `${LABS}model m of trials:\n    ${lines}\nreveal m to everyone\n`;

/** What the notice says of the first program, and nothing like it of the second. */
const CASES: Readonly<Record<string, readonly [has: string, says: string, hasNot: string]>> = {
  A01: [`${THREE}reveal r = Anna.x > 3 to Ben\n`, 'r is Anna’s own data alone: nobody else’s goes into it.', `${THREE}reveal r = Anna.x > Ben.y to Ben\n`],
  A02: [`${THREE}reveal r = Anna.x > Ben.y to Ben, Board\n`, 'the data of only two parties go into this. Ben learns it, knows its own part, and can work out something of the other’s: with each run one value can be tried.', `${THREE}reveal r = Anna.x > Ben.y to Board\n`],
  A03: [TOTAL.replace('3..9', '1..9'), 'labs may be one party alone.', TOTAL.replace('3..9', '2..9')],
  A04: [`${TOTAL} only if count(trials) >= 10\n`, 'it is not asked from how many parties the rows come: they may be of one party only.', `${TOTAL} ${BOUND}\n`],
  A05: [`${LABS}reveal s = sum(x of trials where high) to everyone ${BOUND}\n`, 'no least number of rows is asked for: one row’s value may be read off.', `${TOTAL} ${BOUND}\n`],
  A06: [`${LABS}reveal m = median(beds of labs) to everyone\n`, 'this is, or can be, the exact value of one party.', `${LABS}reveal m = median(beds of labs, step 1) to everyone\n`],
  A07: [`${KEYS}reveal n = count(asked where who in known.who) to Anna\n`, 'Anna puts in at most 90 keys a run and learns this: it can put in keys that it merely guesses, to find out whether others have them. The others’ ledgers count them.', `${KEYS}reveal n = count(asked where who in known.who) to Board\n`],
  A08: [`${THREE}reveal r = Anna.x + Ben.y + Cleo.z > 9 to Cleo\n`, 'Cleo puts in values that decide the answer and learns it: with each run it can try one value.', `${THREE}reveal r = Anna.x + Ben.y + Cleo.z > 9 to Board\n`],
  A09: [`${TABLE}reveal t to everyone\n`, 'nothing is hidden: cells of one row are shown.', `${TABLE}reveal t to everyone\n    hide where n < 2\n`],
  A10: [TABLE.replace('by kind', 'by party').concat('reveal t to everyone\n'), 'each member of labs is shown by name, with its own numbers.', `${TABLE}reveal t to everyone\n`],
  A11: [`${TABLE}reveal t to everyone\n    hide where n < 5\nreveal all_x = sum(x of trials) to labs\n`, 'both are of trials. A total beside hidden cells can give a hidden cell away.', `${TABLE}reveal t to labs\n    hide where n < 5\nreveal all_x = sum(x of trials) to Board\n`],
  A12: [`${TOTAL}\nreveal n = count(trials where high) to everyone\n`, 'both are of trials, over different rows. Their difference is about the rows that are in one and not in the other.', `${TOTAL}\nreveal n = count(trials) to everyone\n`],
  A13: [TOTAL.replace('party Board', 'party Board\nparameter p: 0..9, set in each run').replace('trials)', 'trials where x > p)'), 'p is set anew in each run: results for different values can be subtracted from each other.', TOTAL.replace('party Board', 'party Board\nparameter p: 0..9').replace('trials)', 'trials where x > p)')],
  A14: [model('logistic high on x\n    steps 4 shown'), 'all labs see the coefficients and 5 sums after each of 4 steps. One with an altered program can steer the coefficients, and so choose which rows weigh in the sums of the next step.', model('linear x on high')],
  A15: [model('linear x on high'), 'a linear model is worked out from 5 sums, and whoever learns the model learns these sums: they are the numbers of rows, the totals and the totals of products of x, high.', model('logistic high on x\n    steps 4 shown')],
  A17: [`${TOTAL.replace('to everyone', 'as "the раypal total" to everyone')}\n`, '“раypal” mixes Latin and Cyrillic letters.', `${TOTAL.replace('to everyone', 'as "the раура total" to everyone')}\n`],
  N03: [`${TABLE}reveal t to everyone\n    hide where n in 1..4\n`, 'that a cell is hidden is seen. Cells of 0 are shown: a hidden cell is known to hold somebody, and a 0 says the same of every row in its cell.', `${TABLE}reveal t to everyone only if count(trials) > 9\n`],
  N04: [`${LABS}reveal m = mean(x of trials) rounded to 1 to everyone\n`, 'it is “none” where it would divide by 0 or there are no rows.', `${LABS}reveal m = mean(x of trials) rounded to 1 otherwise 0 to everyone\n`.replace('mean(x of trials) rounded to 1 otherwise', '(mean(x of trials) rounded to 1) otherwise')],
  N05: [`${TOTAL} ${BOUND}\n`, 'where the condition does not hold, those who would learn it learn that.', TOTAL],
  N06: [`${TABLE}reveal keys of top 1 of t by s to everyone\n`, 'which 1 they are is seen, and in which order.', `${TABLE}reveal t to everyone\n`],
  N07: [`${KEYS}reveal n = count(asked where who in known.who) to Board\n`, 'keys are compared whole: a name with a slip in it is missed, and two people with the same key count as one.', `${KEYS}reveal n = count(asked) to Board\n`],
  N08: [TOTAL, 'nothing bounds the part that one party has of s: where one has nearly all, the others can estimate it.', `${TOTAL} only if largest_part(x of trials) < 60% * sum(x of trials)\n`],
  N09: [`${TOTAL} ${BOUND}\n`, 'a party that learns this can lift a number above its limit by rows of its own making, and take them off again. A limit on what is left without the largest part holds against one such party.', `${TOTAL.replace('to everyone', 'to Board')} ${BOUND}\n`],
};

const noticesIn = (text: string) => checkedProgram(text).notices;
const readFirst = (agreement: Parameters<typeof describeAgreement>[0]) => describeAgreement(agreement).find(({ heading }) => heading === 'Read this first')?.lines.join('\n');
const saidOf = (text: string, code: string) => noticesIn(text).filter((notice) => notice.code === code).map((notice) => notice.text);

it('all notices that are explained are tried: those of programs, those of agreements, and the two that always hold', () => {
  expect([...Object.keys(CASES), 'A16', 'N01', 'N02'].sort()).toEqual(Object.keys(NOTICES).sort());
});

describe.each(Object.entries(CASES))('%s', (code, [has, says, hasNot]) => {
  it('is said of what it is about', () => {
    expect(saidOf(has, code)).toEqual([says]);
    expect(noticesIn(has).find((notice) => notice.code === code)?.attention).toBe(code.startsWith('A'));
  });

  it('is not said of what is nearly the same', () => {
    expect(saidOf(hasNot, code)).toEqual([]);
  });
});

it('A02: a group that may have two members is not said to have two', () => {
  expect(saidOf(TOTAL.replace('3..9', '2..9'), 'A02')).toEqual(['the data of two parties alone may go into this. Then each of the labs learns it, knows its own part, and can work out something of the other’s.']);
  expect(saidOf(TOTAL.replace('3..9', '2..2'), 'A02')).toEqual(['the data of only two parties go into this. Each of the labs learns it, knows its own part, and can work out something of the other’s.']);
});

it('A16: an agreement that may be run more than once', () => {
  expect(attentionOfRuns(2).map(({ code, text }) => `${code} ${text}`)).toEqual(['A16 it can be run 2 times: who learns two results learns how the data changed in between.']);
  expect(attentionOfRuns(1)).toEqual([]);
});

it('N01 is said of every program, and N02 of every agreement', () => {
  for (const text of [...Object.values(CASES).map(([has]) => has), ...NAMES.map(textOfProgram)]) expect(saidOf(text, 'N01').length).toBe(1);
  expect(readFirst(agreed(sessionOf(3), AGREED))).toContain('If all parties but one work together, they know their own parts');
});

describe('A17: letters of two alphabets in one word', () => {
  const mixed = 'oрen'; // the second letter is Cyrillic
  const all = `tally 1
analysis "Title ${mixed}1"
group labs of 3..9
parameter p: one of "${mixed}2", "b"
from each of labs, at most 90 rows as trials:
    kind: one of "${mixed}3", "b", empty as "b"
    kind2: one of "${mixed}4", "c", others as "${mixed}4"
    x: 0..9 unit "${mixed}5"
    phone: code
    a = phone starts with "${mixed}6"
    b = phone in ("1", "${mixed}7")
    d = if x > 3 then "${mixed}8" else "z"
reveal n = count(trials where kind = "${mixed}3" and a and b and d = "z") as "${mixed}9" to everyone
`;

  it('is found wherever a text can stand, and says the line', () => {
    const places = [...all.matchAll(new RegExp(`${mixed}(\\d)`, 'g'))].map(([, number]) => number);
    expect(new Set(places).size).toBe(9);
    expect(saidOf(all, 'A17')).toEqual([`${['“oрen” mixes Latin and Cyrillic letters'].join()}.`]);
    for (let i = 1; i <= 9; i++) {
      const [only] = noticesIn(all.replaceAll(new RegExp(`${mixed}(?!${i})`, 'g'), 'open')).filter(({ code }) => code === 'A17');
      expect([i, only?.text]).toEqual([i, '“oрen” mixes Latin and Cyrillic letters.']);
      if (i > 1) expect(all.split('\n')[(only?.line ?? 0) - 1]).toContain(`${mixed}${i}`);
    }
  });

  it.each(['Straße des 17. Juni', 'Товариство', 'α-blockers and ß', 'Tシャツ', '東京Lab', 'kΩ', 'μg a day', 'µg', '5μm', 'ΑΒΓ abc', 'naïve café'])('is not said of %s', (text) => {
    expect(saidOf(`${TOTAL.replace('to everyone', `as "${text}" to everyone`)}\n`, 'A17')).toEqual([]);
  });

  it.each([['Αmsterdam', 'Latin and Greek'], ['сhеck', 'Latin and Cyrillic'], ['μоl', 'Latin, Cyrillic and Greek'], ['Ωhm', 'Latin and Greek'], ['Տtaff', 'Latin and Armenian']])('is said of %s', (text, scripts) => {
    expect(saidOf(`${TOTAL.replace('to everyone', `as "${text}" to everyone`)}\n`, 'A17')).toEqual([`“${text}” mixes ${scripts} letters.`]);
  });

  it('names five words and counts the rest', () => {
    const words = ['аa', 'аb', 'аc', 'аd', 'аe', 'аf', 'аg', 'аa'];
    expect(saidOf(`${TOTAL.replace('to everyone', `as "${words.join(' ')}" to everyone`)}\n`, 'A17')).toEqual([`${words.slice(0, 5).map((word) => `“${word}” mixes Latin and Cyrillic letters`).join(', ')} and 2 more words mix letters of two scripts.`]);
  });

  it('is said of the entries of a list, which the agreement holds', () => {
    expect(attentionOfLists({ shops: ['Nord', 'Süd'], products: ['tea', 'сoffee'] }).map(({ code, text }) => `${code} ${text}`)).toEqual(['A17 in the list products, “сoffee” mixes Latin and Cyrillic letters.']);
  });

  it('stands first of all where an agreement is approved, and says whether its proposer accepted it', () => {
    const shops = (accepted: readonly string[]) => readFirst(agreed(sessionOf(3), LISTED, { lists: { products: ['tea', 'сoffee'] }, accepted }));
    const said = 'ATTENTION A17, in the list products, “сoffee” mixes Latin and Cyrillic letters.';
    expect(shops(['A09:1', 'A17'])).toContain(`- ${said}`);
    expect(shops(['A09:1'])).toMatch(new RegExp(`${said}( \\(Whoever proposes this has not accepted it)`));
  });

  it('does not stand in any program of the fixtures', () => {
    for (const name of NAMES) expect(saidOf(textOfProgram(name), 'A17')).toEqual([]);
  });
});
