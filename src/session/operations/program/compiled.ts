import { smallestField, type Field } from '../../../crypto/field.js';
import { hashParts } from '../../../crypto/hash.js';
import { toHex } from '../../../crypto/bytes.js';
import { bug } from '../../../errors.js';
import { QUOTATION_MARKS, UNSEEN } from '../../../look-alike.js';
import type { Checked, Rows } from '../../../language/check/program.js';
import type { Bounds } from '../../../language/check/types.js';
import { valueIn } from '../../../language/evaluate/cells.js';
import { isInside } from '../../../language/evaluate/home.js';
import { shownValue } from '../../../language/evaluate/results.js';
import { isNumber, type Value } from '../../../language/evaluate/value.js';
import { decimalText } from '../../../language/numbers/rational.js';
import type { Notice } from '../../../language/notices/notice.js';
import { planOf, type Plan } from '../../../language/plan/plan.js';
import { cellCount, sumCounts } from '../../../language/plan/sums/cells.js';
import type { PublicInputs, Seat } from '../../../language/plan/sums/enter.js';
import type { SteppedModel } from '../../../language/plan/sums/steps.js';
import { hasCondition, type Layout, type Measure } from '../../../language/plan/sums/layout.js';
import type { Planned } from '../../../language/plan/sums/open.js';
import { readProgram } from '../../../language/read.js';
import { invalid } from '../../agreement/invalid.js';
import { canonicalText } from './text.js';
import type { ProgramOperation } from './types.js';

const PLAN_LABEL = 'mpc program plan v1';
/** The most sums of all measures and cells together. A party holds several copies of them in memory. */
const MAX_SUMS = 1_000_000;
/** The most sums that are committed to one by one because counts decide on each. */
const MAX_LATE_SUMS = 16_384;

/** Sums that the same parties learn, in one sequence. */
export interface PlannedPart {
  readonly roles: readonly string[];
  /** Positions in `Compiled.measures`. */
  readonly measures: readonly number[];
  /** Its only cell, if it is opened only when counts allow it. */
  readonly cell?: number;
  /** The number of sums in all of them. */
  readonly length: number;
}

/** Bits with which each contributor shuts something, for the parties that learn what they are about. */
export interface Ballot {
  readonly roles: readonly string[];
  /** Positions in `Compiled.gates`, each with the number of its bits. */
  readonly gates: readonly (readonly [gate: number, bits: number])[];
}

/** A program with its parties: all that follows from the agreement, the same at every party. */
export interface Compiled extends Planned {
  readonly notices: readonly Notice[];
  /** Models that are made in steps, each with the field that holds its sums. */
  readonly models: readonly (SteppedModel & { readonly field: Field })[];
  /** How many sums each measure has, and the range of one's total over all parties. */
  readonly sizes: readonly number[];
  readonly ranges: readonly Bounds<bigint>[];
  readonly parts: readonly PlannedPart[];
  readonly ballots: readonly Ballot[];
  readonly field: Field;
  /** SHA-256 of all of this, 64 hex digits. */
  readonly plan: string;
}

type Source = Pick<ProgramOperation, 'text' | 'roles' | 'parameters' | 'lists'>;

const compiled = new WeakMap<Source, Compiled>();

/** Throws AGREEMENT_INVALID if the text is not a program that runs on sums, or not with these parties and parameters. */
export function compile(source: Source): Compiled {
  const found = compiled.get(source) ?? compileAnew(source);
  compiled.set(source, found);
  return found;
}

