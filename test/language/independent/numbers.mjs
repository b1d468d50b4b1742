/** Exact decimals and fractions of whole numbers, and what a computation in doubles may differ by. */

/** "12.5" in units of 10^−2 is 1250. */
export function units(text, decimals) {
  const [whole, part = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + part.padEnd(decimals, '0'));
  return text.startsWith('-') ? -size : size;
}

/** The whole number next to n / d; halves go to the even one. */
export function nearest(n, d) {
  if (d < 0n) return nearest(-n, -d);
  const floor = n >= 0n ? n / d : -((-n + d - 1n) / d);
  const twice = 2n * (n - floor * d);
  return twice > d || (twice === d && floor % 2n !== 0n) ? floor + 1n : floor;
}

/** A whole number of 10^−decimals as a text. */
export function decimal(value, decimals) {
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return value < 0n ? `-${text}` : text;
}

/** n / d with so many decimals, or null where d is 0. */
export const quotient = (n, d, decimals) => (d === 0n ? null : decimal(nearest(n * 10n ** BigInt(decimals), d), decimals));

export const sum = (values, start = 0) => values.reduce((a, b) => a + b, start);
export const bigSum = (values) => sum(values, 0n);

/** A text with so many decimals, rounded from this double, or from one that differs by `slack`. */
export const near = (value, decimals, slack = 1e-12) => ({ of: value.toFixed(decimals), test: (text) => (text.split('.')[1] ?? '').length === decimals && Math.abs(Number(text) - value) <= 0.5 * 10 ** -decimals + slack });

/** A text of at least 8 significant digits without exponent, equal to this double up to 10^−8 of it. */
export const digits = (value) => ({ of: value, test: (text) => /^-?\d+(\.\d+)?$/.test(text) && text.replace(/^-?0*\.?0*|\./g, '').length >= 8 && Math.abs(Number(text) - value) <= 1e-8 * Math.abs(value) });

/** Area under a smooth function, by Simpson's rule. */
export function area(f, from, to, pieces = 20_000) {
  const step = (to - from) / pieces;
  let total = f(from) + f(to);
  for (let i = 1; i < pieces; i++) total += f(from + i * step) * (i % 2 === 0 ? 2 : 4);
  return (total * step) / 3;
}

/** To both sides, by the normal distribution. */
export const normalTails = (z) => 1 - 2 * area((x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI), 0, Math.abs(z));

/** To both sides, by Student's t with a whole number of degrees of freedom. */
export function studentTails(t, freedom) {
  // Γ((f+1)/2) / Γ(f/2) from two steps below.
  let ratio = freedom % 2 === 0 ? Math.sqrt(Math.PI) / 2 : 1 / Math.sqrt(Math.PI);
  for (let f = freedom % 2 === 0 ? 2 : 1; f < freedom; f += 2) ratio *= (f + 1) / f;
  const density = (x) => (ratio / Math.sqrt(freedom * Math.PI)) * (1 + (x * x) / freedom) ** (-(freedom + 1) / 2);
  return 1 - 2 * area(density, 0, Math.abs(t));
}

/** The t that 1 − p of Student's distribution exceed to both sides. */
export function studentLimit(p, freedom) {
  let [low, high] = [0, 100];
  for (let i = 0; i < 60; i++) [low, high] = studentTails((low + high) / 2, freedom) > p ? [(low + high) / 2, high] : [low, (low + high) / 2];
  return low;
}

/** Solves Ax = b for several b by Gauss's elimination with pivots. */
export function solve(matrix, rights) {
  const rows = matrix.map((line, i) => [...line, ...rights[i]]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.slice(k).reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(rows[best][k]) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    rows[k] = rows[k].map((each) => each / rows[k][k]);
    rows.forEach((row, i) => {
      if (i !== k) rows[i] = row.map((each, j) => each - row[k] * rows[k][j]);
    });
  }
  return rows.map((row) => row.slice(matrix.length));
}

export const identity = (size) => Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
