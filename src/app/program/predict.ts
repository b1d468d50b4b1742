/** A model that came out of a session, applied to rows of this party's own. Nothing is sent. */
import * as v from 'valibot';
import { FIRST_PROBLEM } from '../../bounded-json.js';
import { parseJsonAs } from '../../json-as.js';
import { MpcError } from '../../errors.js';
import { readRecords, type CsvSource } from '../../io/csv/index.js';
import { readBounded } from '../../io/files.js';
import type { Checked, Model } from '../../language/check/program.js';
import { readCell } from '../../language/evaluate/cells.js';
import { CONSTANT } from '../../language/evaluate/fitted.js';
import { isInside } from '../../language/evaluate/home.js';
import { fitModel } from '../../language/evaluate/models.js';
import { predictionOf } from '../../language/evaluate/predict.js';
import { worldOf } from '../../language/evaluate/run.js';
import { valueOfTotal } from '../../language/evaluate/totals.js';
import { isNumber, type Row, type Value } from '../../language/evaluate/value.js';
import { evaluate, isTrue, type World } from '../../language/evaluate/world.js';
import { whyNoModel } from '../../language/model-blocks.js';
import { fromDecimal, ONE, ZERO, type Rational } from '../../language/numbers/rational.js';
import { walk, type Expr } from '../../language/syntax/tree.js';
import { cleaned } from '../../session/clean.js';
import { parametersOf } from './data.js';
import { ProgramNumbers } from './numbers.js';
import { makeKey } from './rows.js';
import { checkProgram, type ProgramText } from './text.js';

const MAX_RESULT_BYTES = 64 * 1024 * 1024;
const DECIMAL = v.pipe(v.string(), v.regex(/^-?\d{1,400}(\.\d{1,400})?$/));
const modelSchema = v.object({
  model: v.picklist(['linear', 'logistic']),
  terms: v.nullable(v.array(v.object({ name: v.string(), estimate: DECIMAL }))),
  why: v.optional(v.picklist(['few', 'dependent', 'separated', 'constant'])),
  columns: v.optional(v.array(v.string())),
  moving: v.optional(v.array(v.string())),
});
const programSchema = v.object({ program: v.literal('tally/1'), parameters: v.record(v.string(), v.union([v.string(), v.boolean()])), values: v.record(v.string(), v.unknown()) });
const resultSchema = v.union([v.object({ session: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), agreement: v.string(), result: programSchema }), programSchema]);