function compileAnew({ text, roles, parameters, lists = {} }: Source): Compiled {
  const reading = readProgram(text);
  const [problem] = reading.problems;
  if (problem !== undefined) throw invalid(`line ${problem.line} of its program has an error (${problem.code})`);
  if (reading.checked === undefined) throw bug('a program without errors was not checked');
  if (canonicalText(text) !== text) throw invalid('its program is not spelled as programs in agreements are');
  const { checked, notices } = reading;
  const plan = planOf(checked);
  if (plan.on === 'engine') throw invalid(`its program needs the general engine, which runs no programs among parties yet (line ${plan.lines.map(({ line }) => line).join(', ')})`);
  const missing = whatIsNotThere(checked);
  if (missing !== undefined) throw invalid(`${missing}, and such programs do not run among parties yet`);
  const names = namesOf(checked, roles);
  const known: PublicInputs = { counts: new Map([...names].map(([role, members]) => [role, members.length])), parameters: parametersOf(checked, parameters), lists: listsIn(checked, lists) };
  const { measures, gates, ties } = plan;
  const { sizes, ranges, field, models, parts, ballots } = sumsOf(checked, plan, known);
  const described = { backEnd: gates.length === 0 ? 'sums/1' : 'sums/2', field: field.name, roles: Object.fromEntries(known.counts), measures: measures.map(({ key, recipients, decimals }, i) => ({ key, recipients, decimals, size: sizes[i], low: String(ranges[i]?.[0]), high: String(ranges[i]?.[1]) })), parts: parts.map(({ measures: of, cell = null }) => [of, cell]), ...(gates.length === 0 ? {} : { ballots, ties: ties.map(({ reveal, gate, table }) => [reveal.number, gate, table?.name ?? null]) }), ...(models.length === 0 ? {} : { models: models.map((each) => ({ reveal: each.reveal.number, steps: each.steps, length: each.length, range: each.range.map(String), recipients: each.recipients, field: each.field.name })) }) };
  return { checked, notices, measures, gates, ties, models, sizes, ranges, known, names, parts, ballots, field, plan: toHex(hashParts(PLAN_LABEL, JSON.stringify(described))) };
}

/** The sums of a program with so many parties: how many, in which field, and who sees them together. Throws AGREEMENT_INVALID if they are too many or too wide. */
export function sumsOf(checked: Checked, plan: Extract<Plan, { on: 'sums' }>, known: Pick<PublicInputs, 'counts' | 'lists'>): Pick<Compiled, 'sizes' | 'ranges' | 'field' | 'models' | 'parts' | 'ballots'> {
  const { measures } = plan;
  const sizes = sumCounts(measures, known);
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_SUMS) throw invalid(`its program has more than ${MAX_SUMS} sums`);
  const ranges = measures.map((measure): Bounds<bigint> => totalRange(checked, measure, known));
  const field = smallestField(ranges.reduce((low, each) => (each[0] < low ? each[0] : low), 0n), ranges.reduce((high, each) => (each[1] > high ? each[1] : high), 0n));
  if (field === undefined) throw invalid('its ranges and its rows allow sums that no field here holds');
  const models = plan.models.map((model) => ({ ...model, field: fieldOfSteps(model, known) }));
  const parts = partsOf(measures, sizes);
  if (parts.length > MAX_LATE_SUMS) throw invalid(`its program has more than ${MAX_LATE_SUMS} sums whose opening depends on counts`);
  return { sizes, ranges, field, models, parts, ballots: ballotsOf(plan, known) };
}

/** The first thing that a program on sums needs and this version lacks, as a clause. Undefined if nothing is lacking. */
export function whatIsNotThere(checked: Checked): string | undefined {
  const [first] = lacking(checked);
  return first === undefined ? undefined : `line ${first.line} of its program ${first.what}`;
}

/** All of that, each with its line. */
export function allThatIsNotThere(checked: Checked): string[] {
  return lacking(checked).map(({ line, what }) => `line ${line} ${what}`);
}

/** For each of these, how the program could be changed so that it runs. */
export function remediesFor(checked: Checked): string[] {
  return lacking(checked).map(({ remedy }) => remedy);
}

interface Lack {
  readonly line: number;
  /** A clause about the line. */
  readonly what: string;
  /** Half a sentence that says what to do. */
  readonly remedy: string;
}

