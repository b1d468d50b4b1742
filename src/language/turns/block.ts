/** What a `from` block makes of the rows of a turn: derived columns, and rows that are kept. */
import type { Rows } from '../check/program.js';
import type { Type } from '../check/types.js';
import { isInside } from '../evaluate/home.js';
import type { Line } from '../syntax/tree.js';
import { codingOf, type Texts } from './coding.js';
import type { Evaluating } from './evaluating.js';
import { withDecimalsOf } from './numbers.js';
import type { Column, Turn } from './turn.js';
import { Vectors } from './vectors.js';

export interface WorkedOut {
  readonly turn: Turn;
  /** The first row whose derived column is outside the range declared for it, by its place among those read. */
  readonly outside: { readonly place: number; readonly column: string } | undefined;
}

export function workOutTurn(by: Evaluating, rows: Rows, read: Turn): WorkedOut {
  let turn = read;
  let outside: WorkedOut['outside'];
  for (const line of rows.block.lines) {
    if (line.kind === 'keep') turn = turn.keeping(new Vectors(by, turn).maskOf(line.condition), by.scratch.take);
    if (line.kind !== 'derived') continue;
    const column = derived(by, turn, line, rows.lines.get(line)?.type);
    const first = line.type === undefined ? -1 : firstOutside(column, rows.lines.get(line)?.type, by.texts);
    const place = turn.places[first];
    if (place !== undefined && (outside === undefined || place < outside.place)) outside = { place, column: line.name.text };
    turn.columns.set(line.name.text, column);
  }
  return { turn, outside };
}

/** In the form of the column's own type, which may have more decimals than the expression. */
function derived(by: Evaluating, turn: Turn, { value }: Extract<Line, { kind: 'derived' }>, type: Type | undefined): Column {
  const vector = new Vectors(by, turn).of(value);
  const found = by.world.checked.infos.get(value)?.type;
  const coding = codingOf(type, by.texts);
  if (!(vector instanceof Float64Array)) return coding === undefined ? { vector, type, coding } : { vector: Float64Array.from(vector, coding.toCode), type, coding };
  const codes = type?.kind === 'number' && found?.kind === 'number' ? withDecimalsOf({ codes: vector, type: found }, type.decimals, by.scratch.take) : vector;
  if (codes !== undefined && coding !== undefined) return { vector: codes, type, coding };
  const own = codingOf(found, by.texts);
  return { vector: Array.from(vector, (code) => own?.toValue(code) ?? null), type, coding: undefined };
}

/** −1 if there is none. */
function firstOutside({ vector }: Column, type: Type | undefined, texts: Texts): number {
  if (type === undefined) return -1;
  if (!(vector instanceof Float64Array)) return vector.findIndex((value) => !isInside(value, type));
  if (type.kind === 'number' || type.kind === 'day' || type.kind === 'month') {
    const [low, high] = [Number(type.low), Number(type.high)];
    return vector.findIndex((code) => code < low || code > high);
  }
  if (type.kind !== 'category' || type.values === undefined) return -1;
  const codes = new Set(type.values.map((value) => texts.codeOf(value)));
  return vector.findIndex((code) => !Number.isNaN(code) && !codes.has(code));
}