/** A result of a program, with what says where it came from: a session has both, a program that was tried out none. */
export interface ProgramOutcome {
  readonly file: string;
  readonly session?: string;
  readonly agreement?: string;
  readonly parameters: Readonly<Record<string, string | boolean>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Reads what `--json` or `--out` wrote of a session with a program, or of `mpc program try`. Throws USAGE for anything else. */
export async function readProgramOutcome(file: string): Promise<ProgramOutcome> {
  const bytes = await readBounded(file, MAX_RESULT_BYTES, 'USAGE', 'result');
  try {
    const read = parseJsonAs(resultSchema, bytes, { maxBytes: MAX_RESULT_BYTES });
    return 'session' in read ? { file, session: read.session, agreement: read.agreement, parameters: read.result.parameters, values: read.result.values } : { file, parameters: read.parameters, values: read.values };
  } catch {
    throw new MpcError('USAGE', `${file} holds no result of a program.`, 'Give what `mpc regress` or `mpc join` wrote with --out or --json.');
  }
}

/** Why a row has no prediction: a cell is empty or does not fit, or the row is none of those that the model is about. */
export type NoPrediction = 'empty' | 'unfit' | 'left out';

export interface Prediction {
  /** The line of the file. */
  readonly line: number;
  /** The cells of the columns that the model is made of, as they are in the file. */
  readonly cells: readonly string[];
  /** A number, or of a logistic model the chance of a yes; null if there is none. */
  readonly predicted: string | null;
  readonly why?: NoPrediction;
}

export interface Predictions {
  readonly model: string;
  readonly kind: 'linear' | 'logistic';
  readonly outcome: string;
  /** The columns that were read. */
  readonly columns: readonly string[];
  readonly rows: readonly Prediction[];
  /** Conditions of the program that need other columns, and were not applied. */
  readonly notApplied: readonly string[];
  /** Columns of a logistic model whose coefficients had not settled at its last step. */
  readonly moving: readonly string[];
}

/** Applies a model to a file, which needs the columns that the model is made of and no others. Throws USAGE, PROGRAM_INVALID, or what is wrong with the file. */
export async function predict(outcome: ProgramOutcome, program: ProgramText, source: CsvSource, name?: string): Promise<Predictions> {
  const { checked } = checkProgram(program);
  const { model, estimates, moving } = modelIn(outcome, checked, name);
  const plan = planFor(model);
  const texts = Object.entries(outcome.parameters).map(([key, value]) => `${key}=${typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}`);
  const known = { members: new Map(), parameters: parametersOf(checked, texts), lists: new Map<string, readonly string[]>() };
  const world = worldOf(checked, known, { makeKey, watch: undefined, totalOf: valueOfTotal, fitOf: fitModel });
  const numbers = new ProgramNumbers(source);
  const columns = plan.fields.map(({ line }) => line.name.text);
  const unknown = [...(source.map?.keys() ?? [])].find((key) => !columns.includes(key));
  if (unknown !== undefined) throw new MpcError('USAGE', `--map names the column "${cleaned(unknown, 60)}", of which the model is not made.`, `Its columns are: ${columns.join(', ')}.`);
  const rows: Prediction[] = [];
  for await (const batch of readRecords(source, columns)) {
    for (const { line, cells, numbers: own } of batch) {
      const row: Row = new Map();
      let why: NoPrediction | undefined;
      for (const [i, { line: field, type }] of plan.fields.entries()) {
        const cell = cells[i] ?? '';
        const isNumeric = type.kind === 'number' && own?.[i] !== true;
        const { text, decimalComma } = isNumeric ? numbers.plain(cell, line, field.name.text) : { text: cell, decimalComma: false };
        const reading = readCell(text, type, field.rules, field.type.orEmpty, { decimalComma, lists: known.lists });
        if ('wrong' in reading) why ??= reading.wrong;
        else row.set(field.name.text, reading.value);
      }
      why ??= workOut(world, plan, model, row);
      rows.push(why === undefined ? { line, cells, predicted: predictionOf(model, estimates, model.predictors.map((each) => numberIn(row.get(each.name)))) } : { line, cells, predicted: null, why });
    }
  }
  numbers.throwIfUnsettled();
  return { model: model.name, kind: model.tree.regression, outcome: model.outcome.name, columns, rows, notApplied: plan.notApplied, moving };
}

function modelIn({ file, values }: ProgramOutcome, checked: Checked, name: string | undefined): { model: Model; estimates: readonly Rational[]; moving: readonly string[] } {
  const models = checked.reveals.flatMap((reveal) => (reveal.kind === 'model' && Object.hasOwn(values, reveal.name) ? [reveal.model] : []));
  const named = models.map((each) => each.name).join(', ');
  const [model, ...more] = name === undefined ? models : models.filter((each) => each.name === name);
  if (model === undefined) throw new MpcError('USAGE', name === undefined ? `${file} holds no model.` : `${file} holds no model "${cleaned(name, 60)}".`, named === '' ? 'Give the result of `mpc regress`, or of a program that reveals a model.' : `Its models: ${named}.`);
  if (more.length > 0) throw new MpcError('USAGE', `${file} holds several models.`, `Say which one: --model ${model.name}. They are: ${named}.`);
  const read = v.safeParse(modelSchema, values[model.name], FIRST_PROBLEM);
  const terms = read.success ? read.output.terms : null;
  if (!read.success) throw new MpcError('USAGE', `${model.name} has no coefficients in ${file}: its condition did not hold, or somebody shut it.`, 'Propose the session anew with more rows, or with a lower limit.');
  const wanted = [CONSTANT, ...model.predictors.map((each) => each.name)];
  // The file may be anybody's: names are shown only if the program has them.
  const known = (names: readonly string[] = []): string[] => names.filter((each) => wanted.includes(each) || each === model.outcome.name);
  if (terms === null) throw new MpcError('USAGE', `${model.name} has no coefficients: ${whyNoModel({ ...read.output, columns: known(read.output.columns) })}`, 'Propose the session anew with another model.');
  if (read.output.model !== model.tree.regression || terms.map((term) => term.name).join('\n') !== wanted.join('\n')) throw new MpcError('USAGE', `${model.name} in ${file} is not the model of this program.`, 'Give the program, or the receipt, of the session that the result is of.');
  return { model, estimates: terms.map(({ estimate }) => fromDecimal(estimate)), moving: known(read.output.moving) };
}

type Lines = Model['rows']['lines'];
type FieldLine = Extract<Parameters<Lines['get']>[0], { kind: 'field' }>;
type DerivedLine = Extract<Parameters<Lines['get']>[0], { kind: 'derived' }>;

interface Reckoning {
  readonly fields: readonly { readonly line: FieldLine; readonly type: NonNullable<ReturnType<Lines['get']>>['type'] }[];
  /** Lines that work columns out or leave rows out, in their order. */
  readonly steps: readonly (DerivedLine | Expr)[];
  readonly notApplied: readonly string[];
}

/** What a row needs: the predictors and what they are worked out of. Conditions that need nothing else are applied. */
function planFor({ rows, predictors, where }: Model): Reckoning {
  const { lines } = rows.block;
  const ofRows = new Set(lines.flatMap((line) => (line.kind === 'field' || line.kind === 'derived' ? [line.name.text] : [])));
  const namesIn = (expr: Expr) => [...walk(expr)].flatMap((each) => (each.kind === 'name' && ofRows.has(each.name) ? [each.name] : []));
  const needed = new Set(predictors.map(({ name }) => name));
  for (const line of [...lines].reverse()) if (line.kind === 'derived' && needed.has(line.name.text)) for (const each of namesIn(line.value)) needed.add(each);
  const notApplied: string[] = [];
  const applies = (condition: Expr): boolean => {
    const others = namesIn(condition).filter((each) => !needed.has(each));
    // Whether the outcome is there is no question to a row whose outcome is predicted.
    if (others.length > 0 && condition.kind !== 'given') notApplied.push([...new Set(others)].join(', '));
    return others.length === 0;
  };
  const steps = lines.flatMap((line): (DerivedLine | Expr)[] => {
    if (line.kind === 'keep') return conjuncts(line.condition).filter(applies);
    return line.kind === 'derived' && needed.has(line.name.text) ? [line] : [];
  });
  const fields = lines.flatMap((line) => {
    const info = line.kind === 'field' && needed.has(line.name.text) ? rows.lines.get(line) : undefined;
    return line.kind === 'field' && info !== undefined ? [{ line, type: info.type }] : [];
  });
  const listed = fields.find(({ type }) => type.kind === 'category' && type.list !== undefined);
  if (listed !== undefined) throw new MpcError('USAGE', `The column ${listed.line.name.text} is of a list, which this command does not read.`, 'Work the prediction out from the coefficients.');
  return { fields, steps: [...steps, ...(where === undefined ? [] : conjuncts(where).filter(applies))], notApplied: [...new Set(notApplied)] };
}

function conjuncts(expr: Expr): Expr[] {
  return expr.kind === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr];
}

/** Adds derived columns to the row, and says why it has no prediction, if it has none. */
function workOut(world: World, { steps }: Reckoning, { rows, predictors }: Model, row: Row): NoPrediction | undefined {
  const env = { row, home: { role: rows.role.name, member: 0 } };
  for (const step of steps) {
    if (step.kind !== 'derived') {
      if (!isTrue(world, step, env)) return [...row.values()].includes(null) ? 'empty' : 'left out';
      continue;
    }
    const value = evaluate(world, step.value, env);
    const type = step.type === undefined ? undefined : rows.lines.get(step)?.type;
    if (type !== undefined && !isInside(value, type)) return 'unfit';
    row.set(step.name.text, value);
  }
  return predictors.some(({ name }) => (row.get(name) ?? null) === null) ? 'empty' : undefined;
}

function numberIn(value: Value | undefined): Rational {
  if (value === undefined || value === null) return ZERO;
  return isNumber(value) ? value : value === true ? ONE : ZERO;
}
