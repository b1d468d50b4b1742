/** Programs by chance whose expressions have the kinds that they need: most of them check. The same seed gives the same program. */
import { sequence } from '../../src/language/evaluate/made-up.js';

/** What may stand in a program. `sums`: only what sums are enough for; `any`: comparisons, extremes, ranks and choices of what nobody sees as well. */
export type Reach = 'sums' | 'any';

interface Field {
  readonly name: string;
  readonly kind: 'number' | 'bool' | 'category' | 'empty' | 'key';
}

interface Names {
  readonly numbers: readonly string[];
  readonly bools: readonly string[];
  readonly categories: readonly string[];
  readonly empties: readonly string[];
  /** Single values of the members. */
  readonly single: readonly string[];
}

interface Chance {
  readonly pick: <T>(from: readonly T[]) => T;
  readonly often: (share: number) => boolean;
  readonly below: (n: number) => number;
}

const CATEGORIES = ['"a"', '"b"', '"c"'];
const RANGES = ['0..9', '-5..5', '-3.50..9.25', '0.0..1.0', '0%..100%', '1..40', '-100..-1', '0..1_000_000'];
const STEPS = ['1', '0.1', '0.01', '10', '0.5', '1%'];

export function randomProgram(seed: number, reach: Reach): string {
  const random = sequence(seed * 7919 + 1);
  for (let i = 0; i < 8; i++) random();
  const chance: Chance = { pick: <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T, often: (share) => random() < share, below: (n) => Math.floor(random() * n) };
  const { often, pick, below } = chance;
  const fields: Field[] = [];
  const lines: string[] = [];
  const add = (kind: Field['kind'], text: (name: string) => string) => {
    const name = `${kind[0] ?? ''}${fields.length}`;
    lines.push(`    ${text(name)}`);
    fields.push({ name, kind });
  };
  const namesOf = (): Names => ({ numbers: of('number'), bools: of('bool'), categories: of('category'), empties: of('empty'), single: ['beds', 'share'] });
  const of = (kind: Field['kind']) => fields.filter((field) => field.kind === kind).map(({ name }) => name);
  for (let i = 0; i < 3; i++) add('number', (name) => `${name}: ${pick(RANGES)}`);
  add('bool', (name) => `${name}: yes/no`);
  add('category', (name) => `${name}: one of ${CATEGORIES.join(', ')}`);
  add('empty', (name) => `${name}: ${pick(RANGES)} or empty`);
  for (let i = below(4); i > 0; i--) {
    const names = namesOf();
    const roll = below(20);
    if (roll < 5) add('bool', (name) => `${name} = ${condition(chance, names, 2)}`);
    else if (roll < 8) add('category', (name) => (often(0.5) ? `${name} = bands(${pick(names.numbers)}, -1, 2, 7)` : `${name} = if ${condition(chance, names, 1)} then "a" else "c"`));
    else if (roll < 11) add('empty', (name) => `${name} = ${pick(names.numbers)} / ${pick(names.numbers)} rounded to ${pick(STEPS)}`);
    else add('number', (name) => `${name} = ${number(chance, names, 2)}`);
  }
  if (often(0.3)) lines.push(`    keep where ${condition(chance, namesOf(), 1)}`);
  const body = statements(chance, namesOf(), reach);
  return `tally 1\nanalysis "By chance"\ngroup labs of 3..9\nparty Board\nfrom each of labs:\n    beds: 0..40\n    share: 0%..100%\nfrom each of labs, at most 90 rows as trials:\n${lines.join('\n')}\n${body.join('\n')}\n`;
}

/** A number of each row, never empty. */
function number(chance: Chance, names: Names, depth: number): string {
  const { pick, below } = chance;
  const inner = () => number(chance, names, depth - 1);
  if (depth === 0) return pick([...names.numbers, '2', '0.5', '10%']);
  switch (below(10)) {
    case 0:
      return `(${inner()} + ${inner()})`;
    case 1:
      return `(${inner()} - ${inner()})`;
    case 2:
      return `(${inner()} * ${inner()})`;
    case 3:
      return `(if ${condition(chance, names, depth - 1)} then ${inner()} else ${inner()})`;
    case 4:
      return `(${inner()} rounded ${pick(['', 'up ', 'down '])}to ${pick(STEPS)})`;
    case 5:
      return `${pick(['min', 'max'])}(${inner()}, ${inner()})`;
    case 6:
      return `abs(${inner()})`;
    case 7:
      return `(${pick(names.empties)} otherwise ${inner()})`;
    case 8:
      return `((${inner()} / 7) rounded to ${pick(STEPS)})`;
    default:
      return `(-${inner()})`;
  }
}

/** A condition of each row. */
function condition(chance: Chance, names: Names, depth: number): string {
  const { pick, below } = chance;
  const inner = () => condition(chance, names, depth - 1);
  if (depth > 0 && below(2) === 0) return pick([() => `(${inner()} and ${inner()})`, () => `(${inner()} or ${inner()})`, () => `(not ${inner()})`])();
  switch (below(6)) {
    case 0:
      return pick(names.bools);
    case 1:
      return `(${pick(names.categories)} ${pick(['=', '<>'])} "a")`;
    case 2:
      return `(${pick(names.categories)} in ("a", "c"))`;
    case 3:
      return `(${pick(names.empties)} is ${pick(['given', 'empty'])})`;
    case 4:
      return `(${pick(names.numbers)} ${pick(['', 'not '])}in -1..4)`;
    default:
      return `(${number(chance, names, Math.max(0, depth - 1))} ${pick(['=', '<>', '<', '<=', '>', '>='])} ${number(chance, names, 0)})`;
  }
}

