/** Files of NIST's Statistical Reference Datasets: `fixtures/strd`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../fixtures/strd/', import.meta.url);

export function namesIn(kind: string): string[] {
  return readdirSync(new URL(`${kind}/`, FOLDER)).map((file) => file.replace(/\.(dat|head)$/, '')).sort();
}

/** The whole text of a file of NIST. Of the largest, which are made by a formula, the first 60 lines are kept alone. */
export function textOf(kind: string, name: string): string {
  const whole = new URL(`${kind}/${name}.dat`, FOLDER);
  if (existsSync(whole)) return readFileSync(whole, 'utf8');
  return readFileSync(new URL(`${kind}/${name}.head`, FOLDER), 'utf8') + simonAndLesage(name).join('');
}

/**
 * The lines of data of SmLs01 to SmLs09: nine treatments, of 21, 201 or 2 001 rows each, which begin with 1, 10^6 or 10^12 and differ in the decimal.
 * The first row of a treatment is its mean, and the others lie a tenth below and above it in turn.
 */
export function simonAndLesage(name: string): string[] {
  const set = Number(name.slice(-1)) - 1;
  const [gap, leading] = ([['         ', '1'], ['       ', '1000000'], ['    ', '1000000000000']] as const)[Math.floor(set / 3)] ?? ['', ''];
  const rows = [21, 201, 2001][set % 3] ?? 0;
  return Array.from({ length: 9 }, (_, i) => i + 1).flatMap((treatment) => {
    const mean = treatment === 1 ? 4 : treatment % 2 === 0 ? 3 : 5;
    return Array.from({ length: rows }, (_, row) => `${String(treatment).padStart(12)}${gap}${leading}.${mean + (row === 0 ? 0 : row % 2 === 1 ? -1 : 1)}\n`);
  });
}

/** The numbers of each line of data, as they are written, and what stands above them. */
export function strd(kind: string, name: string): { readonly head: string; readonly rows: readonly (readonly string[])[] } {
  const text = textOf(kind, name);
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
