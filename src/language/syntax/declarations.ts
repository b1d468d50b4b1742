import { Fault } from '../fault.js';
import type { Cursor } from './cursor.js';
import { literal, parseExpression } from './expressions.js';
import { block } from './statements.js';
import { shown } from './tokens.js';
import { MISLEADING, RESERVED } from './vocabulary.js';
import type { CellRules, FromBlock, Line, Named, Program, TypeTree } from './tree.js';

/** Rows that one party may put in at most. */
const MAX_ROWS = 10_000_000_000;
const MAX_ENTRIES = 1_000_000;
const MAX_UNIT = 30;

export function parseParties(cursor: Cursor): Named[] {
  cursor.take();
  const names = cursor.names();
  names.forEach(checkRole);
  cursor.expect('newline');
  return names;
}

/** A role is the subject of sentences, “No_one learns 1”, so that no part of its name may be such a word either. */
function checkRole({ text, at }: Named): void {
  const part = text.toLowerCase().split('_').find((each) => MISLEADING.has(each) || RESERVED.has(each) || each === 'noone');
  if (part !== undefined) throw new Fault('E011', at, `"${text}" cannot be the name of a party or group: its "${part}" would read as a word of the sentence.`, 'Choose another.');
}

export function parseGroup(cursor: Cursor): Program['groups'][number] {
  cursor.expectWord('group');
  const name = cursor.name();
  checkRole(name);
  cursor.expectWord('of');
  const at = cursor.here;
  const least = cursor.whole(0, MAX_ROWS);
  if (cursor.is('newline')) throw cursor.fail('E010', 'A group says the fewest and the most members that it may have.', `Write group ${name.text} of ${least}..${least} for exactly ${least}, or ${least}..64 for more.`);
  cursor.expect('..');
  const most = cursor.whole(0, MAX_ROWS);
  if (least < 1 || most > 64 || least > most) {
    throw new Fault('E021', at, 'A group has from 1 to 64 members.', most > 64 ? 'More contributors than that need the drop-box, which tally 1 does not have.' : 'Write the smaller number first, such as 3..64.');
  }
  cursor.expect('newline');
  return { name, least, most };
}

export function parseList(cursor: Cursor): Program['lists'][number] {
  cursor.expectWord('list');
  const name = cursor.name();
  cursor.expect(':');
  cursor.expectWord('at');
  cursor.expectWord('most');
  const most = cursor.whole(1, MAX_ENTRIES);
  cursor.expectWord('entries');
  cursor.expect('newline');
  return { name, most };
}

export function parseParameter(cursor: Cursor): Program['parameters'][number] {
  cursor.expectWord('parameter');
  const name = cursor.name();
  cursor.expect(':');
  const type = parseType(cursor);
  const eachRun = cursor.skipIf(',');
  if (eachRun) for (const word of ['set', 'in', 'each', 'run']) cursor.expectWord(word);
  cursor.expect('newline');
  return { name, type, eachRun };
}

export function parseFrom(cursor: Cursor): FromBlock {
  const at = cursor.here;
  cursor.expectWord('from');
  const each = cursor.skipWord('each');
  if (each) cursor.expectWord('of');
  const role = cursor.name('a party or a group');
  let rows: FromBlock['rows'];
  if (cursor.skipIf(',')) {
    cursor.expectWord('at');
    cursor.expectWord('most');
    const most = cursor.whole(1, MAX_ROWS);
    cursor.expectWord('rows');
    cursor.expectWord('as');
    rows = { most, name: cursor.name('a name for the rows') };
  }
  cursor.expect(':');
  const lines = block(cursor, 'the fields', () => parseLine(cursor)).flat();
  return { kind: 'from', at, each, role, rows, lines };
}

function parseLine(cursor: Cursor): Line[] {
  const at = cursor.here;
  if (cursor.isWord('keep') && cursor.isWord('where', 1)) {
    cursor.take();
    cursor.take();
    const condition = parseExpression(cursor);
    cursor.expect('newline');
    return [{ kind: 'keep', at, condition }];
  }
  const names = cursor.names();
  const [name] = names;
  if (name !== undefined && names.length === 1 && cursor.skipIf('=')) return [derived(cursor, name, undefined)];
  cursor.expect(':', '":" and a type, or "=" and an expression');
  const type = parseType(cursor);
  if (name !== undefined && names.length === 1 && cursor.skipIf('=')) return [derived(cursor, name, type)];
  const rules = parseCellRules(cursor);
  cursor.expect('newline');
  return names.map((each) => ({ kind: 'field', at: each.at, name: each, type, rules }));
}

