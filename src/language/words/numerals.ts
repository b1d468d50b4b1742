/** Groups of three digits with a space: 1234567.5 → 1 234 567.5; a sign and a percent sign stay. */
export function grouped(source: string): string {
  const found = /^(-?)(\d+)(.*)$/.exec(source);
  if (!found) return source;
  const [, sign = '', whole = '', rest = ''] = found;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ' ') + rest;
}

export function quoted(text: string): string {
  return `“${text}”`;
}

/** a, b and c. */
export function listed(items: readonly string[], word = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1) ?? ''}`;
}

export function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`;
}

/** second, third, 4th; nothing for the first. */
export function ordinal(rank: number): string {
  if (rank === 1) return '';
  return rank === 2 ? 'second ' : rank === 3 ? 'third ' : `${rank}th `;
}
