/** Comparisons by columns. An empty value is above every other, and is not equal to another: `compareValues`. */
import type { Comparison } from '../syntax/tree.js';

/** 1 where it holds, and otherwise 0. One loop for each operator: a function that is called for every row would cost several times as much. */
export function compareColumns(operator: Comparison, a: Float64Array, b: Float64Array, into: Float64Array): Float64Array {
  const rows = into.length;
  switch (operator) {
    case '=':
      for (let i = 0; i < rows; i++) into[i] = a[i] === b[i] ? 1 : 0;
      return into;
    case '<>':
      for (let i = 0; i < rows; i++) into[i] = a[i] === b[i] ? 0 : 1;
      return into;
    case '<':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) < (b[i] as number) ? 1 : 0;
      return into;
    case '<=':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) <= (b[i] as number) ? 1 : 0;
      return into;
    case '>':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) <= (b[i] as number) ? 0 : 1;
      return into;
    case '>=':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) < (b[i] as number) ? 0 : 1;
      return into;
  }
}

/** The same with one value for all rows. */
export function compareWith(operator: Comparison, a: Float64Array, b: number, into: Float64Array): Float64Array {
  const rows = into.length;
  switch (operator) {
    case '=':
      for (let i = 0; i < rows; i++) into[i] = a[i] === b ? 1 : 0;
      return into;
    case '<>':
      for (let i = 0; i < rows; i++) into[i] = a[i] === b ? 0 : 1;
      return into;
    case '<':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) < b ? 1 : 0;
      return into;
    case '<=':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) <= b ? 1 : 0;
      return into;
    case '>':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) <= b ? 0 : 1;
      return into;
    case '>=':
      for (let i = 0; i < rows; i++) into[i] = (a[i] as number) < b ? 0 : 1;
      return into;
  }
}

/** 1 where the value is not below `low` and not above `high`, or `negated` where it is. */
export function compareWithin(a: Float64Array, low: number, high: number, negated: boolean, into: Float64Array): Float64Array {
  const [inside, outside] = negated ? [0, 1] : [1, 0];
  for (let i = 0; i < into.length; i++) {
    const code = a[i] as number;
    into[i] = code <= high && !(code < low) ? inside : outside;
  }
  return into;
}
