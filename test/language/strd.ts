/** Files of NIST's Statistical Reference Datasets: `fixtures/strd`. */
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../fixtures/strd/', import.meta.url);

export function namesIn(kind: string): string[] {
  return readdirSync(new URL(`${kind}/`, FOLDER)).map((file) => file.replace('.dat', '')).sort();
}

/** The numbers of each line of data, as they are written, and what stands above them. */
export function strd(kind: string, name: string): { readonly head: string; readonly rows: readonly (readonly string[])[] } {
  const text = readFileSync(new URL(`${kind}/${name}.dat`, FOLDER), 'utf8');
  const lines = text.split('\n');
  const [, first = '61'] = /Data\s*:?\s*\(?lines\s+(\d+) to/.exec(text) ?? [];
  const rows = lines.slice(Number(first) - 1).map((line) => line.trim().split(/\s+/)).filter((cells) => cells.every((cell) => /^[-+.\d]+$/.test(cell))).map((cells) => cells.map(plain));
  return { head: lines.slice(0, Number(first) - 1).join('\n'), rows };
}

/** −0.358E-01 as a decimal number without an exponent. */
export function plain(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^([-+]?)(\d*)\.?(\d*)(?:E([-+]?\d+))?$/.exec(number) ?? [];
  const at = whole.length + Number(exponent);
  const digits = whole + fraction;
  const moved = at <= 0 ? `0.${'0'.repeat(-at)}${digits}` : `${digits.slice(0, at).padEnd(at, '0')}.${digits.slice(at)}`;
  return `${sign === '-' ? '-' : ''}${moved.replace(/^0+(?=\d)/, '').replace(/\.$/, '')}`;
}

/** How many digits agree: the negative logarithm of the relative error, at most 15; of a certified 0 that of the error. */
export function digits(found: string, certified: string): number {
  const [a, b] = [Number(found), Number(certified)];
  const error = b === 0 ? Math.abs(a) : Math.abs(a - b) / Math.abs(b);
  return error === 0 ? 15 : Math.min(15, -Math.log10(error));
}
