import { existsSync } from 'node:fs';
import { encodingNamed, parseOwnDateOrder, parseOwnRegion, recogniseData, refuseOwnKinds, type CsvSource, type DateOrder } from '../library/data.js';
import { MpcError } from '../library/errors.js';
import type { OwnFile } from '../library/sessions.js';
import type { ParticipationValues } from './flags.js';
import { parsePercent } from './percent.js';
import { askText, type PromptOptions } from './terminal/prompts.js';

/** A name in front of a file, as in `stays=north.csv`: a file of such a name is written ./stays=north.csv. */
const NAMED = /^([A-Za-z][A-Za-z0-9_]{0,63})=(.+)$/s;

/** The files that the flags name, without names in front. `-` is standard input. */
export function dataFilesOf({ csv, data }: Pick<ParticipationValues, 'csv' | 'data'>): string[] {
  return (csv ?? data ?? []).map((text) => namedFile(text).path);
}

/** Whether this party's data comes from standard input. */
export function readsStandardInput({ data }: Pick<ParticipationValues, 'data'>): boolean {
  return dataFilesOf({ data }).includes('-');
}

function namedFile(text: string): { readonly input?: string; readonly path: string } {
  const [, input, path] = NAMED.exec(text) ?? [];
  return input === undefined || path === undefined ? { path: text } : { input, path };
}

/** Where this party's data is and how to read it, from its flags; undefined where they name none. What is piped in is read here, whole. Throws USAGE, INPUT_UNREADABLE. */
export async function ownFileOf(flags: ParticipationValues): Promise<OwnFile | undefined> {
  const given = (flags.csv ?? flags.data ?? []).map(namedFile);
  if (given.length === 0) return undefined;
  if (dataFilesOf(flags).filter((path) => path === '-').length > 1) throw new MpcError('USAGE', 'Standard input is given for two files.', 'Write one of them to a file.');
  const reading = readingOf(flags);
  const files: OwnFile[] = [];
  const sheets = sheetsOf(flags.sheet ?? [], given.flatMap(({ input = [] }) => input));
  for (const { input, path } of given) {
    const source = await sourceAt(path, flags.csv === undefined);
    const sheet = sheets.get(input) ?? sheets.get(undefined);
    files.push({ ...reading, ...source, ...(sheet === undefined || source.format !== 'workbook' ? {} : { sheet }), ...(input === undefined ? {} : { input }) });
  }
  checkFits(files, flags);
  const [first, ...others] = files;
  return first === undefined ? undefined : { ...first, others };
}

/** One file, for a command without an agreement. Throws what `ownFileOf` does. */
export async function onlyFileOf({ csv, data, sheet, ...flags }: Omit<ParticipationValues, 'csv' | 'data' | 'sheet'> & { readonly csv?: string | undefined; readonly data?: string | undefined; readonly sheet?: string | undefined }): Promise<OwnFile | undefined> {
  const path = csv ?? data;
  if (path === undefined) return undefined;
  const file = { ...readingOf(flags), ...(await sourceAt(path, csv === undefined)), ...(sheet === undefined ? {} : { sheet }) };
  checkFits([file], { ...flags, ...(sheet === undefined ? {} : { sheet: [sheet] }) });
  return file;
}

/** Which sheet is of which file; under undefined the sheet of all others. */
function sheetsOf(flags: readonly string[], inputs: readonly string[]): Map<string | undefined, string> {
  const sheets = new Map<string | undefined, string>();
  for (const text of flags) {
    const { input, path } = namedFile(text);
    const [name, sheet] = input !== undefined && inputs.includes(input) ? [input, path] : [undefined, text];
    if (sheets.has(name)) throw new MpcError('USAGE', `--sheet is given twice${name === undefined ? '' : ` for ${name}`}.`, 'Give one for each file: --sheet NAME=SHEET, with the NAME of --data.');
    sheets.set(name, sheet);
  }
  return sheets;
}

async function sourceAt(path: string, isOfAnyKind: boolean): Promise<Pick<CsvSource, 'file' | 'held' | 'format'>> {
  if (path !== '-') await refuseOwnKinds(path, 'this party’s own data', 'INPUT_INVALID');
  return isOfAnyKind ? recogniseData(path) : { file: path };
}