function lacking(checked: Checked): Lack[] {
  // A party that contributes data decides whether to open a sum, so it has to see the counts that decide it.
  const givers = [...checked.roles.keys()].filter((role) => filesOf(checked, role).length > 0);
  const unseen = checked.reveals.filter((reveal) => hasCondition(reveal) && !givers.every((role) => reveal.recipients.has(role)));
  const plan = planOf(checked);
  const { gates, ties } = plan.on === 'sums' ? plan : { gates: [], ties: [] };
  // Whoever opens or learns such a total has to see which cells are shut.
  const apart = ties.filter(({ reveal, gate }) => ![...reveal.recipients].every((role) => gates[gate]?.reveal.recipients.has(role) === true));
  const anew = checked.program.parameters.filter(({ eachRun }) => eachRun);
  return [
    ...unseen.map(({ tree, recipients }) => ({ line: tree.at.line, what: 'reveals under counts that not all who put data in see', remedy: `add ${givers.filter((role) => !recipients.has(role)).join(', ')} to the recipients, or leave the condition out (A09)` })),
    ...[...new Set(apart.map(({ reveal }) => reveal))].map(({ tree }) => ({ line: tree.at.line, what: 'reveals a total over the rows of cells that may stay shut, and not all who learn it see those cells', remedy: 'reveal it to nobody but those who learn the cells' })),
    ...anew.map(({ name }) => ({ line: name.at.line, what: 'has a parameter that is set anew in each run', remedy: 'leave "set in each run" out: the agreement holds the value' })),
  ].sort((a, b) => a.line - b.line);
}

/** The rows and single values of a role that come from a file. */
export function filesOf(checked: Checked, role: string): Rows[] {
  return [...checked.rows.values()].filter((rows) => rows.role.name === role && rows.block.lines.some((line) => line.kind === 'field'));
}

/** The columns that are read from a file of these rows. */
export function fieldNames({ block }: Rows): string[] {
  return block.lines.flatMap((line) => (line.kind === 'field' ? [line.name.text] : []));
}

function namesOf(checked: Checked, roles: ProgramOperation['roles']): Map<string, readonly string[]> {
  const given = Object.keys(roles);
  if (given.length !== checked.roles.size || !given.every((role) => checked.roles.has(role))) throw invalid('its roles are not those of its program');
  const names = new Map<string, readonly string[]>();
  for (const { name, least, most } of checked.roles.values()) {
    const members = roles[name] ?? [];
    if (members.length < least || members.length > most) throw invalid(`${members.length} ${members.length === 1 ? 'party has' : 'parties have'} the role ${name}, and its program asks for ${least === most ? least : `${least} to ${most}`}`);
    names.set(name, members);
  }
  const all = [...names.values()].flat();
  if (new Set(all).size !== all.length) throw invalid('a party has two roles in it');
  return names;
}

function parametersOf(checked: Checked, given: ProgramOperation['parameters']): Map<string, Value> {
  const unknown = Object.keys(given).find((name) => !checked.parameters.has(name));
  if (unknown !== undefined) throw invalid(`its program has no parameter ${unknown}`);
  const values = new Map<string, Value>();
  for (const { name, info } of checked.parameters.values()) {
    const text = Object.hasOwn(given, name) ? given[name] : undefined;
    const value = text === undefined ? undefined : valueIn(text, info.type, { decimalComma: false, lists: new Map() });
    if (value === undefined || !isInside(value, info.type) || parameterText(value, info.type) !== text) throw invalid(`its parameter ${name} has no value of its type, in the usual spelling`);
    values.set(name, value);
  }
  return values;
}

/** The lists of an agreement. Their entries are as cells of files are read: trimmed, and each once. */
function listsIn(checked: Checked, given: NonNullable<ProgramOperation['lists']>): Map<string, readonly string[]> {
  const names = Object.keys(given);
  const odd = names.find((name) => !checked.lists.has(name)) ?? [...checked.lists.keys()].find((name) => !names.includes(name));
  if (odd !== undefined) throw invalid(`its program ${checked.lists.has(odd) ? 'has a list' : 'has no list'} ${odd}, and the agreement ${checked.lists.has(odd) ? 'does not hold it' : 'holds one'}`);
  for (const [name, entries] of Object.entries(given)) {
    if (entries.length > (checked.lists.get(name)?.most ?? 0)) throw invalid(`its list ${name} has more entries than its program allows`);
    if (entries.some((entry) => entry !== entry.trim())) throw invalid(`an entry of its list ${name} begins or ends with a space`);
    if (entries.some((entry) => QUOTATION_MARKS.test(entry))) throw invalid(`an entry of its list ${name} holds “ or ”, between which the words put it, or a mark that looks like them`);
    if (entries.some((entry) => UNSEEN.test(entry))) throw invalid(`an entry of its list ${name} holds a character that cannot be seen`);
    if (new Set(entries).size !== entries.length) throw invalid(`two entries of its list ${name} are the same`);
  }
  return new Map(Object.entries(given));
}

