import type { CotParameters } from '../../src/crypto/cot/parameters.js';
import { CODE_WEIGHT, cotSizes } from '../../src/crypto/cot/parameters.js';

/**
 * What attacks on learning parity with noise cost, in bits, for regular noise of bits: one noisy equation in each block of 2^h. All are estimates of work on a secret of k bits. `docs/protocols/transfers.md` says
 * where each comes from; peeling and the floor are the project's own.
 */
const { log2, floor, max, min, sqrt, log, exp } = Math;

/** Guessing m equations without noise, at most one noisy one a block. */
export function cleanRows(columns: number, { trees, depth }: CotParameters): number {
  return -trees * log2(1 - columns / (trees * 2 ** depth));
}

/** The code taken for random: guess k clean equations, and solve. */
export function gauss(set: CotParameters): number {
  return cleanRows(set.columns, set) + 2.8 * log2(set.columns);
}

/**
 * Hybrid attack on regular noise with a random code: guesses parts of blocks clean, linearises the quadratic equations of the others. Formulas of the quick estimator that belongs to eprint 2025/1284, for bits.
 */
export function hybrid({ trees, depth, columns }: CotParameters): number {
  const block = 2 ** depth;
  const rows = block * trees;
  const free = block - 1;
  const whole = floor((rows - columns) / free);
  let best = Infinity;
  for (const fixed of [0, 1, 2, 3, 4, 6, 8]) {
    for (let clean = 0; clean < block - 2; clean++) {
      for (let more = 0; more < trees - fixed; more++) {
        const others = trees - more - fixed;
        const guessing = -(log2(1 - (clean + 1) / block) * more + log2(1 - clean / block) * others);
        if (guessing > best) break;
        const unknowns = columns - trees - (clean + 1) * more - others * clean;
        const eliminated = rows - columns - whole * (free - clean - 1);
        const first = max(eliminated * (rows - columns) * (eliminated + max(unknowns, 0)), 1);
        if (unknowns <= 0) {
          best = min(best, guessing + log2(first));
          continue;
        }
        const equations = (others * (free - clean - 1) * (free - clean)) / 2 + (more * (free - clean - 2) * (free - clean - 1)) / 2;
        const wide = free * fixed;
        const left = unknowns - wide;
        if (left < 0 || left > sqrt(2 * equations) - 2) continue;
        const second = max(1, (left ** 4 * unknowns ** 2) / 8 / log2(max(left ** 2 / 2, 2)));
        const third = max(1, 1.25 * (2 * left * left * wide + left * wide * wide) + (2.5 * left) ** 3 / log2(max(2.5 * left, 2)));
        best = min(best, guessing + log2(first + second + third * 2 ** (depth * fixed)));
      }
    }
  }
  return best;
}

export interface Peeled {
  /** Share of the columns that is left. */
  readonly share: number;
  /** On the way: shares of columns, and equations for each of the k columns. */
  readonly path: readonly (readonly [number, number])[];
}

/**
 * The code is local: each equation has ten positions. An attacker strikes out 5 % of the columns at random, then always the column with the fewest equations, until as many equations as columns are left. A pseudo-random code of k/`scale` columns is
 * peeled here; the shares do not depend on the size.
 */
export function peel(set: CotParameters, scale: number): Peeled {
  const columns = floor(set.columns / scale);
  const rows = floor(cotSizes(set).outputs / scale);
  const { positions, byColumn, start } = randomCode(columns, rows);
  const degree = Int32Array.from({ length: columns }, (_, x) => (start[x + 1] as number) - (start[x] as number));
  const isStruckRow = new Uint8Array(rows);
  const isStruck = new Uint8Array(columns);
  let [left, equations] = [columns, rows];
  const path: [number, number][] = [];
  const strike = (x: number, changed: (y: number) => void): void => {
    isStruck[x] = 1;
    left--;
    for (let at = start[x] as number; at < (start[x + 1] as number); at++) {
      const row = byColumn[at] as number;
      if (isStruckRow[row] === 1) continue;
      isStruckRow[row] = 1;
      equations--;
      for (let j = 0; j < CODE_WEIGHT; j++) changed(positions[row * CODE_WEIGHT + j] as number);
    }
  };
  for (let x = 0; x < columns * 0.05 && equations >= left; x++) strike(x, (y) => { degree[y] = (degree[y] as number) - 1; });
  // Columns by their number of equations, in lists that may hold a column more than once: entries that are out of date are passed over.
  const buckets: number[][] = [];
  const put = (x: number): void => void (buckets[degree[x] as number] ??= []).push(x);
  for (let x = 0; x < columns; x++) if (isStruck[x] === 0) put(x);
  let mark = 1;
  for (let lowest = 0; ; ) {
    if (left <= mark * columns) {
      path.push([left / columns, equations / columns]);
      mark -= 0.01;
    }
    const x = buckets[lowest]?.pop();
    if (x === undefined) {
      if (++lowest >= buckets.length) break;
      continue;
    }
    if (isStruck[x] === 1 || degree[x] !== lowest) continue;
    if (equations - lowest < left - 1) break;
    strike(x, (y) => {
      degree[y] = (degree[y] as number) - 1;
      if (isStruck[y] === 1) return;
      put(y);
      lowest = min(lowest, degree[y]);
    });
  }
  return { share: left / columns, path };
}