/** Throws USAGE for flags that say nothing about any of these files: a user who gives them takes one for another kind. */
function checkFits(files: readonly CsvSource[], { delimiter, encoding, sheet }: ParticipationValues): void {
  const names = files.map(({ file }) => file).join(', ');
  const vain = (flag: string, why: string): MpcError => new MpcError('USAGE', `--${flag} is given, and ${names} ${why}.`, `Leave --${flag} out, or check that it is the right file.`);
  if (sheet !== undefined && files.every(({ format }) => format !== 'workbook')) throw vain('sheet', 'is no workbook');
  if (delimiter !== undefined && files.every(({ format }) => format !== undefined)) throw vain('delimiter', 'is not CSV');
  if (encoding !== undefined && files.every(({ format }) => format === 'workbook' || format === 'parquet')) throw vain('encoding', 'says itself how it is written');
}

function readingOf(flags: Omit<ParticipationValues, 'csv' | 'data' | 'sheet'>): Omit<OwnFile, 'file'> {
  const allowUnusable = parsePercent('allow-unusable', flags['allow-unusable']);
  return {
    map: parseMap(flags.map ?? []),
    ...(flags.delimiter === undefined ? {} : { delimiter: parseDelimiter(flags.delimiter) }),
    ...(flags.encoding === undefined ? {} : { encoding: encodingNamed(flags.encoding) }),
    decimalComma: flags['decimal-comma'],
    decimalPoint: flags['decimal-point'],
    ...(flags.thousands === undefined ? {} : { thousands: flags.thousands }),
    dateOrders: parseDateOrders(flags['date-order'] ?? []),
    regions: parseRegions(flags.region),
    ...(allowUnusable === undefined ? {} : { allowUnusable }),
  };
}

function parseMap(entries: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const entry of entries) {
    const at = entry.indexOf('=');
    const [logical, header] = [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    if (at <= 0 || logical === '') throw new MpcError('USAGE', `--map ${entry}: not LOGICAL=HEADER.`, 'Write, for example, --map salary="Gross pay".');
    if (map.has(logical)) throw new MpcError('USAGE', `--map names the column "${logical}" twice.`, 'Map each column once.');
    map.set(logical, header);
  }
  return map;
}

function parseDateOrders(entries: readonly string[]): Map<string, DateOrder> {
  const orders = new Map<string, DateOrder>();
  for (const [name, order] of entries.map(parseOwnDateOrder)) {
    if (orders.has(name)) throw new MpcError('USAGE', `--date-order names the column "${name}" twice.`, 'Name each column once.');
    orders.set(name, order);
  }
  return orders;
}

/** Reads [COLUMN=]REGION, repeated. Throws USAGE. */
export function parseRegions(entries: readonly string[] = []): Map<string | undefined, string> {
  const regions = new Map<string | undefined, string>();
  for (const [name, region] of entries.map(parseOwnRegion)) {
    if (regions.has(name)) throw new MpcError('USAGE', name === undefined ? '--region is given twice for all columns.' : `--region names the column "${name}" twice.`, 'Give one for all columns, and one for each column that is different: --region NL --region mobile=BE.');
    regions.set(name, region);
  }
  return regions;
}

export function parseDelimiter(text: string): string {
  const delimiter = text === '\\t' || text.toLowerCase() === 'tab' ? '\t' : text;
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new MpcError('USAGE', '--delimiter takes one character, or "tab".', 'Leave the flag out, and the delimiter is found by itself.');
}

/** Asks at the terminal for this party's file. If the party may put none in, an empty answer says that it does not. */
export async function askData(isOptional: boolean, prompt: PromptOptions = {}): Promise<string | undefined> {
  const answer = await askText(`Which file holds your own data?${isOptional ? ' (Empty if you put none in.)' : ''}`, {
    ...prompt,
    check: (text) => (text === '' ? (isOptional ? undefined : 'Its path.') : existsSync(text) ? undefined : 'There is no such file.'),
  });
  return answer === '' ? undefined : NAMED.test(answer) ? `./${answer}` : answer;
}

/** "1 row", "2 rows". */
export function rowsInWords(rows: number): string {
  return `${rows} row${rows === 1 ? '' : 's'}`;
}
