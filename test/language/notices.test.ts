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
  A04: [`${TOTAL} only if count(trials) >= 10\n`, 'no least number of parties is asked for: the rows may all come from one of them.', `${TOTAL} ${BOUND}\n`],
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
  A18: [`${TABLE}reveal t to everyone\n    hide where n < 10, counts shown\n`, 'the counts that decide are seen of every cell, also of those that are hidden. A cell of one row is seen to be one.', `${TOTAL} only if count(trials) >= 10, counts shown\n`],
  A19: [`${TOTAL} only if count(trials) >= 5, counts shown\nreveal t = sum(x of trials) to everyone only if count(trials) >= 6, counts shown\n`, 'one count has the limits 5 and 6. Which of the results a party shuts tells between which of them the number of all rows but its own lies, and so how many rows it has.', `${TOTAL} only if count(trials) >= 5, counts shown\nreveal t = sum(x of trials) to everyone only if count(trials) >= 5, counts shown\n`],
  A20: [`${LABS}reveal s = sum(x * x * x of trials) to everyone ${BOUND}\n`, 'a total is of x to the power of 3 or more. From several such totals over few rows each row’s value can be worked out.', `${LABS}reveal s = sum(x * x of trials) to everyone ${BOUND}\n`],
  A21: [`${LABS}reveal s = sum(x * 1_000_000 + beds_used of trials) to everyone ${BOUND}\n`.replace('    high: yes/no\n', '    high: yes/no\n    beds_used: 0..9\n'), 'a total adds up parts of very different size, made of x and beds_used. Over few rows each part can be read off by itself, as from several totals.', `${LABS}reveal s = sum(x * 60 + beds_used of trials) to everyone ${BOUND}\n`.replace('    high: yes/no\n', '    high: yes/no\n    beds_used: 0..59\n')],
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

describe('limits that clear A04 and A05', () => {
  const cells = (columns: string, ...conditions: string[]) => `${LABS}let all_rows = count(trials)\ntable t by kind of trials:\n    n = count()\n    m = contributors()\n    s = sum(x)\n${columns}reveal t to everyone\n${conditions.map((each) => `    ${each}\n`).join('')}`;
  const named = (text: string) => noticesIn(text).filter(({ code }) => ['A04', 'A05', 'A09'].includes(code)).map(({ code }) => code).join(' ');

  it.each([
    ['from below, on the cell', cells('', 'hide where n < 10 or m < 3'), ''],
    ['in two conditions', cells('', 'hide where n < 10', 'hide where 3 > m'), ''],
    ['negated', cells('', 'hide where not (n >= 10 and m >= 3)'), ''],
    ['that leaves cells of 0', cells('', 'hide where n in 1..9 or m < 3'), ''],
    ['with n > 0 beside it', cells('', 'hide where n > 0 and n < 10', 'hide where m < 3'), ''],
    ['without the largest part', cells('', 'hide where n - largest_part(1) < 10', 'hide where m < 3'), ''],
    ['of all rows, where cells are shown', cells('', 'hide where all_rows < 10', 'hide where contributors(trials) < 3'), 'A04 A05'],
    ['that nothing can fail', cells('', 'hide where n < 1 or m < 1'), 'A04 A05'],
    ['from above', cells('', 'hide where n > 1_000 or m > 64'), 'A04 A05'],
    ['that hold only together', cells('', 'hide where n < 10 and m < 3'), 'A04 A05'],
    ['that hide another column', cells('    y = sum(x * x)\n', 'hide y where n < 10 or m < 3'), 'A04 A05'],
    ['on some of the rows', `${LABS}reveal s = sum(x of trials) to everyone only if count(trials where high) >= 10 and contributors(trials where high) >= 3\n`, ''],
    ['on all of the rows, where some are shown', `${LABS}reveal s = sum(x of trials where high) to everyone ${BOUND}\n`, 'A04 A05'],
    ['not on the rows of which a sum leaves the others out', `${LABS}reveal s = sum(if x = 7 then x else 0 of trials) to everyone ${BOUND}\n`, 'A04 A05'],
    ['on the rows of which a sum leaves the others out', `${LABS}reveal s = sum(if x = 7 then x else 0 of trials) to everyone only if count(trials where x = 7) >= 10 and contributors(trials where x = 7) >= 3\n`, ''],
  ])('%s', (_, text, codes) => {
    expect(named(text)).toBe(codes);
  });

  it('are asked for on both sides of a yes/no of a model', () => {
    const of = (conditions: string) => `${LABS}    a = kind = "a"\nmodel m of trials:\n    linear x on a, high\nreveal m to everyone only if contributors(trials) >= 3 and count(trials) >= 10${conditions}\n`;
    expect(saidOf(of(''), 'A05')).toEqual(['no least number of rows is asked for where a and high are yes, or where they are no: totals that the model is made of may be those of one row.']);
    expect(saidOf(of(' and count(trials where high) >= 9 and count(trials where not high) >= 9 and count(trials where kind = "a") >= 9 and count(trials where kind = "b") >= 9'), 'A05')).toEqual([]);
  });
});

