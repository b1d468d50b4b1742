import type { KeyColumn } from './column.js';
import type { KeySlot } from './key-slot.js';
import type { RowParts } from './row.js';
import { consonantsOf, soundOf, type Hearing } from './sound.js';
import type { NearForms } from './names/index.js';

/**
 * The rule set near/4: which alternative keys a record makes, so that the same person written with a slip still shares one. The rules
 * speak of kinds of columns, not of their names. How they were chosen, and how often each is wrong: docs/keys.md.
 */

/** Letters at the beginning of a name, if the rest may differ. */
const BEGINNING = 3;

interface Shape {
  readonly columns: readonly KeyColumn[];
  readonly names: number;
  readonly dates: readonly number[];
  /** Columns that are neither names nor dates; every rule except `without` asks for them as they are. */
  readonly others: readonly number[];
}

export function nearSlots(columns: readonly KeyColumn[]): KeySlot[] {
  const at = (types: readonly string[]) => columns.flatMap(({ type }, i) => (types.includes(type) ? [i] : []));
  const shape: Shape = { columns, names: at(['name']).length, dates: at(['date']), others: columns.flatMap(({ type }, i) => (type === 'name' || type === 'date' ? [] : [i])) };
  return [...allNames(shape), ...oneNameLess(shape), ...shape.dates.flatMap((date) => slipsIn(date, shape)), ...[...shape.others, ...shape.dates].flatMap((column) => without(column, shape))];
}

/** All names, swapped or by their sound, or in short forms and without those that only some lists have, with all the rest as it is. */
function allNames({ names, dates, others }: Shape): KeySlot[] {
  if (names === 0) return [];
  const rest = [...dates, ...others];
  const unique = rest.length === 0;
  const swapped: KeySlot = { rule: 'names swapped', unique: false, make: (row) => withParts(together(row.near().names), row, rest) };
  const sound = (rule: string, form: (forms: NearForms) => readonly string[] | undefined, hearing: Hearing): KeySlot => ({ rule, unique, make: (row) => withParts(heard(row.near(), form, hearing), row, rest) });
  const alike = 'names sound alike';
  const fewer = 'names in short, or fewer names';
  return [
    ...(names === 1 ? [] : [swapped]),
    sound(alike, ({ bare }) => bare, 'sibilant'),
    sound(alike, ({ bare }) => bare, 'throat'),
    sound(alike, ({ kept }) => kept, 'sibilant'),
    sound(alike, ({ other }) => other, 'sibilant'),
    sound(fewer, ({ brief }) => brief, 'sibilant'),
    sound(fewer, ({ brief }) => brief, 'throat'),
  ];
}

/** The hearings are distinguished, since a code of one says something else than a code of the other. */
function heard(forms: NearForms, form: (forms: NearForms) => readonly string[] | undefined, hearing: Hearing): [string] | undefined {
  const names = form(forms);
  if (names === undefined || names.length === 0 || forms.names.includes('')) return undefined;
  return [`${hearing}: ${consonantsOf(names, hearing)}`];
}

/** One name is missing, changed or beyond recognition. The key has the others by their beginnings or sounds, with all the rest as it is. */
function oneNameLess({ names, dates, others }: Shape): KeySlot[] {
  if (names === 0 || dates.length === 0) return [];
  const rest = [...dates, ...others];
  const indices = Array.from({ length: Math.max(2, names) }, (_, i) => i);
  const left = names === 1 ? oneOfTheLongest : allBut;
  const slots = (rule: string, code: (name: string) => string): KeySlot[] => indices.map((index) => ({ rule, unique: false, make: (row) => withParts(together(left(row.near().names, index), code), row, rest) }));
  return [...slots('one name less, by beginning', (name) => name.slice(0, BEGINNING)), ...slots('one name less, by sound', soundOf)];
}

/**
 * Three keys that each leave one part of a date open. The last also leaves open the order of the two that it keeps. A day that does not exist leaves the parts
 * that could exist.
 */
