import { createRequire } from 'node:module';
import { short } from '../scripts/latin.js';
import { SHORT_FORMS } from '../tables/short-forms.js';

const load = createRequire(import.meta.url);
const LONGEST_CHAIN = 4;
let table: ReadonlyMap<string, string> | undefined;

/** The full form of a given name's usual short form; any other word as it is. Our own entries come before those of the English data set. */
export function fullForms(word: string): string {
  table ??= wholeTable();
  return table.get(word) ?? table.get(short(word)) ?? word;
}

/** The full form in one table may be a short form in the other: Ola, Aleksandra, Aleksandr. */
function wholeTable(): ReadonlyMap<string, string> {
  const own = new Map([...read((load('#short-forms-english') as { short: string }).short), ...read(SHORT_FORMS)]);
  const last = (word: string, steps: number): string => {
    const next = own.get(word);
    return next === undefined || next === word || steps === 0 ? word : last(next, steps - 1);
  };
  return new Map(Array.from(own.keys(), (word) => [word, last(word, LONGEST_CHAIN)]));
}

function read(text: string): (readonly [string, string])[] {
  return text.split(' ').map((pair) => pair.split('=') as [string, string]);
}
