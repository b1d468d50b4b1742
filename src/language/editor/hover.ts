/** What an editor says about the name under the pointer. */
import type { Checked, Reveal, Rows, Table } from '../check/program.js';
import type { Info } from '../check/types.js';
import type { At } from '../fault.js';
import type { NameToken } from '../syntax/tokens.js';
import { grouped, listed } from '../words/numerals.js';
import { kindWords, placeWords } from './kinds.js';
import { tokenAt, type Survey } from './survey.js';

export interface Hover {
  readonly at: At;
  readonly length: number;
  readonly name: string;
  /** Sentences without markup. */
  readonly lines: readonly string[];
}

/** Undefined where nothing is known about what stands there. */
export function hoverAt(survey: Survey, place: At): Hover | undefined {
  const token = tokenAt(survey, place);
  if (token?.kind !== 'name') return undefined;
  const { found } = survey;
  const before = survey.tokens[survey.tokens.indexOf(token) - 1];
  const owner = survey.tokens[survey.tokens.indexOf(token) - 2];
  // Both halves of Bank.cutoff are one value, which is kept under its first half.
  const start = before?.kind === '.' && owner?.kind === 'name' ? owner : token;
  const lines = ofDeclaration(found, token) ?? ofValue(found, infoAt(found, start, token)) ?? ofName(found, token.text);
  return lines === undefined ? undefined : { at: { line: token.line, column: token.column }, length: token.length, name: token.text, lines };
}

function infoAt({ infos }: Checked, { line, column }: At, { text }: NameToken): Info | undefined {
  for (const [expr, info] of infos) {
    if (expr.at.line !== line || expr.at.column !== column) continue;
    if ((expr.kind === 'name' || expr.kind === 'call') && expr.name === text) return info;
    if (expr.kind === 'field') return info;
  }
  return undefined;
}

function ofValue(found: Checked, info: Info | undefined): string[] | undefined {
  return info === undefined ? undefined : [`${capital(kindWords(info))}.`, placeWords(found, info)];
}

/** What stands where a name is given. */
function ofDeclaration(found: Checked, token: NameToken): readonly string[] | undefined {
  const isHere = ({ line, column }: At) => line === token.line && column === token.column;
  for (const rows of found.rows.values()) {
    for (const [line, info] of rows.lines) if (line.kind !== 'keep' && isHere(line.name.at)) return ofValue(found, info);
  }
  for (const table of found.tables.values()) {
    for (const { name } of table.tree.columns) if (isHere(name.at)) return ofValue(found, table.columns.get(name.text)?.info);
  }
  return undefined;
}

/** A name by what it was given to; all names of a program mean one thing, except for fields of two blocks. */
function ofName(found: Checked, name: string): readonly string[] | undefined {
  const role = found.roles.get(name);
  if (role !== undefined) return [role.isGroup ? `A group of ${role.least} to ${role.most} parties.` : 'A party.'];
  const rows = found.rows.get(name);
  if (rows !== undefined) return [ofRows(rows)];
  const table = found.tables.get(name);
  if (table !== undefined) return [ofTable(table), placeWords(found, table)];
  const reveal = found.reveals.find((each) => each.name === name);
  const info = found.lets.get(name)?.info ?? found.parameters.get(name)?.info;
  if (reveal !== undefined) return [...(reveal.kind === 'value' ? [`${capital(kindWords(reveal.info))}.`] : []), learnedBy(reveal)];
  if (info !== undefined) return ofValue(found, info);
  const model = found.models.get(name);
  if (model !== undefined) return [`A ${model.tree.regression} model of ${model.outcome.name} on ${listed(model.predictors.map((each) => each.name))}.`];
  const list = found.lists.get(name);
  if (list !== undefined) return [`A public list of at most ${grouped(String(list.most))} entries.`];
  const fields = [...found.rows.values()].flatMap((each) => each.fields.get(name) ?? []);
  return fields.length === 1 ? ofValue(found, fields[0]) : undefined;
}

function ofRows({ role, most, isSingle }: Rows): string {
  const whose = role.isGroup ? `each of the ${role.name}` : role.name;
  return isSingle ? `Single values of ${whose}.` : `At most ${grouped(String(most))} rows of ${whose}.`;
}

function ofTable({ keys, size, rows }: Table): string {
  return `A table of ${grouped(String(size))} cells by ${listed(keys.map((key) => key.name))}, over the rows of ${rows.name}.`;
}

function learnedBy({ recipients, tree, onlyIf }: Reveal): string {
  const who = tree.to.kind === 'everyone' ? 'Every party learns it' : tree.to.kind === 'each' ? `Each of the ${tree.to.group.text} learns its own` : `${listed([...recipients])} ${recipients.size === 1 ? 'learns' : 'learn'} it`;
  return `${who}${onlyIf.length === 0 ? '' : ', if its condition holds'}.`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
