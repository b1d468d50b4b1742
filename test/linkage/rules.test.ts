import { describe, expect, it } from 'vitest';
import { parseKey, parseOwnDateOrder, rulesFor, whyUnusable } from '../../src/linkage/index.js';
import { failure } from '../io/csv-files.js';
import { sharedRules as shared } from './shared-rules.js';

const FEBRL = ['given:name', 'surname:name', 'born:date'];

describe('near rules', () => {
  const MARY = ['Mary', 'Johnson', '1980-03-12'];

  it.each<[string, readonly string[], string]>([
    ['nothing changed', MARY, 'exact'],
    ['names swapped', ['Johnson', 'Mary', '1980-03-12'], 'names swapped'],
    ['a name by its sound', ['Marry', 'Jonson', '1980-03-12'], 'names sound alike'],
    ['a slip in a name', ['Mary', 'Joxnson', '1980-03-12'], 'one name less, by beginning'],
    ['a slip at a name’s end with the other changed', ['Ann', 'Johnzon', '1980-03-12'], 'one name less, by sound'],
    ['a name missing', ['', 'Johnson', '1980-03-12'], 'one name less, by beginning'],
    ['a name changed and swapped', ['Johnson', 'Ann', '1980-03-12'], 'one name less, by beginning'],
    ['a wrong digit in the day', ['Mary', 'Johnson', '1980-03-17'], 'born: another day'],
    ['a wrong digit in the month', ['Mary', 'Johnson', '1980-09-12'], 'born: another month'],
    ['a wrong digit in the year', ['Mary', 'Johnson', '1990-03-12'], 'born: another year, or day and month swapped'],
    ['day and month swapped', ['Mary', 'Johnson', '1980-12-03'], 'born: another year, or day and month swapped'],
    ['the date missing', ['Mary', 'Johnson', ''], 'without born'],
    ['the date missing, and a slip in a name', ['Mary', 'Jonson', ''], 'without born, one name as it is'],
    ['a wrong digit in the day, and a slip in a name', ['Mary', 'Johnzon', '1980-03-17'], 'born: another day'],
    ['a day that does not exist', ['Mary', 'Johnson', '1980-03-72'], 'born: another day'],
    ['a month that does not exist', ['Mary', 'Johnson', '1980-30-12'], 'born: another month'],
  ])('%s', (_, other, rule) => {
    expect(shared(FEBRL, MARY, other)).toContain(rule);
    expect(shared(FEBRL, other, MARY)).toEqual(shared(FEBRL, MARY, other));
  });

  it('whole names in one column match by the same slips', () => {
    const john = ['Smith, John', '1980-03-12'];
    expect(shared(['name:name', 'born:date'], john, ['John Smith', '1980-03-12'])).toContain('exact');
    expect(shared(['name:name', 'born:date'], john, ['Jon Smyth', '1980-03-12'])).toContain('names sound alike');
    expect(shared(['name:name', 'born:date'], john, ['John Brown', '1980-03-12'])).toEqual(['one name less, by beginning', 'one name less, by sound']);
    expect(shared(['name:name', 'born:date'], john, ['Peter Brown', '1980-03-12'])).toEqual([]);
  });

  it('two people with nothing but a day of birth, or a name that sounds alike, in common do not match', () => {
    expect(shared(FEBRL, MARY, ['Peter', 'Brown', '1980-03-12'])).toEqual([]);
    expect(shared(FEBRL, MARY, ['Marie', 'Jonson', '1975-11-30'])).toEqual([]);
    expect(shared(FEBRL, MARY, ['', '', '1980-03-12'])).toEqual([]);
    expect(shared(['id', 'born:date'], ['7', '1980-03-12'], ['8', '1980-03-12'])).toEqual([]);
  });

  it('a day or month that nobody knew is no part of a date', () => {
    for (const unknown of ['1980-00-00', '1980-99-99']) expect([unknown, shared(FEBRL, ['Mary', 'Johnson', unknown], ['Mary', 'Johnson', unknown.replace('1980', '1951')]).filter((rule) => rule.startsWith('born'))]).toEqual([unknown, []]);
    expect(shared(FEBRL, ['Mary', 'Johnson', '1980-03-00'], MARY)).toContain('born: another day');
  });

  it('a column that is neither name nor date counts in every rule but the one without it', () => {
    const keys = [...FEBRL, 'town:text'];
    expect(shared(keys, [...MARY, 'Delft'], [...MARY, 'DELFT'])).toContain('exact');
    expect(shared(keys, [...MARY, 'Delft'], [...MARY, 'Leiden'])).toEqual(['without town']);
    expect(shared(keys, [...MARY, 'Delft'], [...MARY, ''])).toEqual(['without town']);
  });

  it('the number of keys a record depends on the columns alone', () => {
    const count = (...keys: string[]) => rulesFor(keys.map(parseKey), true).length;
    expect(rulesFor(FEBRL.map(parseKey), false).map(({ rule }) => rule)).toEqual(['exact']);
    expect([count(...FEBRL), count('name:name', 'born:date'), count('id'), count('name:name'), count('id', 'born:date'), count(...FEBRL, 'town:text'), count('born:date')]).toEqual([18, 17, 1, 7, 5, 19, 1]);
  });

  it('what says too little for a population is only for who is alone with it in a file', () => {
    const unique = (...keys: string[]) => rulesFor(keys.map(parseKey), true).filter((slot) => slot.unique).map(({ rule }) => rule);
    const withoutDate = ['without born', 'without born, one name as it is', 'without born, one name as it is'];
    expect(unique(...FEBRL)).toEqual(withoutDate);
    expect(unique('name:name')).toEqual([...Array<string>(4).fill('names sound alike'), ...Array<string>(2).fill('names in short, or fewer names')]);
    expect(unique(...FEBRL, 'town:text')).toEqual(withoutDate);
  });

  it('words of one column never run into the next', () => {
    expect(shared(['a', 'b'], ['ab', 'c'], ['a', 'bc'])).toEqual([]);
    expect(shared(['a:text', 'b:text'], ['ab', 'c'], ['a', 'bc'])).toEqual([]);
    expect(shared(['a:name', 'b:name', 'born:date'], ['anna', 'bell', '1980-01-01'], ['annab', 'ell', '1980-01-01'])).not.toContain('names swapped');
  });
});

