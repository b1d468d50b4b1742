/** a, b und c. */
export function listed(items: readonly string[], last = 'und'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

/** A number with a decimal comma. */
export function decimal(number: number): string {
  return number.toFixed(1).replace('.', ',');
}
