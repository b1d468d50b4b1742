import { describe, expect, it } from 'vitest';
import { normaliserOf, parseKey, parseKeys, rulesFor, slotName, slotOfName } from '../../src/linkage/index.js';
import { failure } from '../io/csv-files.js';

const KEYS = parseKeys(['A/passport:id', 'B/name:name', 'B/born:date']);

function keysOf(texts: readonly string[], cells: readonly string[], near = false): string[] {
  const columns = parseKeys(texts);
  return rulesFor(columns, near).flatMap((slot) => {
    const key = slot.make(normaliserOf(columns)(cells));
    return key === undefined ? [] : [[slotName(slot), ...key].join(' ')];
  });
}

describe('several keys, of which any may agree', () => {
  it('are read from the groups that stand before columns', () => {
    expect(KEYS).toEqual([{ name: 'passport', type: 'id', groups: ['A'] }, { name: 'name', type: 'name', groups: ['B'] }, { name: 'born', type: 'date', groups: ['B'] }]);
    expect(parseKeys(['passport:id', 'born:date'])).toEqual(['passport:id', 'born:date'].map(parseKey));
    expect(parseKeys(['A/passport', 'A/born:date:dmy', 'B/name:name', 'B/born:date:dmy'])[1]).toEqual({ name: 'born', type: 'date', order: 'dmy', groups: ['A', 'B'] });
    expect(parseKeys(['/m/v', '/a/b/c:text'])).toEqual([{ name: 'm/v', type: 'exact' }, { name: 'a/b/c', type: 'text' }]);
  });

  it.each([
    ['a column without a group', ['A/passport', 'name:name'], /some to none/],
    ['one group alone', ['A/passport', 'A/name:name'], /one group/],
    ['a column with a slash in its name', ['Datum/tijd:date'], /one group/],
    ['the same group twice', ['A/passport', 'B/passport'], /same columns/],
    ['a column twice in a group', ['A/passport', 'A/passport', 'B/name'], /twice/],
    ['a column twice without groups', ['passport', 'passport'], /twice/],
    ['a column of two kinds', ['A/passport:id', 'B/passport:text', 'B/name'], /two kinds/],
    ['a long name of a group', [`${'x'.repeat(21)}/passport`, 'B/name'], /20 letters/],
  ])('are refused with %s', async (_, texts, message) => {
    const error = await failure(Promise.resolve().then(() => parseKeys(texts)));
    expect([error.code, error.message]).toEqual(['USAGE', expect.stringMatching(message)]);
  });

  it('are made each from its own columns, and bound to its group', () => {
    expect(keysOf(['A/passport:id', 'B/name:name', 'B/born:date'], ['ab 12', 'Smith, John', '1980-12-31'])).toEqual(['A/exact AB12', 'B/exact johnsmith 19801231']);
    expect(keysOf(['A/passport:id', 'B/name:name', 'B/born:date'], ['', 'Smith, John', '1980-12-31'])).toEqual(['B/exact johnsmith 19801231']);
    expect(keysOf(['A/passport:id', 'B/name:name', 'B/born:date'], ['ab 12', 'unknown', '1980-12-31'])).toEqual(['A/exact AB12']);
    // The same text in two groups is no match.
    const [one, two] = [keysOf(['A/home:phone', 'B/work:phone'], ['+31612345678', '']), keysOf(['A/home:phone', 'B/work:phone'], ['', '+31612345678'])];
    expect([one, two]).toEqual([['A/exact +31612345678'], ['B/exact +31612345678']]);
  });

  it('a name is whole or a part of one by what else is in its key', () => {
    expect(keysOf(['A/surname:name', 'A/given:name', 'B/surname:name', 'B/passport'], ['van den Berg', 'Anna', 'X1'])).toEqual(['A/exact vandenberg anna', 'B/exact bergdenvan X1']);
  });

  it('have near rules each', () => {
    const names = rulesFor(KEYS, true).map(slotName);
    expect(names.filter((name) => name.startsWith('A/'))).toEqual(['A/exact']);
    expect(names.filter((name) => name.startsWith('B/'))).toHaveLength(17);
    expect(keysOf(['A/passport:id', 'B/name:name', 'B/born:date'], ['', 'John Smith', ''], true).every((key) => key.startsWith('B/'))).toBe(true);
    expect(names.map((name) => slotName(slotOfName(name, true)))).toEqual(names);
    expect(slotOfName('without m/v', false)).toEqual({ rule: 'without m/v' });
  });

  it('show what cells become, and which stand for nothing', () => {
    const row = normaliserOf(KEYS)(['n/a', 'John Smith', '31-12-1980']);
    expect([row.parts, row.placeholders]).toEqual([['', 'johnsmith', ''], [0]]);
  });
});
