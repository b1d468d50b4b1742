/** Programs of commands over rows that three parties have in turn. */
import { valueIn } from '../../src/language/evaluate/cells.js';
import { emptyMember } from '../../src/language/evaluate/home.js';
import { standInNames, type Result } from '../../src/language/evaluate/results.js';
import { evaluateProgram } from '../../src/language/evaluate/run.js';
import type { NumberColumn } from '../../src/language/write/records.js';
import { checkedProgram } from './fixtures.js';

export function results(text: string, rows: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, Result>> {
  const { checked } = checkedProgram(text);
  const lines = [...(checked.rows.get('records')?.lines ?? [])];
  const members = [0, 1, 2].map(() => emptyMember());
  rows.forEach((cells, i) => {
    const row = new Map(lines.flatMap(([line, { type }]) => (line.kind === 'field' ? [[line.name.text, valueIn(cells[line.name.text] ?? '', type, { decimalComma: false, lists: new Map() }) ?? null] as const] : [])));
    const member = members[i % 3];
    member?.rows.set('records', [...(member.rows.get('records') ?? []), row]);
  });
  return evaluateProgram(checked, { members: new Map([['members', members]]), parameters: new Map(), lists: new Map() }, standInNames(checked, new Map([['members', 3]])), { makeKey: () => undefined, watch: undefined }).values;
}

/** A column whose range and decimals are those of its numbers. */
export function columnOf(name: string, values: readonly string[]): NumberColumn {
  const decimals = Math.max(...values.map((value) => (value.split('.')[1] ?? '').length));
  const most = String(Math.ceil(Math.max(...values.map((value) => Math.abs(Number(value))))) + 1);
  const end = decimals === 0 ? most : `${most}.${'0'.repeat(decimals)}`;
  return { kind: 'number', name, low: `-${end}`, high: end, decimals };
}