/** A total over the rows, or over the rows of a cell; fractions and reals need rounding. */
function total(chance: Chance, names: Names, cell: boolean, reach: Reach): { readonly text: string; readonly exact: boolean; readonly empty: boolean } {
  const { pick, often, below } = chance;
  const given = often(0.2) ? pick(names.empties) : undefined;
  const conditions = [...(given === undefined ? [] : [`${given} is given`]), ...(often(0.4) ? [condition(chance, names, 1)] : [])].join(' and ');
  const where = conditions === '' ? '' : ` where ${conditions}`;
  const value = () => given ?? number(chance, names, below(3));
  const of = cell ? '' : ' of trials';
  const rows = cell ? where.trimStart() : `trials${where}`;
  const kinds = ['count', 'contributors', 'sum', 'sum', 'mean', 'variance', 'sd', 'covariance', 'correlation', ...(reach === 'any' ? ['min', 'max', 'largest_part', 'median', 'quantile'] : [])];
  const kind = pick(kinds);
  switch (kind) {
    case 'count':
    case 'contributors':
      return { text: `${kind}(${rows})`, exact: true, empty: false };
    case 'sum':
    case 'largest_part':
      return { text: `${kind}(${value()}${of}${where})`, exact: true, empty: false };
    case 'min':
    case 'max':
      return { text: `${kind}(${value()}${of}${where}${often(0.3) ? ', place 2' : ''})`, exact: true, empty: true };
    case 'median':
      return { text: `median(${value()}${of}${where}, step 1)`, exact: true, empty: true };
    case 'quantile':
      return { text: `quantile(${value()}${of}${where}, at 90%, step 1)`, exact: true, empty: true };
    case 'covariance':
    case 'correlation':
      return { text: `${kind}(${value()}, ${value()}${of}${where})`, exact: false, empty: true };
    default:
      return { text: `${kind}(${value()}${of}${where})`, exact: false, empty: true };
  }
}

function statements(chance: Chance, names: Names, reach: Reach): string[] {
  const { pick, often, below } = chance;
  const lines: string[] = [];
  const shown = ', counts shown';
  // On sums a total beside cells that stay shut is for those who see the cells.
  const hides = often(0.5);
  const who = () => (often(0.7) || hides ? 'everyone' : pick(['Board', 'labs', 'labs, Board']));
  const enough = () => (often(0.3) ? ` only if count(trials where ${condition(chance, names, 1)}) ${pick(['>=', '>', '<'])} ${1 + below(30)}${shown}` : '');
  const to = () => { const limit = enough(); return `${limit === '' ? who() : 'everyone'}${limit}`; };
  const lets: string[] = [];
  for (let i = 0; i < 2; i++) {
    const { text, exact, empty } = total(chance, names, false, reach);
    lines.push(`let v${i} = ${exact ? text : `(${text} rounded to ${pick(STEPS)})`}`);
    if (!empty) lets.push(`v${i}`);
    lines.push(`reveal r${i} = v${i} * ${pick(['1', '3', 'count(trials)'])} to ${to()}`);
  }
  const { text } = total(chance, names, false, reach);
  lines.push(`reveal m = ${text} rounded to ${pick(STEPS)} to ${to()}`);
  if (often(0.5)) lines.push(`reveal q = (${total(chance, names, false, 'sums').text} rounded to 0.01) / (count(trials) + 1) rounded ${pick(['', 'up ', 'down '])}to ${pick(STEPS)} to ${to()}`);
  if (often(0.4)) lines.push(`reveal b = sum(beds * share of labs${often(0.5) ? ' where beds > 3' : ''}) rounded to ${pick(STEPS)} to ${to()}`);
  if (reach === 'any') {
    lines.push(`reveal c = ${lets[0] ?? 'count(trials)'} > ${below(50)} ${pick(['and', 'or'])} count(trials) ${pick(['<', '>='])} 5 to everyone`);
    lines.push(`reveal d = ${pick(['max', 'min'])}(${lets[0] ?? 'count(trials)'}, count(trials) - 3, 7) to ${who()}`);
    lines.push(`reveal e = (if contributors(trials) > 2 then sum(beds of labs) else ${below(9)}) to Board`);
    lines.push(`reveal w = party_of_max(beds of labs${often(0.5) ? ', place 2' : ''}) to Board`);
    lines.push('reveal k = rank(beds of labs, smallest first) to each of labs');
  }
  const key = pick([pick(names.categories), pick(names.bools), 'party', `at in 0..${2 + below(6)}`, `${pick(names.categories)}, at in -2..4 step 2`]);
  const counter = key.includes('at in');
  const columns = ['    n = count()', ...(counter ? [`    near = count(where ${pick(names.numbers)} <= at)`, `    so_far = running_sum(${pick(['n', 'near'])})`] : [])];
  for (let i = below(3); i > 0; i--) {
    const each = total(chance, names, true, reach);
    columns.push(`    t${i} = ${each.exact ? each.text : `${each.text} rounded to ${pick(STEPS)}`}`);
  }
  columns.push(`    part = ${pick(['n', 'n * 3', '(n - 1)'])} / ${pick(['n', '7', '(n + 2)'])} rounded to ${pick(STEPS)}`);
  lines.push(`table t by ${key} of trials${often(0.3) ? ` where ${condition(chance, names, 1)}` : ''}:`, ...columns);
  lines.push(`reveal t to ${hides ? 'everyone' : who()}`);
  if (hides) lines.push(`    hide ${often(0.3) ? 'part ' : ''}where n ${pick(['< 5', '< 12', 'in 1..9'])}${reach === 'any' && often(0.5) ? '' : shown}`);
  if (reach === 'any') lines.push('table u by party of trials:', '    a = count()', 'reveal s = sum(a of u) - min(a of u) to Board');
  return lines;
}
