import type { Rational } from '../numbers/rational.js';

/** Both ends belong to it. */
export type Bounds<T> = readonly [low: T, high: T];

export interface NumberType {
  readonly kind: 'number';
  /** Whole multiples of 10^−decimals; both ends times 10^decimals. */
  readonly low: bigint;
  readonly high: bigint;
  readonly decimals: number;
  readonly percent: boolean;
  readonly unit: string | undefined;
}

export interface FractionType {
  readonly kind: 'fraction';
  readonly numerator: Bounds<bigint>;
  readonly denominator: Bounds<bigint>;
  readonly value: Bounds<Rational>;
  readonly unit: string | undefined;
}

/** What has no exact value: roots, logarithms. */
export interface RealType {
  readonly kind: 'real';
  readonly value: Bounds<Rational>;
  readonly unit: string | undefined;
}

export interface CategoryType {
  readonly kind: 'category';
  /** Undefined if a list of the agreement has them. */
  readonly values: readonly string[] | undefined;
  readonly list: string | undefined;
  /** How many there are at most. */
  readonly size: number;
}

export interface CalendarType {
  readonly kind: 'day' | 'month';
  readonly low: bigint;
  readonly high: bigint;
}

export type Type =
  | NumberType
  | FractionType
  | RealType
  | CategoryType
  | CalendarType
  | { readonly kind: 'bool' }
  | { readonly kind: 'label'; readonly label: 'code' | 'text' | 'name' }
  | { readonly kind: 'key'; readonly parts: string }
  | { readonly kind: 'party'; readonly group: string }
  | { readonly kind: 'text'; readonly text: string };

/** Who can compute a value: everybody, one party (of a group, each member) alone, whoever learned what it follows from, or all together. */
export type Place = 'public' | 'open' | 'together' | `home:${string}`;

/** A comparison of keys of different parties. */
export interface Probe {
  /** Roles that put keys in. */
  readonly roles: readonly string[];
}

/** What a value depends on, for the notices. */
export interface Sources {
  readonly roles: ReadonlySet<string>;
  /** Selections of rows: name, place and `where`. */
  readonly selections: ReadonlySet<string>;
  readonly probes: readonly Probe[];
  /** Whether one party's or one row's exact value may be revealed. */
  readonly exact: readonly ('party' | 'row')[];
}

export interface Info {
  readonly type: Type;
  /** Whether it can be empty. */
  readonly empty: boolean;
  readonly place: Place;
  readonly sources: Sources;
  /** Whether it exists only in the open, since its parts cannot be computed inside. */
  readonly openOnly: boolean;
}

export const NO_SOURCES: Sources = { roles: new Set(), selections: new Set(), probes: [], exact: [] };

export function mergeSources(...all: readonly Sources[]): Sources {
  let merged = NO_SOURCES;
  for (const each of all) merged = bothSources(merged, each);
  return merged;
}

/** Most expressions have one source, or name the same one again: nothing is copied for these. */
function bothSources(one: Sources, other: Sources): Sources {
  if (one === NO_SOURCES || one === other) return other;
  if (other === NO_SOURCES) return one;
  const roles = union(one.roles, other.roles);
  const selections = union(one.selections, other.selections);
  const probes = withAll(one.probes, other.probes);
  const exact = withAll(one.exact, other.exact);
  return roles === one.roles && selections === one.selections && probes === one.probes && exact === one.exact ? one : { roles, selections, probes, exact };
}

function union<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): ReadonlySet<T> {
  for (const each of other) if (!one.has(each)) return new Set([...one, ...other]);
  return one;
}

function withAll<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  return other.every((each) => one.includes(each)) ? one : [...new Set([...one, ...other])];
}

/** The larger place: of two different homes it is together. */
export function joinPlaces(places: readonly Place[]): Place {
  let joined: Place = 'public';
  for (const place of places) {
    if (place === 'public' || place === joined) continue;
    joined = joined === 'public' ? place : 'together';
  }
  return joined;
}

/** A value of `type` made from others. */
export function madeOf(type: Type, parts: readonly Info[], empty = parts.some((part) => part.empty)): Info {
  return {
    type,
    empty,
    place: joinPlaces(parts.map((part) => part.place)),
    sources: mergeSources(...parts.map((part) => part.sources)),
    openOnly: parts.some((part) => part.openOnly),
  };
}

export function publicValue(type: Type): Info {
  return { type, empty: false, place: 'public', sources: NO_SOURCES, openOnly: false };
}

export function typeName(type: Type): string {
  switch (type.kind) {
    case 'number':
      return 'a number';
    case 'fraction':
      return 'a fraction';
    case 'real':
      return 'a number that is not rounded';
    case 'bool':
      return 'a condition';
    case 'category':
      return 'a category';
    case 'day':
      return 'a day';
    case 'month':
      return 'a month';
    case 'label':
      return type.label === 'name' ? 'a name' : `a ${type.label}`;
    case 'key':
      return 'a key';
    case 'party':
      return 'a party';
    case 'text':
      return 'a text';
  }
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