function derived(cursor: Cursor, name: Named, type: TypeTree | undefined): Line {
  const value = parseExpression(cursor);
  cursor.expect('newline');
  return { kind: 'derived', at: name.at, name, type, value };
}

function parseCellRules(cursor: Cursor): CellRules {
  let rules: CellRules = {};
  while (cursor.is(',') && (cursor.isWord('empty', 1) || cursor.isWord('others', 1))) {
    cursor.take();
    const which = cursor.isWord('empty') ? 'empty' : 'others';
    if (rules[which] !== undefined) throw cursor.fail('E018', 'A rule for cells stands twice.', 'Take one of them out.');
    cursor.take();
    cursor.expectWord('as');
    rules = { ...rules, [which]: which === 'others' && cursor.skipWord('empty') ? 'empty' : literal(cursor) };
  }
  return rules;
}

const TYPES = 'A type is a range such as 0..100, yes/no, one of "a", "b", date 2020-01-01..2029-12-31, month 2026-01..2026-12, code, text or name.';

export function parseType(cursor: Cursor): TypeTree {
  const at = cursor.here;
  const base = parseBase(cursor);
  const unit = cursor.skipWord('unit') ? parseUnit(cursor) : undefined;
  const orEmpty = cursor.isWord('or') && cursor.isWord('empty', 1);
  if (orEmpty) {
    cursor.take();
    cursor.take();
  }
  return { at, base, unit, orEmpty };
}

/** A unit stands within sentences, and so is no sentence of its own. */
function parseUnit(cursor: Cursor): string {
  const at = cursor.here;
  const unit = cursor.expectText('a unit between "');
  if (Array.from(unit).length > MAX_UNIT) throw new Fault('E039', at, `A unit has at most ${MAX_UNIT} characters.`, 'Shorten it, such as EUR a year.');
  const odd = Array.from(unit).find((sign) => !/[\p{L}\p{M}\p{N}\p{Sc} ./%‰°·^*'’-]/u.test(sign));
  if (odd !== undefined) throw new Fault('E039', at, `A unit cannot hold "${odd}".`, "A unit has letters, digits, signs of currencies, blanks and . / % ° · ^ * ' -.");
  return unit;
}

function parseBase(cursor: Cursor): TypeTree['base'] {
  if (cursor.skipWord('yes')) {
    cursor.expect('/');
    cursor.expectWord('no');
    return { kind: 'bool' };
  }
  if (cursor.skipWord('one')) {
    cursor.expectWord('of');
    if (cursor.isWord('list')) {
      cursor.take();
      return { kind: 'list', list: cursor.name('the name of a list') };
    }
    const values = [cursor.expectText('a text between "')];
    while (cursor.is(',') && cursor.is('text', 1)) {
      cursor.take();
      values.push(cursor.expectText('a text between "'));
    }
    return { kind: 'values', values };
  }
  for (const [word, kind] of [['date', 'day'], ['month', 'month']] as const) {
    if (!cursor.isWord(word) || !cursor.is(kind, 1)) continue;
    cursor.take();
    const low = cursor.take();
    cursor.expect('..');
    const high = cursor.expect(kind, kind === 'day' ? 'a day such as 2029-12-31' : 'a month such as 2026-12');
    return { kind, low: 'text' in low ? low.text : '', high: 'text' in high ? high.text : '' };
  }
  for (const label of ['code', 'text', 'name'] as const) if (cursor.skipWord(label)) return { kind: 'label', label };
  if (!cursor.is('number') && !cursor.is('-')) throw cursor.fail('E013', `Expected a type, found ${shown(cursor.peek())}.`, TYPES);
  const low = cursor.signed();
  cursor.expect('..');
  return { kind: 'number', low, high: cursor.signed() };
}
