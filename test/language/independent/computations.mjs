/** For each program of the specification: invented files, and its results by a computation that shares nothing with `src/` and works from the text of the files. */
import { draw } from './draw.mjs';
import * as rows from './rows.mjs';
import * as values from './values.mjs';

const COMPUTATIONS = { ...rows, ...values };

export const COMPUTED = Object.keys(COMPUTATIONS).sort();

export const invented = (name, seed) => COMPUTATIONS[name].make(draw(seed));
export const computed = (name, given) => COMPUTATIONS[name].expected(given);

/** Where a result is not what was computed; a computed leaf is a value or an object with `test`. */
export function differences(computedValue, result, path = '') {
  if (typeof computedValue?.test === 'function') return typeof result === 'string' && computedValue.test(result) ? [] : [`${path}: ${JSON.stringify(result)}`];
  if (computedValue === null || typeof computedValue !== 'object') return computedValue === result ? [] : [`${path}: ${JSON.stringify(result)} for ${JSON.stringify(computedValue)}`];
  const keys = [...new Set([...Object.keys(computedValue), ...Object.keys(result ?? {})])];
  return keys.flatMap((key) => differences(computedValue[key], result?.[key], `${path}/${key}`));
}

/** Invented files, and the same with one cell as it is in other ones, such that the computation gives something else. */
export function withOneCellChanged(name) {
  for (let seed = 1; seed < 1000; seed++) {
    const [given, other, by] = [invented(name, seed), invented(name, seed + 1000), draw(seed)];
    const file = by.pick(Object.keys(given.files).filter((each) => each in other.files));
    const [from, to] = [other, given].map(({ files }) => files[file].trimEnd().split('\n').map((line) => line.split(',')));
    const line = by.whole(1, Math.min(from.length, to.length) - 1);
    const column = by.whole(0, to[0].length - 1);
    to[line][column] = from[line][column];
    const changed = { ...given, files: { ...given.files, [file]: to.map((cells) => cells.join(',')).join('\n') + '\n' } };
    if (textOf(computed(name, changed)) !== textOf(computed(name, given))) return { given, changed };
  }
  throw new Error(`${name}: no single cell makes a difference`);
}

const textOf = (results) => JSON.stringify(results, (_, value) => (typeof value?.test === 'function' ? value.of : value));
