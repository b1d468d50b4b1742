import { existsSync } from 'node:fs';
import { encodingNamed, parseOwnDateOrder, parseOwnRegion, recogniseData, refuseOwnKinds, type CsvSource, type DateOrder } from '../library/data.js';
import { MpcError } from '../library/errors.js';
import type { OwnFile } from '../library/sessions.js';
import type { ParticipationValues } from './flags.js';
import { parsePercent } from './percent.js';
import { askText, type PromptOptions } from './terminal/prompts.js';

/** The file that the flags name. `-` is standard input. */
export function dataFileOf({ csv, data }: Pick<ParticipationValues, 'csv' | 'data'>): string | undefined {
  return csv ?? data;
}

/** Where this party's data is and how to read it, from its flags; undefined where they name none. What is piped in is read here, whole. Throws USAGE, INPUT_UNREADABLE. */
export async function ownFileOf(flags: ParticipationValues): Promise<OwnFile | undefined> {
  const { csv, data } = flags;
  const file = dataFileOf(flags);
  if (file === undefined) return undefined;
  const reading = readingOf(flags);
  if (file !== '-') await refuseOwnKinds(file, 'this party’s own data', 'INPUT_INVALID');
  const source = csv === undefined && data !== undefined ? await recogniseData(data) : { file };
  checkFits(source, flags);
  return { ...reading, ...source };
}

/** Throws USAGE for flags that say nothing about a file of this kind: a user who gives them takes it for another kind. */
function checkFits({ file, format }: CsvSource, { delimiter, encoding, sheet }: ParticipationValues): void {
  const vain = (flag: string, why: string): MpcError => new MpcError('USAGE', `--${flag} is given, and ${file} ${why}.`, `Leave --${flag} out, or check that it is the right file.`);
  if (sheet !== undefined && format !== 'workbook') throw vain('sheet', 'is no workbook');
  if (delimiter !== undefined && format !== undefined) throw vain('delimiter', 'is not CSV');
  if (encoding !== undefined && (format === 'workbook' || format === 'parquet')) throw vain('encoding', 'says itself how it is written');
}

function readingOf(flags: ParticipationValues): Omit<OwnFile, 'file'> {
  const allowUnusable = parsePercent('allow-unusable', flags['allow-unusable']);
  return {
    map: parseMap(flags.map ?? []),
    ...(flags.delimiter === undefined ? {} : { delimiter: parseDelimiter(flags.delimiter) }),
    ...(flags.encoding === undefined ? {} : { encoding: encodingNamed(flags.encoding) }),
    ...(flags.sheet === undefined ? {} : { sheet: flags.sheet }),
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

function parseDelimiter(text: string): string {
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
  return answer === '' ? undefined : answer;
}

/** "1 row", "2 rows". */
export function rowsInWords(rows: number): string {
  return `${rows} row${rows === 1 ? '' : 's'}`;
}
