/** What the columns of a party's file hold, in words for the person who fills it in. */
import { formatDecimal } from '../../crypto/decimal.js';
import { grouped } from '../../grouped.js';
import { typeWords } from '../../language/words/blocks.js';
import type { Reading } from '../../session/operations/reading.js';
import { english } from '../../texts/en/index.js';

export interface TemplateColumn {
  readonly name: string;
  readonly words: string;
  /** Whether a spreadsheet must leave alone what is typed: numbers with zeros in front, dates. */
  readonly isText: boolean;
}

export function columnsOf(reading: Reading): TemplateColumn[] {
  switch (reading.kind) {
    case 'totals':
      return reading.columns.map(({ name, decimals, min, max }) => ({ name, isText: false, words: `${decimals === 0 ? 'a whole number' : `a number with at most ${decimals} ${decimals === 1 ? 'decimal' : 'decimals'}`} from ${shown(min, decimals)} to ${shown(max, decimals)}` }));
    case 'records':
      return [
        ...reading.columns.map((column) => ({ name: column.name, words: english.lists.kind(column), isText: true })),
        ...(reading.payload?.columns ?? []).filter((name) => reading.columns.every((column) => column.name !== name)).map((name) => ({ name, words: 'any text: it goes to the recipient with each row that matches', isText: true })),
      ];
    case 'rows':
      return reading.inputs.flatMap(({ block }) => block.lines).flatMap((line) => (line.kind === 'field' ? [{ name: line.name.text, words: typeWords(line.type), isText: !['number', 'bool'].includes(line.type.base.kind) }] : []));
  }
}

/** How many rows, and what an empty cell is. */
export function rowsInWords(reading: Reading): string[] {
  switch (reading.kind) {
    case 'totals':
      return [`At most ${most(reading.maxRows)}.`, english.linear.emptyCells[reading.emptyCells]];
    case 'records':
      return [`At most ${most(reading.maxRows)}.`, 'A row of which no key can be made, since its cells are empty or cannot be read, is not tested.'];
    case 'rows':
      return reading.inputs.map((rows) => (rows.isSingle ? 'One row, with these values.' : `At most ${most(rows.most)}.`));
  }
}

function most(rows: number): string {
  return rows === 1 ? '1 row' : `${grouped(String(rows))} rows`;
}

function shown(value: bigint, decimals: number): string {
  return grouped(formatDecimal(value, decimals));
}