function slipsIn(date: number, { columns, names, dates, others }: Shape): KeySlot[] {
  const rest = [...dates.filter((each) => each !== date), ...others];
  if (names === 0 && rest.length === 0) return [];
  const column = columns[date]?.name ?? '';
  const slot = (what: string, code: (name: string) => string, keep: (day: string, month: string, year: string) => readonly string[] | undefined): KeySlot => ({
    rule: `${column}: ${what}`,
    unique: false,
    make: (row) => {
      const whole = row.digitsAt(date);
      const kept = whole === '' ? undefined : keep(whole.slice(6), whole.slice(4, 6), whole.slice(0, 4));
      if (kept === undefined) return undefined;
      const own = row.near().names;
      return withParts([...(names === 0 ? [] : (together(own, own.length > 1 ? code : undefined) ?? [''])), kept.join('')], row, rest);
    },
  });
  const beginning = (name: string) => name.slice(0, BEGINNING);
  return [
    slot('another day', beginning, (_, month, year) => (isUpTo(12, month) ? [year, month] : undefined)),
    slot('another month', beginning, (day, _, year) => (isUpTo(31, day) ? [year, day] : undefined)),
    slot('another year, or day and month swapped', (name) => name, (day, month) => (isUpTo(31, day) && isUpTo(31, month) ? [day, month].sort() : undefined)),
  ];
}

/** 00 and 99 are written for a part that nobody knew. */
function isUpTo(most: number, part: string): boolean {
  return Number(part) >= 1 && Number(part) <= most;
}

/** One column left out altogether. If no name with a date is left, this is only for a row that is alone with the rest in a party's own file. */
function without(left: number, { columns, names, dates, others }: Shape): KeySlot[] {
  const restDates = dates.filter((each) => each !== left);
  const restOthers = others.filter((each) => each !== left);
  // Dates alone say nothing about anyone.
  if (names === 0 && restOthers.length === 0) return [];
  const rest = [...restDates, ...restOthers];
  const rule = `without ${columns[left]?.name ?? ''}`;
  const unique = names === 0 || restDates.length === 0;
  const partsOf = (row: RowParts) => rest.map((column) => row.parts[column] ?? '');
  const whole: KeySlot = {
    rule,
    unique,
    make: (row) => withParts(names === 0 ? [] : together(row.near().names), row, rest),
    words: (row) => [...row.near().names, ...partsOf(row)],
  };
  if (names === 0 || !dates.includes(left) || !unique) return [whole];
  return [whole, ...Array.from({ length: Math.max(2, names) }, (_, index) => oneBySound(`${rule}, one name as it is`, names === 1, index))];

  function oneBySound(name: string, isWhole: boolean, index: number): KeySlot {
    const split = (row: RowParts) => withSounds(row.near().names, isWhole, index);
    return { rule: name, unique, make: (row) => withParts(split(row) && [split(row)?.join(' ') ?? ''], row, rest), words: (row) => [...(split(row) ?? []), ...partsOf(row)] };
  }
}

/** One name as it is, and the sounds of the others, marked as sounds. If names are whole, it is one of the two longest words. */
function withSounds(names: readonly string[], isWhole: boolean, index: number): readonly string[] | undefined {
  const kept = isWhole ? oneOfTheLongest(names, index)?.[0] : names[index];
  if (kept === undefined || names.length < 2 || names.includes('')) return undefined;
  const at = names.indexOf(kept);
  return [kept, ...names.filter((_, i) => i !== at).map((name) => `~${soundOf(name)}`).sort()];
}

function withParts(texts: readonly string[] | undefined, row: RowParts, columns: readonly number[]): readonly string[] | undefined {
  if (texts === undefined || texts.includes('')) return undefined;
  const rest = columns.map((column) => row.parts[column] ?? '');
  return rest.includes('') ? undefined : [...texts, ...rest];
}

/** The names in an order that does not show the columns, as one text. Undefined if one is missing. */
function together(names: readonly string[] | undefined, code: (name: string) => string = (name) => name): [string] | undefined {
  if (names === undefined || names.length === 0 || names.includes('')) return undefined;
  return [names.map(code).sort().join(' ')];
}

function allBut(names: readonly string[], index: number): readonly string[] {
  return names.filter((_, i) => i !== index);
}

/** In a whole name the two longest words count, because they say most. */
function oneOfTheLongest(names: readonly string[], index: number): readonly string[] | undefined {
  if (names.length < 2) return undefined;
  const longest = [...names].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return longest.slice(index, index + 1);
}
