/** What can be written at a place: names that are declared, functions and words of the grammar. */
import { TOTALS, VALUES } from '../check/functions.js';
import type { At } from '../fault.js';
import { RESERVED } from '../syntax/vocabulary.js';
import { kindWords } from './kinds.js';
import type { Survey } from './survey.js';

export interface Proposal {
  readonly name: string;
  readonly kind: 'role' | 'rows' | 'field' | 'value' | 'table' | 'function' | 'word';
  readonly about: string;
}

const STATEMENTS = ['party', 'parties', 'group', 'list', 'parameter', 'from', 'let', 'table', 'model', 'reveal'];
const FURTHER = ['at most', 'counts shown', 'date', 'empty', 'everyone', 'given', 'hide where', 'keep where', 'month', 'one of', 'only if', 'starts with', 'yes/no'];

/** Behind a dot only the fields of what stands before it; at the margin only statements. */
export function namesAt({ found, tokens }: Survey, { line, column }: At): Proposal[] {
  const upTo = tokens.filter((token) => token.line === line && token.column < column);
  const last = upTo.at(-1);
  const typed = last?.kind === 'name' && last.column + last.length >= column ? last : undefined;
  const before = typed === undefined ? upTo : upTo.slice(0, -1);
  const owner = before.at(-2);
  if (before.at(-1)?.kind === '.') return owner?.kind === 'name' ? fieldsOf({ found }, owner.text) : [];
  if (before.length === 0 && (typed?.column ?? column) === 1) return STATEMENTS.map((name): Proposal => ({ name, kind: 'word', about: 'a statement' }));
  const rows = [...found.rows.keys()];
  return [
    ...[...found.roles.keys()].map((name): Proposal => ({ name, kind: 'role', about: 'a party or group' })),
    ...rows.filter((name) => !found.roles.has(name)).map((name): Proposal => ({ name, kind: 'rows', about: 'rows' })),
    ...unique(rows.flatMap((name) => fieldsOf({ found }, name))),
    ...[...found.tables.values()].flatMap((table): Proposal[] => [{ name: table.name, kind: 'table', about: 'a table' }, ...[...table.columns.values()].map(({ name, info }): Proposal => ({ name, kind: 'value', about: `of ${table.name}: ${kindWords(info)}` }))]),
    ...[...found.parameters.values(), ...[...found.lets].map(([name, { info }]) => ({ name, info }))].map(({ name, info }): Proposal => ({ name, kind: 'value', about: kindWords(info) })),
    ...[...found.models.keys()].map((name): Proposal => ({ name, kind: 'value', about: 'a model' })),
    ...[...new Set([...TOTALS, ...VALUES])].map((name): Proposal => ({ name, kind: 'function', about: TOTALS.has(name) ? 'a total' : 'a function' })),
    ...[...RESERVED, ...FURTHER].map((name): Proposal => ({ name, kind: 'word', about: 'a word of the language' })),
  ];
}

function fieldsOf({ found }: Pick<Survey, 'found'>, owner: string): Proposal[] {
  return [...(found.rows.get(owner)?.fields ?? [])].map(([name, info]): Proposal => ({ name, kind: 'field', about: `of ${owner}: ${kindWords(info)}` }));
}

function unique(proposals: readonly Proposal[]): Proposal[] {
  return [...new Map(proposals.map((each) => [each.name, each])).values()];
}
