import { Args, Flags } from '@oclif/core';
import { stringify } from 'csv-stringify/sync';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { checkProgram, readProgramText } from '../../cli/program-file.js';
import { usage } from '../../cli/proposing.js';
import { writeNew } from '../../io/files.js';
import { typeWords, type Checked, type Rows } from '../../library/programs.js';
import { cleaned } from '../../library/text.js';

export default class ProgramTemplate extends MpcCommand {
  static override summary = 'Write the headers of the CSV file that a party in a role needs, and say what its cells may hold.';
  static override description = 'The file has one line, with the names of the columns; what stands in them is said on standard error. A party whose own file has other headers needs no such file: it says with `mpc join --map NAME=HEADER` which is which.';
  static override examples = ['<%= config.bin %> <%= command.id %> stays.tally --role hospitals', '<%= config.bin %> <%= command.id %> stays.tally --role hospitals --out stays.csv'];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    role: Flags.string({ description: 'The role; not needed where one role alone puts data in.', helpValue: 'ROLE' }),
    rows: Flags.string({ description: 'The name of the rows, where the role has several files.', helpValue: 'NAME' }),
    out: Flags.string({ char: 'o', description: 'The file to write; standard output otherwise. No file is replaced.', helpValue: 'FILE' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ProgramTemplate);
    const { checked } = checkProgram(await readProgramText(args.file));
    const rows = rowsOf(checked, flags.role, flags.rows);
    const fields = rows.block.lines.flatMap((line) => (line.kind === 'field' ? [{ name: line.name.text, type: typeWords(line.type) }] : []));
    const text = stringify([fields.map(({ name }) => name)]);
    const written = flags.out === undefined ? {} : { file: await writeNew(flags.out, text) };
    if (flags.out === undefined) this.print(text.trimEnd());
    for (const { name, type } of fields) this.note(`${name}: ${type}`);
    this.note(rows.isSingle ? 'One row, with these values.' : `At most ${rows.most} rows.`);
    return { role: rows.role.name, rows: rows.name, columns: fields, ...written };
  }
}

/** What the role reads from a file. Throws USAGE where that is not one thing. */
function rowsOf(checked: Checked, role: string | undefined, name: string | undefined): Rows {
  const all = [...checked.rows.values()].filter((rows) => rows.block.lines.some((line) => line.kind === 'field'));
  if (role !== undefined && !checked.roles.has(role)) throw usage(`--role ${cleaned(role, 60)}: the program has no such role.`, `Its roles: ${[...checked.roles.keys()].join(', ')}.`);
  const some = all.filter((rows) => (role === undefined || rows.role.name === role) && (name === undefined || rows.name === name));
  const [only, ...more] = some;
  if (only === undefined) throw usage(name === undefined ? `${role ?? ''} puts nothing in.` : `--rows ${cleaned(name, 60)}: there are no such rows.`, `Those that read a file: ${all.map((rows) => `${rows.role.name} (${rows.name})`).join(', ')}.`);
  if (more.length > 0) throw usage('It is not said whose file, or which.', `Choose with --role, and with --rows where a role has several: ${some.map((rows) => `${rows.role.name} (${rows.name})`).join(', ')}.`);
  return only;
}
