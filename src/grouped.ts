/** Groups of three digits, for reading: 12345.5 → 12 345.5, with a narrow no-break space. */
export function grouped(number: string): string {
  const [whole = '', fraction] = number.split('.');
  const spaced = whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, '\u202f');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
