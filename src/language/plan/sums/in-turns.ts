/** What one party puts in, worked out of its rows turn by turn, so that memory does not grow with their number. */
import type { Checked, Rows } from '../../check/program.js';
import { OutOfRange } from '../../evaluate/home.js';
import type { MemberData, World } from '../../evaluate/world.js';
import { walk, type Expr } from '../../syntax/tree.js';
import { workOutTurn } from '../../turns/block.js';
import { codingOf, Texts } from '../../turns/coding.js';
import { Evaluating } from '../../turns/evaluating.js';
import type { Turn } from '../../turns/turn.js';
import { AddingTurns } from './add-turns.js';
import { DesignTurns } from './design-turns.js';
import { entriesIn, worldAtHome, type Asked, type Entered, type PublicInputs, type Seat } from './enter.js';
import type { Measure } from './layout.js';

/**
 * Those of a party's rows that can be added up in turns: nothing else of the program looks into them. Rows whose keys or totals another block or a condition
 * uses have to be there as a whole, and so have single values.
 */
export function rowsInTurns({ checked, measures, models }: Asked, inputs: readonly Rows[]): Rows[] {
  const conditions = [...measures.flatMap(({ call, args, table }) => [call.where, table?.where, ...args]), ...models.map(({ reveal }) => reveal.model.where)];
  const looksInto = new Set([...linesOf(checked), ...conditions].flatMap((expr) => (expr === undefined ? [] : [...walk(expr)].flatMap((each) => rowsIn(checked, each)))));
  return inputs.filter((rows) => !rows.isSingle && !looksInto.has(rows.name) && measures.every(({ table }) => table?.rows !== rows || table.keys.every(({ kind, info }) => kind !== 'field' || codingOf(info.type, new Texts()) !== undefined)));
}

function linesOf(checked: Checked): Expr[] {
  return [...checked.rows.values()].flatMap(({ block }) => block.lines.flatMap((line) => (line.kind === 'keep' ? [line.condition] : line.kind === 'derived' ? [line.value] : [])));
}

/** The rows that an expression looks into by itself. */
function rowsIn(checked: Checked, expr: Expr): string[] {
  if (expr.kind === 'inKeys') return [expr.table.text];
  const over = expr.kind === 'call' ? checked.totals.get(expr)?.over : undefined;
  return over?.kind === 'rows' ? [over.rows.name] : [];
}

interface InTurns {
  readonly rows: Rows;
  readonly adding: AddingTurns;
  readonly designs: ReadonlyMap<number, DesignTurns>;
  /** Rows before the next turn. */
  before: number;
}

export class EntriesInTurns {
  readonly texts = new Texts();
  readonly #asked: Asked;
  readonly #seat: Seat;
  readonly #whole: Entered;
  readonly #inTurns: readonly InTurns[];
  readonly #by: Evaluating;

  /** `data`: all rows and single values that are not in `inTurns`. Throws OutOfRange. */
  constructor(asked: Asked, known: PublicInputs, seat: Seat, data: MemberData, inTurns: readonly Rows[], makeKey: World['makeKey']) {
    const world = worldAtHome(asked.checked, known, seat, data, makeKey);
    const names = new Set(inTurns.map(({ name }) => name));
    const isWhole = (measure: Measure): boolean => !names.has(rowsOf(asked.checked, measure) ?? '');
    this.#asked = asked;
    this.#seat = seat;
    this.#by = new Evaluating(world, seat, this.texts);
    this.#whole = entriesIn(world, { measures: asked.measures.filter(isWhole), models: asked.models.filter(({ reveal: { model } }) => !names.has(model.rows.name)) }, seat);
    this.#inTurns = inTurns.map((rows) => ({
      rows,
      adding: new AddingTurns(this.#by, rows, asked.measures.filter((measure) => rowsOf(asked.checked, measure) === rows.name)),
      designs: new Map(asked.models.flatMap(({ reveal: { model } }, i) => (model.rows.name === rows.name ? [[i, new DesignTurns(this.#by, model)] as const] : []))),
      before: 0,
    }));
  }

  /** Adds up the next rows, as they were read. Throws OutOfRange, with the number of the row among all of that name. */
  add(rows: Rows, read: Turn): void {
    const own = this.#inTurns.find((each) => each.rows === rows);
    if (own === undefined) return;
    this.#by.scratch.begin();
    const { turn, outside } = workOutTurn(this.#by, rows, read);
    if (outside !== undefined) throw new OutOfRange(rows.name, outside.column, this.#seat.member, own.before + outside.place + 1);
    own.adding.add(turn);
    for (const design of own.designs.values()) design.add(turn);
    own.before += read.rows;
  }

  entered(): Entered {
    const { checked, measures, models } = this.#asked;
    const whole = [...this.#whole.sums];
    const wholeDesigns = [...this.#whole.designs];
    const inTurns = (name: string | undefined): InTurns | undefined => this.#inTurns.find(({ rows }) => rows.name === name);
    return {
      sums: measures.map((measure) => inTurns(rowsOf(checked, measure))?.adding.sumsOf(measure) ?? whole.shift() ?? []),
      designs: models.map(({ reveal: { model } }, i) => inTurns(model.rows.name)?.designs.get(i)?.design ?? wholeDesigns.shift()),
    };
  }
}

function rowsOf(checked: Checked, { call }: Measure): string | undefined {
  const over = checked.totals.get(call)?.over;
  return over?.kind === 'rows' ? over.rows.name : undefined;
}