describe('A21: numbers packed into one total', () => {
  const of = (value: string, columns = '') => saidOf(`${LABS}    y: 0.00..99.99\n${columns}reveal s = ${value} to everyone ${BOUND}\n`, 'A21').map((text) => /made of (.*)\. Over/.exec(text)?.[1]);

  it.each([
    ['a factor', 'sum(x * 1_000 + y of trials)', 'x and y'],
    ['a small one', 'sum(x + (y / 1_000_000 rounded to 0.00000001) of trials)', 'x and y'],
    ['a factor behind names', 'sum(packed of trials)', 'x and y', '    far = x * 100_000\n    packed = far + y\n'],
    ['a product of factors', 'sum((100 * (100 * (x * 100))) - y of trials)', 'x and y'],
    ['a choice between factors', 'sum(if kind = "a" then x * 1_000 else x of trials)', 'x and kind'],
    ['a factor that is chosen', 'sum(x * factor of trials)', 'x and kind', '    factor = if kind = "a" then 1 else 10_000\n'],
    ['counts in digits', 'sum(if kind = "a" then 1 else 1_000 of trials)', 'kind'],
    ['a mean', 'mean(x * 1_000 + y of trials) rounded to 0.01', 'x and y'],
    ['one of two in a covariance', 'covariance(y, x * 1_000 + y of trials) rounded to 0.01', 'x and y'],
  ])('%s', (_, value, fields, columns = '') => {
    expect(of(value, columns)).toEqual([fields]);
  });

  it('in a predictor of a model', () => {
    expect(saidOf(`${LABS}    packed = x * 1_000 + (if high then 1 else 0)\nmodel m of trials:\n    linear x on packed\nreveal m to everyone\n`, 'A21').length).toBe(1);
  });

  it.each([
    ['hours and minutes', 'sum(x * 60 + minutes of trials)', '    minutes: 0..59\n'],
    ['a number and a constant', 'sum(x + 1_000_000 of trials)'],
    ['a product with one factor', 'sum(1_000_000 * x of trials)'],
    ['a weight', 'sum(if high then y else 0 of trials)'],
    ['points', 'sum(if kind = "a" then 1 else 5 of trials)'],
    ['a difference of amounts', 'sum(12 * x - y of trials)'],
    ['two totals that are not packed', 'sum(x of trials) * 1_000_000 + sum(x of trials)'],
  ])('is not said of %s', (_, value, columns = '') => {
    expect(of(value, columns)).toEqual([]);
  });

  it('is not said of any program of the fixtures', () => {
    for (const name of NAMES) expect([name, saidOf(textOfProgram(name), 'A21')]).toEqual([name, []]);
  });
});

describe('numbers that can only be 0 or 1', () => {
  const flags = `${LABS}    flag: 0..1\n`;
  it.each([['a sum of them', 'sum(flag of trials)'], ['a sum of products with one', 'sum(x * flag of trials)'], ['one behind a name', 'mean(part of trials) rounded to 0.1']])('are a yes/no by another name: %s', (_, value) => {
    const of = (limits: string) => saidOf(`${flags}    part = x * flag\nreveal s = ${value} to everyone ${BOUND}${limits}\n`, 'A05').length;
    expect(of('')).toBe(1);
    expect(of(' and count(trials where flag = 1) >= 5')).toBe(0);
  });

  it('have two sides in a model', () => {
    const of = (limits: string) => saidOf(`${flags}model m of trials:\n    linear x on flag\nreveal m to everyone ${BOUND}${limits}\n`, 'A05').length;
    expect(of(' and count(trials where flag = 1) >= 5')).toBe(1);
    expect(of(' and count(trials where flag = 1) >= 5 and count(trials where flag = 0) >= 5')).toBe(0);
  });
});

describe('differences', () => {
  it.each([
    ['totals of the same in one table', `${LABS}table t by kind of trials:\n    s = sum(x)\n    h = sum(x where high)\nreveal t to everyone\n`, 's and h are worked out from totals of the same over different rows. Their difference is about the rows that are in one and not in the other.'],
    ['cells of a counter', `${LABS}table t by cut in 0..9 step 1 of trials:\n    s = sum(x where x >= cut)\nreveal t to everyone\n`, 'cells that follow each other by cut are over nearly the same rows. Their difference is about the rows between them, of which there may be one.'],
    ['two models', `${LABS}model m1 of trials:\n    linear x on high\nmodel m2 of trials where x <> 5:\n    linear x on high\nreveal m1 to everyone\nreveal m2 to everyone\n`, 'both are of trials, over different rows. Their difference is about the rows that are in one and not in the other.'],
  ])('A12: between %s', (_, text, says) => {
    expect(saidOf(text, 'A12')).toEqual([says]);
  });

  it.each([
    ['totals of different things', `${LABS}table t by kind of trials:\n    s = sum(x)\n    h = sum(x * x where high)\nreveal t to everyone\n`],
    ['rows that are apart', `${LABS}table t by kind of trials:\n    s = sum(x where high)\n    h = sum(x where not high)\nreveal t to everyone\n`],
    ['models of rows that are apart', `${LABS}model m1 of trials where kind = "a":\n    linear x on high\nmodel m2 of trials where kind = "b":\n    linear x on high\nreveal m1 to everyone\nreveal m2 to everyone\n`],
    ['counts of a counter', `${LABS}table t by cut in 0..9 step 1 of trials:\n    n = count(where x >= cut)\nreveal t to everyone\n`],
  ])('are not looked for between %s', (_, text) => {
    expect(saidOf(text, 'A12')).toEqual([]);
  });
});

describe('counts that are shown', () => {
  it('A09: hide nothing that follows from them', () => {
    const text = (s: string) => `${LABS}table t by kind of trials:\n    n = count()\n    h = count(where high)\n${s}reveal t to everyone\n    hide where n < 10 or h < 10, counts shown\n`;
    expect(saidOf(text(''), 'A09')).toEqual(['nothing is hidden: n and h follow from counts that are seen of every cell.']);
    expect(saidOf(text('    s = sum(x)\n'), 'A09')).toEqual([]);
  });

  it('A18: say whether there is such a row', () => {
    expect(saidOf(`${TOTAL} only if count(trials) >= 10 and count(trials where x = 7) >= 1, counts shown\n`, 'A18')).toEqual(['the number of rows where x is 7 is seen, whether or not the condition holds. It says if there is such a row at all.']);
  });
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
