import { pluralIn } from '../plural.js';

/** a, b і c. */
export function listed(items: readonly string[], last = 'і'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

/** A number with a decimal comma. */
export function decimal(number: number): string {
  return number.toFixed(1).replace('.', ',');
}

/** one: 1, 21; few: 2–4, 22; many: 5–20, 25. */
export const plural = pluralIn('uk');

/** "1 рядок", "2 рядки", "5 рядків". */
export function rowsOf(count: number | bigint): string {
  return `${count} ${plural(count, { one: 'рядок', few: 'рядки', other: 'рядків' })}`;
}

/** "сторона North", "сторони North, South". Names are not inflected. */
export function parties(names: readonly string[]): string {
  return `${names.length === 1 ? 'сторона' : 'сторони'} ${listed(names)}`;
}