/** A code from a small generator of its own, the same at every run: columns of each row, rows of each column one behind the other, and where those of a column begin. */
function randomCode(columns: number, rows: number): { positions: Int32Array; byColumn: Int32Array; start: Int32Array } {
  let state = 1;
  const word = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
  const positions = new Int32Array(rows * CODE_WEIGHT);
  const start = new Int32Array(columns + 1);
  for (let i = 0; i < positions.length; i++) {
    const x = floor(word() * columns);
    positions[i] = x;
    start[x + 1] = (start[x + 1] as number) + 1;
  }
  for (let x = 0; x < columns; x++) start[x + 1] = (start[x + 1] as number) + (start[x] as number);
  const next = start.slice();
  const byColumn = new Int32Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const x = positions[i] as number;
    byColumn[next[x] as number] = floor(i / CODE_WEIGHT);
    next[x] = (next[x] as number) + 1;
  }
  return { positions, byColumn, start };
}

/** First moment: the share of columns below which no sub-system with as many equations as columns is to be expected, however it is sought. */
export function floorShare(set: CotParameters): number {
  const { outputs } = cotSizes(set);
  let [low, high] = [0.2, 0.999];
  for (let i = 0; i < 60; i++) {
    const x = (low + high) / 2;
    const inside = x ** CODE_WEIGHT;
    const needed = (x * set.columns) / outputs;
    const choices = set.columns * (-x * log(x) - (1 - x) * log(1 - x));
    const tail = inside < needed ? outputs * (needed * log(needed / inside) + (1 - needed) * log((1 - needed) / (1 - inside))) : 0;
    if (choices > tail) high = x;
    else low = x;
  }
  return high;
}

function logGamma(x: number): number {
  if (x < 12) return logGamma(x + 1) - log(x);
  const y = 1 / (x * x);
  return (x - 0.5) * log(x) - x + 0.9189385332046727 + (1 / 12 - y * (1 / 360 - y / 1260)) / x;
}

const choose = (n: number, k: number): number => (logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)) / log(2);

/** Information sets on m columns with up to 14 noisy equations allowed inside (Stern, Dumer); `solving` bits to eliminate once. */
export function stern(columns: number, set: CotParameters, solving: number): number {
  const { outputs } = cotSizes(set);
  const { trees } = set;
  let best = cleanRows(columns, set) + solving;
  for (let errors = 2; errors <= 14; errors += 2) {
    const list = choose(columns / 2, errors / 2);
    const share = (columns + 2 * list) / outputs;
    if (!(share < 1)) continue;
    const chance = choose(trees, errors) + errors * log2(share) + (trees - errors) * log2(1 - share) + choose(errors, errors / 2) - errors;
    best = min(best, -chance + log2(2 ** solving + 2 ** (list + 3 + log2(2 * list))));
  }
  return best;
}

/** The quadratic equations of the hybrid attack, on the sub-systems that peeling passes through, spread evenly over the blocks. */
export function hybridOnTheWay({ path }: Peeled, set: CotParameters): number {
  const { trees, depth, columns } = set;
  const block = 2 ** depth;
  let best = Infinity;
  for (const [share, equations] of path) {
    const [m, rows] = [share * columns, (equations * columns) / trees];
    for (let clean = 0; clean <= rows - 1 && clean * trees <= m; clean += 0.1) {
      const unknowns = m - trees * clean;
      const quadratic = (trees * (rows - clean) * (rows - clean - 1)) / 2;
      if (unknowns > sqrt(2 * quadratic) - 2) continue;
      best = min(best, -trees * log2(1 - clean / block) + log2(max(1, unknowns ** 6 / 8 / log2(max((unknowns * unknowns) / 2, 2))) + m * m * 20));
    }
  }
  return best;
}

export interface Margins {
  readonly gauss: number;
  readonly hybrid: number;
  readonly share: number;
  readonly peeled: number;
  readonly onTheWay: number;
  readonly floorShare: number;
  readonly floor: number;
}

export function marginsOf(set: CotParameters, scale = 8): Margins {
  const peeled = peel(set, scale);
  const m = peeled.share * set.columns;
  const least = floorShare(set);
  return {
    gauss: gauss(set),
    hybrid: hybrid(set),
    share: peeled.share,
    peeled: stern(m, set, log2(30) + 2 * log2(m)),
    onTheWay: hybridOnTheWay(peeled, set),
    floorShare: least,
    floor: stern(least * set.columns, set, 2 * log2(least * set.columns)),
  };
}

/** Bias of the linear test by a word of least weight in a random code of this rate, if somebody gave it away: −log2. */
export function varshamovBias(set: CotParameters): number {
  const rate = set.columns / cotSizes(set).outputs;
  const entropy = (x: number): number => -x * log2(x) - (1 - x) * log2(1 - x);
  let [low, high] = [exp(-14), 0.5];
  for (let i = 0; i < 60; i++) {
    const x = (low + high) / 2;
    if (entropy(x) < rate) low = x;
    else high = x;
  }
  return -set.trees * log2(1 - 2 * low);
}