/** The usual spelling of a parameter's value, which reads back as the same value. A percentage has its sign. */
export function parameterText(value: Value, type: Parameters<typeof shownValue>[1]): string {
  if (type.kind === 'number' && type.percent && isNumber(value)) return `${decimalText({ n: value.n * 100n, d: value.d }, Math.max(type.decimals - 2, 0))}%`;
  const shown = shownValue(value, type, new Map());
  return typeof shown === 'boolean' ? (shown ? 'yes' : 'no') : (shown ?? '');
}

function totalRange(checked: Checked, { call, range: [low, high] }: Measure, { counts }: Pick<PublicInputs, 'counts'>): Bounds<bigint> {
  const members = BigInt(counts.get(rowsOf(checked, call)?.role.name ?? '') ?? 0);
  return [low * members, high * members];
}

function fieldOfSteps({ reveal: { model }, range: [low, high] }: SteppedModel, { counts }: Pick<PublicInputs, 'counts'>): Field {
  const members = BigInt(counts.get(model.rows.role.name) ?? 0);
  return smallestField(low * members, high * members) ?? fail('its ranges and its rows allow steps of a model that no field here holds');
}

function fail(why: string): never {
  throw invalid(why);
}

function rowsOf(checked: Checked, call: Measure['call']): Rows | undefined {
  const over = checked.totals.get(call)?.over;
  return over?.kind === 'rows' ? over.rows : undefined;
}

/** The sums that each set of parties sees anyway, and then each sum that depends on counts by itself. */
function partsOf(measures: readonly Measure[], sizes: readonly number[]): PlannedPart[] {
  const parts = new Map<string, PlannedPart>();
  const late: PlannedPart[] = [];
  measures.forEach((measure, i) => {
    const { recipients } = measure;
    if (measure.isLate) {
      for (let cell = 0; cell < (sizes[i] ?? 0); cell++) late.push({ roles: recipients, measures: [i], cell, length: 1 });
      return;
    }
    const key = recipients.join(',');
    const { measures: before, length } = parts.get(key) ?? { measures: [], length: 0 };
    parts.set(key, { roles: recipients, measures: [...before, i], length: length + (sizes[i] ?? 0) });
  });
  return [...parts.values(), ...late];
}

/** One for each set of recipients. A table's gate has one bit for each cell. */
function ballotsOf({ gates }: Layout, known: Pick<PublicInputs, 'counts' | 'lists'>): Ballot[] {
  const ballots = new Map<string, Ballot>();
  gates.forEach(({ reveal, table, by }, gate) => {
    if (by.length === 0) return;
    const roles = [...reveal.recipients].sort();
    const key = roles.join(',');
    ballots.set(key, { roles, gates: [...(ballots.get(key)?.gates ?? []), [gate, cellCount(table, known)]] });
  });
  return [...ballots.values()];
}

/** Whether each party commits once to its whole contribution. */
export function hasOneCommitment(source: Source): boolean {
  const { parts, models } = compile(source);
  return parts.length === 1 && models.length === 0;
}

/** The seat of a party. Throws AGREEMENT_INVALID if it has no role. */
export function seatOf({ names }: Compiled, party: string): Seat {
  for (const [role, members] of names) {
    const member = members.indexOf(party);
    if (member >= 0) return { role, member };
  }
  throw invalid(`${party} has no role in it`);
}