describe('--key', () => {
  it('reads a column and its kind', () => {
    expect(parseKey('id')).toEqual({ name: 'id', type: 'exact' });
    expect(parseKey(' Geburtsname : Name ')).toEqual({ name: 'Geburtsname', type: 'name' });
    expect(parseKey('born:date:dmy')).toEqual({ name: 'born', type: 'date', order: 'dmy' });
    expect(parseKey('cafe\u0301:text').name).toBe('caf\u00e9');
    expect(parseOwnDateOrder('a=b=mdy')).toEqual(['a=b', 'mdy']);
  });

  it.each(['', ':name', 'a:nam', 'a:date:ydm', 'a:name:dmy', 'a:date:dmy:x'])('refuses "%s"', async (text) => {
    const { code, next } = await failure(Promise.resolve().then(() => parseKey(text)));
    expect(code).toBe('USAGE');
    expect(next).not.toBe('');
  });

  it.each(['born', '=dmy', 'born=', 'born=ddmmyy'])('refuses the order "%s"', async (text) => expect((await failure(Promise.resolve().then(() => parseOwnDateOrder(text)))).code).toBe('USAGE'));
});

it('says why a cell is unusable without showing it', () => {
  const date = parseKey('born:date');
  expect([whyUnusable(' ', date), whyUnusable('???', parseKey('a:text')), whyUnusable('31/12/1980', date), whyUnusable('31/12/80', parseKey('born:date:dmy')), whyUnusable('1980-02-30', date)]).toEqual([
    'empty', 'without a letter or digit', 'not a date as YYYY-MM-DD or YYYYMMDD; as day, month, year this would be a date', 'a date whose year has not four digits', 'a day that does not exist',
  ]);
});
