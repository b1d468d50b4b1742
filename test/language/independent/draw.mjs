/** Invented files: values drawn by a seed (mulberry32), written as CSV. */

export function draw(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low, high) => low + Math.floor(next() * (high - low + 1));
  return {
    whole,
    often: (share) => next() < share,
    pick: (from) => from[whole(0, from.length - 1)],
    /** A decimal as it stands in a file. */
    decimal: (low, high, decimals) => (whole(Math.round(low * 10 ** decimals), Math.round(high * 10 ** decimals)) / 10 ** decimals).toFixed(decimals),
    day: (from, to) => dayOf(whole(Date.parse(from) / 86_400_000, Date.parse(to) / 86_400_000)),
  };
}

export const dayOf = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
export const dayNumber = (text) => Date.parse(text) / 86_400_000;

export const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** No cell has a comma, a quotation mark or a line end. */
export const csv = (rows) => [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))].map((cells) => cells.join(',')).join('\n') + '\n';

export function rowsOf(text) {
  const [headers, ...lines] = text.trimEnd().split('\n').map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(headers.map((name, i) => [name, cells[i]])));
}

/** Files of `count` members of a group, each made by `make(i)`, under NAME.1, NAME.2, … */
export const members = (name, count, make) => Object.fromEntries(times(count, (i) => [`${name}.${i + 1}`, csv(make(i))]));

/** Rows of each member of NAME, in the order of members. */
export const parts = (files, name) => Object.keys(files).filter((key) => key.startsWith(`${name}.`)).map((key) => rowsOf(files[key]));

/** The only row of a party's single values. */
export const one = (files, name) => rowsOf(files[name])[0];
