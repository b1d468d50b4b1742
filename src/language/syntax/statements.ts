import { Fault } from '../fault.js';
import type { Cursor } from './cursor.js';
import { parseExpression } from './expressions.js';
import { shown } from './tokens.js';
import type { Condition, Expr, Hide, KeyTree, LetStatement, ModelStatement, Named, RevealStatement, TableStatement, Who } from './tree.js';

export const MAX_LINES = 200;

/** The lines of a block, each read by `read`; a line that cannot be read is left out. */
export function block<T>(cursor: Cursor, what: string, read: () => T): T[] {
  cursor.expect('newline');
  if (!cursor.skipIf('indent')) throw cursor.fail('E010', `Expected ${what}, further in.`, 'Begin the lines of the block with four spaces.');
  const lines: T[] = [];
  while (!cursor.skipIf('dedent') && !cursor.is('end')) {
    if (lines.length >= MAX_LINES) throw cursor.fail('E029', `A block has at most ${MAX_LINES} lines.`, 'Split it.');
    const line = cursor.recovering(read);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

export function parseLet(cursor: Cursor): LetStatement {
  const at = cursor.here;
  cursor.expectWord('let');
  const name = cursor.name();
  cursor.expect('=');
  const value = parseExpression(cursor);
  cursor.expect('newline');
  return { kind: 'let', at, name, value };
}

export function parseTable(cursor: Cursor): TableStatement {
  const at = cursor.here;
  cursor.expectWord('table');
  const name = cursor.name();
  cursor.expectWord('by');
  const keys = [parseKey(cursor)];
  while (cursor.skipIf(',')) keys.push(parseKey(cursor));
  cursor.expectWord('of');
  const of = cursor.name('the name of rows');
  const where = optionalWhere(cursor);
  cursor.expect(':');
  const columns = block(cursor, 'the columns', () => {
    const column = cursor.name();
    cursor.expect('=');
    const value = parseExpression(cursor);
    cursor.expect('newline');
    return { name: column, value };
  });
  return { kind: 'table', at, name, keys, of, where, columns };
}

function parseKey(cursor: Cursor): KeyTree {
  const at = cursor.here;
  // The one key that is no field.
  const name = cursor.skipWord('party') ? { text: 'party', at } : cursor.name();
  if (!cursor.skipWord('in')) return { name, counter: undefined };
  const low = cursor.signed();
  cursor.expect('..');
  const high = cursor.signed();
  const step = cursor.skipWord('step') ? cursor.number() : undefined;
  return { name, counter: { low, high, step } };
}

function optionalWhere(cursor: Cursor): Expr | undefined {
  return cursor.skipWord('where') ? parseExpression(cursor) : undefined;
}

export function parseModel(cursor: Cursor): ModelStatement {
  const at = cursor.here;
  cursor.expectWord('model');
  const name = cursor.name();
  cursor.expectWord('of');
  const of = cursor.name('the name of rows');
  const where = optionalWhere(cursor);
  cursor.expect(':');
  let regression: Pick<ModelStatement, 'regression' | 'outcome' | 'predictors'> | undefined;
  let steps: ModelStatement['steps'];
  let ridge: ModelStatement['ridge'];
  block(cursor, '"linear" or "logistic"', () => {
    const line = cursor.here;
    if (regression === undefined) regression = parseRegression(cursor);
    else if (cursor.skipWord('steps')) {
      if (steps !== undefined) throw new Fault('E018', line, 'An option stands twice.', 'Take one of them out.');
      steps = { number: cursor.whole(1, 100), shown: cursor.skipWord('shown') };
    } else if (cursor.skipWord('ridge')) {
      if (ridge !== undefined) throw new Fault('E018', line, 'An option stands twice.', 'Take one of them out.');
      ridge = cursor.number();
    } else throw cursor.expected('"steps" or "ridge"');
    cursor.expect('newline');
    return true;
  });
  if (regression === undefined) throw new Fault('E010', at, 'The model does not say what is modelled.', 'Write linear OUTCOME on PREDICTOR, … in its block.');
  return { kind: 'model', at, name, of, where, ...regression, steps, ridge };
}

function parseRegression(cursor: Cursor): Pick<ModelStatement, 'regression' | 'outcome' | 'predictors'> {
  const regression = cursor.skipWord('linear') ? 'linear' : cursor.skipWord('logistic') ? 'logistic' : undefined;
  if (regression === undefined) throw cursor.expected('"linear" or "logistic"');
  const outcome = cursor.name();
  cursor.expectWord('on');
  return { regression, outcome, predictors: cursor.names() };
}

export function parseReveal(cursor: Cursor): RevealStatement {
  const at = cursor.here;
  cursor.expectWord('reveal');
  const what = parseWhat(cursor);
  const label = cursor.skipWord('as') ? parseLabel(cursor) : undefined;
  cursor.expectWord('to');
  const to = parseWho(cursor);
  const onlyIf: Condition[] = [];
  const hide: Hide[] = [];
  const isInline = cursor.isWord('only');
  if (isInline) onlyIf.push(parseOnlyIf(cursor));
  cursor.expect('newline');
  if (cursor.skipIf('indent')) {
    while (!cursor.skipIf('dedent') && !cursor.is('end')) {
      if (onlyIf.length + hide.length >= MAX_LINES) throw cursor.fail('E029', `A block has at most ${MAX_LINES} lines.`, 'Split it.');
      cursor.recovering(() => {
        if (cursor.isWord('hide')) hide.push(parseHide(cursor));
        else if (!cursor.isWord('only')) throw cursor.expected('"only if" or "hide"');
        else if (isInline) throw cursor.fail('E022', '"only if" stands on the line above and in the block.', 'Put all of them into the block.');
        else onlyIf.push(parseOnlyIf(cursor));
        cursor.expect('newline');
        return true;
      });
    }
  }
  return { kind: 'reveal', at, ...what, label, to, onlyIf, hide };
}

/** Title and labels are shorter than other texts, because they appear inside sentences. */
export function parseLabel(cursor: Cursor): string {
  const at = cursor.here;
  const label = cursor.expectText('a text between "');
  if (Array.from(label).length > 120) throw new Fault('E026', at, 'A title or label has at most 120 characters.', 'Write less.');
  return label;
}

function parseOnlyIf(cursor: Cursor): Condition {
  const at = cursor.here;
  cursor.expectWord('only');
  cursor.expectWord('if');
  return { at, value: parseExpression(cursor), countsShown: countsShown(cursor) };
}

function parseHide(cursor: Cursor): Hide {
  const at = cursor.here;
  cursor.expectWord('hide');
  const columns = cursor.isWord('where') ? undefined : cursor.names();
  cursor.expectWord('where');
  return { at, columns, value: parseExpression(cursor), countsShown: countsShown(cursor) };
}

function countsShown(cursor: Cursor): boolean {
  if (!cursor.skipIf(',')) return false;
  cursor.expectWord('counts');
  cursor.expectWord('shown');
  return true;
}

function parseWhat(cursor: Cursor): Pick<RevealStatement, 'name' | 'value' | 'columns' | 'top'> {
  if (cursor.isWord('top') && cursor.is('number', 1)) return { ...parseOfTable(cursor), value: undefined, columns: undefined };
  const name = cursor.name();
  if (cursor.skipIf('=')) return { name, value: parseExpression(cursor), columns: undefined, top: undefined };
  if (cursor.is(',') || cursor.isWord('of')) {
    const columns = [name];
    while (cursor.skipIf(',')) columns.push(cursor.name());
    cursor.expectWord('of');
    return { ...parseOfTable(cursor), value: undefined, columns };
  }
  if (!cursor.isWord('as') && !cursor.isWord('to')) {
    const after = cursor.peek(1);
    const rest = cursor.is('.') && after.kind === 'name' ? `.${after.text}` : ' …';
    throw cursor.fail('E024', 'What is revealed has a name.', `Write: reveal NAME = ${name.text}${rest} to …`);
  }
  return { name, value: undefined, columns: undefined, top: undefined };
}

function parseOfTable(cursor: Cursor): { name: Named; top: RevealStatement['top'] } {
  if (!(cursor.isWord('top') && cursor.is('number', 1))) return { name: cursor.name('a table'), top: undefined };
  cursor.take();
  const number = cursor.whole(1, 65_536);
  cursor.expectWord('of');
  const name = cursor.name('a table');
  cursor.expectWord('by');
  return { name, top: { number, by: cursor.name('a column') } };
}

function parseWho(cursor: Cursor): Who {
  if (cursor.skipWord('everyone')) return { kind: 'everyone' };
  if (cursor.skipWord('each')) {
    cursor.expectWord('of');
    return { kind: 'each', group: cursor.name('a group') };
  }
  if (!cursor.is('name')) throw cursor.expected('who learns it: everyone, or names of parties and groups', `Found ${shown(cursor.peek())}.`);
  const roles = cursor.names();
  if (cursor.isWord('and')) throw cursor.expected('a comma or the end of the line', `Write a comma: to ${roles.map(({ text }) => text).join(', ')}, … .`);
  return { kind: 'roles', roles };
}
