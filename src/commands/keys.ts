import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { fileFlags, participationFlags } from '../cli/flags.js';
import { askData, onlyFileOf, rowsInWords } from '../cli/input.js';
import { usage } from '../cli/proposing.js';
import { Progress } from '../cli/terminal/progress.js';
import { textTable } from '../cli/terminal/table.js';
import { parseKeys, previewKeys, rowsAsRead, type KeysPreview } from '../library/data.js';
import { cleaned } from '../library/text.js';

const { csv, data, sheet } = fileFlags;
const { map, delimiter, encoding, 'date-order': dateOrder, region } = participationFlags;

const CELL = 40;

export default class Keys extends MpcCommand {
  static override summary = 'What the rows of your file become as keys for matching. Nothing is sent.';
  static override description =
    'Rows with the same key match. Look here, before any session, at which rows of your own file are the same, and which make no key. ' +
    'Kinds of keys: exact (as written), text (without case, spaces, punctuation, diacritics), name (of people; order, titles and affixes do not matter), ' +
    'date (YYYY-MM-DD or YYYYMMDD), date:dmy, date:mdy, phone (phone:NL, or --region NL, where numbers have no country’s code), email, iban, plate, postcode, ' +
    'id (letters and digits; id:nl.bsn and its like check their check digits).';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --csv people.csv --key given_name:name --key surname:name --key date_of_birth:date',
    '<%= config.bin %> <%= command.id %> --csv people.csv --key name:name --key born:date:dmy --near',
    '<%= config.bin %> <%= command.id %> --csv people.csv --key passport:id --map passport="Passport no." --json',
    '<%= config.bin %> <%= command.id %> --csv people.csv --key mobile:phone --region NL',
  ];
  static override flags = withEnvironment({
    csv,
    data,
    sheet,
    key: Flags.string({ description: 'Column of the key, and its kind; exact unless given. Repeatable: together they are one key, or with GROUP/ in front several, of which any may agree.', helpValue: '[GROUP/]COLUMN[:KIND]', multiple: true, multipleNonGreedy: true }),
    near: Flags.boolean({ description: 'Also the keys of near matches.' }),
    placeholder: Flags.string({ description: 'Text that stands for no value in a cell, beside "unknown", "n/a", "0000" and their like: it makes no key. Repeatable.', helpValue: 'TEXT', multiple: true, multipleNonGreedy: true }),
    'date-order': dateOrder,
    region,
    rows: Flags.integer({ description: 'Rows shown, at most, and as many of those that are the same as others or make no key.', default: 20, min: 0, max: 1_000_000, helpValue: 'N' }),
    map,
    delimiter,
    encoding,
  });

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Keys);
    const columns = parseKeys(flags.key ?? []);
    if (columns.length === 0) throw usage('No key is given: --key is missing.', 'Name the columns that say who or what a row is, for example --key surname:name --key date_of_birth:date.');
    if ((flags.csv ?? flags.data) === undefined && this.isInteractive) flags.data = await askData(false);
    const source = await onlyFileOf({ ...flags, 'decimal-comma': false, 'decimal-point': false, force: false, timeout: '', grace: '' });
    if (source === undefined) throw usage('No file is given: --csv is missing.', 'Give your file with --csv FILE, or with --data FILE where it is not CSV.');
    const progress = new Progress(this.common.quiet);
    const preview = await previewKeys(source, columns, { near: flags.near, shown: flags.rows, placeholders: flags.placeholder, onProgress: (done, total) => progress.advance('Reading the file', done, total) });
    progress.clear();
    this.#show(source.file, preview);
    const read = await rowsAsRead(columns.map(({ name }) => name), source, preview.json.warnings);
    if (read.length > 0) this.note(`The first rows beyond plain letters are read as:\n${read.join('\n')}`);
    return preview.json;
  }

  #show(file: string, { json, columns, groups, notes }: KeysPreview): void {
    for (const line of notes) this.note(line);
    const shown = (text: string | null) => (text === null ? '–' : fitting(cleaned(text, 1000)));
    const parts = (row: { parts: Readonly<Record<string, string | null>> }) => columns.map(({ name }) => shown(row.parts[name] ?? null));
    if (json.records.length > 0) {
      this.print(textTable(['row', 'line', ...columns.map(({ name }) => shown(name)), 'keys'], json.records.map((row) => [String(row.row), String(row.line), ...parts(row), String(row.keys.length)])));
    }
    if (json.duplicates.length > 0) {
      this.print(`\nThe same as a row before:\n${textTable(['row', 'line', 'same as row', ...columns.map(({ name }) => shown(name))], json.duplicates.map((row) => [String(row.row), String(row.line), String(row.sameAs), ...parts(row)]))}`);
    }
    if (json.unusable.length > 0) {
      this.print(`\nRows with a part that is empty or unusable:\n${textTable(['row', 'line', 'keys', 'column', 'why'], json.unusable.flatMap((row) => row.problems.map(({ column, reason }) => [String(row.row), String(row.line), String(row.keys), shown(column), reason])))}`);
    }
    this.printFitted(`\n${rowsInWords(json.rows)}: ${json.distinct} different, ${json.duplicateRows} the same as a row before, ${json.unusableRows} without any key${json.partialRows === 0 ? '' : `, ${json.partialRows} with only some of the keys`}.`);
    this.printFitted(`Keys a record: ${json.keysPerRecord}${json.keysPerRecord === 1 ? '' : `, so a cap of N records is one of N × ${json.keysPerRecord} keys`}. Normalised as ${json.normalisation}${json.rules === null ? '' : `, rules ${json.rules.id}`}.`);
    if (groups.length > 1) this.printFitted(`Rows match where one of these keys agrees: ${groups.map(({ name, columns: names }) => `${name} (${names.map(shown).join(', ')})`).join('; ')}.`);
    if (json.rules !== null) this.printFitted(`Rules, the surest first: ${json.rules.names.map(shown).join('; ')}.`);
    this.note(`${file}: only read. Nothing was sent.`);
  }
}

function fitting(text: string): string {
  return text.length <= CELL ? text : `${text.slice(0, CELL - 1)}…`;
}
