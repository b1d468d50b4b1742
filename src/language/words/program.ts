/** The printed words of a program, rule set words/1. They are made only from the syntax tree, and are the same on every machine. */
import type { Checked } from '../check/program.js';
import { blockItems, typeWords } from './blocks.js';
import type { Cast } from './cast.js';
import { grouped, quoted } from './numerals.js';
import type { Item, Section } from './items.js';
import { revealItems } from './reveals.js';
import { statementItems } from './statements.js';

export const WORDS_ID = 'words/1';

export function wordsOfProgram(checked: Checked, cast: Cast = new Map()): Section[] {
  const { program } = checked;
  const computed: Item[] = [
    { indent: 0, text: `${quoted(program.title)}: so its author calls it. Words of the author stand between “ and ”; all others follow from the program by the rules ${WORDS_ID}, except these names, which its author chose and which prove nothing of what they name: ${namesIn(checked).join(', ')}.` },
    ...program.parameters.map(({ name, type, eachRun }): Item => ({ indent: 0, text: `${name.text} is ${typeWords(type)}, ${eachRun ? 'set anew in each run, the same at all parties, and known to all' : 'set in this agreement'}.` })),
    ...program.lists.map(({ name, most }): Item => ({ indent: 0, text: `The list ${name.text} has at most ${grouped(String(most))} entries, which the agreement holds.` })),
  ];
  const together = statementItems(checked);
  return [
    { heading: 'What is computed', items: computed },
    { heading: 'What each puts in, on its own machine', items: blockItems(checked, cast) },
    ...(together.length === 0 ? [] : [{ heading: 'What is worked out together', items: together }]),
    { heading: 'Who learns what', items: revealItems(checked, cast) },
  ];
}

/** All names of a program, in the order in which it has them. */
function namesIn({ program, rows, tables }: Checked): string[] {
  const { parties, groups, lists, parameters, statements } = program;
  const blocks = [...rows.values()].flatMap(({ name, block }) => [...(block.rows === undefined ? [] : [name]), ...block.lines.flatMap((line) => (line.kind === 'keep' ? [] : [line.name.text]))]);
  const columns = [...tables.values()].flatMap((table) => [...table.keys, ...table.columns.values()].map(({ name }) => name));
  return [...new Set([...[...groups.map(({ name }) => name), ...parties, ...parameters.map(({ name }) => name), ...lists.map(({ name }) => name)].map(({ text }) => text), ...blocks, ...statements.map(({ name }) => name.text), ...columns])];
}
