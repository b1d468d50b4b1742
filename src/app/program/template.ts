import { MpcError } from '../../errors.js';
import { csvWriter } from '../../io/csv/writer.js';
import type { Checked, Rows } from '../../language/check/program.js';
import type { Type } from '../../language/check/types.js';
import { dayText, monthText } from '../../language/numbers/calendar.js';
import { typeWords } from '../../language/words/blocks.js';
import { cleaned } from '../../session/clean.js';
import { checkProgram, type ProgramText } from './text.js';

/** The file that a party in a role brings. */
export interface FileTemplate {
  readonly role: string;
  /** The name of its rows in the program. */
  readonly rows: string;
  /** Headers, what their cells hold, in words, and an example of how that is written where it could be written in several ways. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly asIn?: string }[];
  /** The headers as a line of CSV. */
  readonly header: string;
  readonly isSingle: boolean;
  /** Most rows. */
  readonly most: number;
}

/** Which file a role brings; `rows` where it has several. Throws PROGRAM_INVALID, or USAGE where that is not one file. */
export function templateOf(program: ProgramText, { role, rows: named }: { readonly role?: string | undefined; readonly rows?: string | undefined } = {}): FileTemplate {
  const rows = rowsOf(checkProgram(program).checked, role, named);
  const columns = [...rows.lines].flatMap(([line, { type }]) => (line.kind === 'field' ? [{ name: line.name.text, type: typeWords(line.type), ...writtenAs(type) }] : []));
  const header = csvWriter({ delimiter: ',', lineEnd: '\n' })(columns.map(({ name }) => name));
  return { role: rows.role.name, rows: rows.name, columns, header, isSingle: rows.isSingle, most: rows.most };
}

function writtenAs(type: Type): { readonly asIn?: string } {
  if (type.kind === 'number') return type.percent ? { asIn: type.decimals > 2 ? '12.5 or 12.5%' : '12 or 12%' } : {};
  return type.kind === 'day' ? { asIn: dayText(type.high) } : type.kind === 'month' ? { asIn: monthText(type.high) } : {};
}

/** What the role reads from a file. Throws USAGE if that is not one thing. */
function rowsOf(checked: Checked, role: string | undefined, name: string | undefined): Rows {
  const all = [...checked.rows.values()].filter((rows) => rows.block.lines.some((line) => line.kind === 'field'));
  if (role !== undefined && !checked.roles.has(role)) throw usage(`--role ${cleaned(role, 60)}: the program has no such role.`, `Its roles: ${[...checked.roles.keys()].join(', ')}.`);
  const some = all.filter((rows) => (role === undefined || rows.role.name === role) && (name === undefined || rows.name === name));
  const [only, ...more] = some;
  if (only === undefined) throw usage(name === undefined ? `${role ?? ''} puts nothing in.` : `--rows ${cleaned(name, 60)}: there are no such rows.`, `Those that read a file: ${all.map((rows) => `${rows.role.name} (${rows.name})`).join(', ')}.`);
  if (more.length > 0) throw usage('It is not said whose file, or which.', `Choose with --role, and with --rows where a role has several: ${some.map((rows) => `${rows.role.name} (${rows.name})`).join(', ')}.`);
  return only;
}

function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
