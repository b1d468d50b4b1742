/** JSON lines (jsonlines.org): one object a line, its members in any order. A member that is missing is an empty cell. */
import { checkText } from '../csv/checks.js';
import { toUtf8, type Understood } from '../csv/encoding.js';
import { invalid } from '../csv/errors.js';
import { readPieces } from '../csv/file.js';
import { unpacked } from '../csv/gunzip.js';
import { normalName, shownName } from '../csv/header.js';
import type { CsvSource } from '../csv/types.js';
import { jsonMembers, type JsonMember } from './json-members.js';
import { plainLiteral } from './plain-number.js';
import type { Begin, TypedOptions, TypedRow, Wanted } from './rows.js';
import { lineBlocks, MAX_LINE } from './line-blocks.js';

/** The names of the columns are those of the first objects, up to so many objects or so many characters. */
const FIRST = 1000;
const FIRST_CHARACTERS = 4 * 1024 * 1024;

/** Names beyond the first objects' that are remembered as looked at. */
const MOST_REMEMBERED = 10_000;

interface JsonLine {
  readonly line: number;
  readonly members: readonly JsonMember[];
}

/** `RowReader` of JSON lines. */
export async function* jsonRows(source: CsvSource, begin: Begin, options: TypedOptions): AsyncGenerator<TypedRow[], void, undefined> {
  const { file } = source;
  const understood: Understood = { encoding: 'utf-8', hasMark: false, sample: undefined, notices: options.notices ?? [] };
  const first: JsonLine[] = [];
  let characters = 0;
  let columns: JsonColumns | undefined;
  let line = 1;
  for await (const { bytes, isOverlong } of lineBlocks(toUtf8(unpacked(readPieces(source, options), file), source, understood))) {
    if (!isOverlong) checkText(bytes, file, understood, line);
    else throw invalid({ file, line }, `the line is longer than ${MAX_LINE / 1024 / 1024} MiB`, 'Check that the file has one object a line. `jq -c` writes it so.');
    const rows: TypedRow[] = [];
    const texts = bytes.toString('utf8').split('\n');
    if (texts.at(-1) === '') texts.pop();
    try {
      for (const text of texts) {
        if (text.trim() === '') options.onBlank(line++);
        else {
          const parsed = { line, members: membersOf(text, file, line) };
          line++;
          if (columns !== undefined) rows.push(columns.row(parsed));
          else {
            first.push(parsed);
            characters += text.length;
            if (first.length < FIRST && characters < FIRST_CHARACTERS) continue;
            columns = columnsOf(first, source, begin);
            if (columns === undefined) return;
            for (const each of first) rows.push(columns.row(each));
          }
        }
      }
    } catch (error) {
      if (rows.length > 0) yield rows;
      throw error;
    }
    if (rows.length > 0) yield rows;
  }
  if (columns !== undefined) return;
  if (first.length === 0) throw invalid({ file }, 'the file is empty', 'Give a file with one JSON object a line.');
  columns = columnsOf(first, source, begin);
  const rows: TypedRow[] = [];
  try {
    for (const each of first) if (columns !== undefined) rows.push(columns.row(each));
  } finally {
    if (rows.length > 0) yield rows;
  }
}

function membersOf(text: string, file: string, line: number): JsonMember[] {
  let members: JsonMember[] | undefined;
  try {
    members = jsonMembers(text);
  } catch {
    // Without the cause, because its words quote what was read.
    throw invalid({ file, line }, 'the line is not JSON', text.trimStart().startsWith('[') ? LIST_ADVICE : 'Write one whole JSON object on every line. `jq -c` writes it so.');
  }
  if (members === undefined) throw invalid({ file, line }, 'the line is JSON, and no object', text.trimStart().startsWith('[') ? LIST_ADVICE : 'Write one JSON object on every line, such as {"name": "value"}.');
  const names = new Set(members.map(({ key }) => key));
  if (names.size < members.length) throw invalid({ file, line }, 'the object has two members of one name', 'Give every member a name of its own.');
  return members;
}

const LIST_ADVICE = 'A list is written as one object a line by `jq -c ".[]"`.';

function columnsOf(first: readonly JsonLine[], source: CsvSource, begin: Begin): JsonColumns | undefined {
  const headers = [...new Set(first.flatMap(({ members }) => members.map(({ key }) => key)))];
  const wanted = begin(headers, undefined);
  return wanted === undefined ? undefined : new JsonColumns(source, headers, wanted);
}

class JsonColumns {
  readonly #file: string;
  readonly #wanted: Wanted;
  /** For every name the indices among the wanted columns. */
  readonly #slots: ReadonlyMap<string, number>;
  readonly #known: Set<string>;
  /** The appearance of the wanted names. */
  readonly #looks: ReadonlyMap<string, string>;

  constructor({ file }: CsvSource, headers: readonly string[], wanted: Wanted) {
    this.#file = file;
    this.#wanted = wanted;
    this.#slots = new Map([...wanted.indices, ...wanted.beside].map((index, slot) => [headers[index] ?? '', slot]));
    this.#known = new Set(headers);
    this.#looks = new Map(wanted.indices.map((index, slot) => [looksOf(headers[index] ?? ''), wanted.columns[slot] ?? '']));
  }

  row({ line, members }: JsonLine): TypedRow {
    const { columns, beside } = this.#wanted;
    const cells = new Array<string>(columns.length + beside.length).fill('');
    const numbers = new Array<boolean>(columns.length).fill(false);
    let isEmpty = true;
    for (const { key, kind, text } of members) {
      if (kind !== 'null' && text.trim() !== '') isEmpty = false;
      const slot = this.#slots.get(key);
      if (slot === undefined) this.#checkName(key, line);
      else if (slot >= columns.length) cells[slot] = kind === 'text' ? text : '';
      else {
        cells[slot] = kind === 'null' ? '' : kind === 'number' ? this.#number(text, columns[slot], line) : this.#text(kind, text, columns[slot], line);
        numbers[slot] = kind === 'number';
      }
    }
    return { line, cells, numbers, isEmpty };
  }

  #number(text: string, column = '', line: number): string {
    const plain = plainLiteral(text);
    if (plain !== undefined) return plain;
    throw invalid({ file: this.#file, line, column }, 'the number has more digits than programs keep that read JSON: it may be another one already', 'Write it as text, in double quotes, from where all its digits are still there.');
  }

  #text(kind: JsonMember['kind'], text: string, column = '', line: number): string {
    if (kind === 'nested') throw invalid({ file: this.#file, line, column }, 'the value is a list or an object', 'Give a text, a number, true, false or null; `jq` takes apart what is nested.');
    // A surrogate without its other half.
    if (/\p{Cs}/u.test(text)) throw invalid({ file: this.#file, line, column }, 'the text has half a character', 'Have the file written anew in UTF-8.');
    return text;
  }

  /**
   * A name that the first objects do not have must not be a column that is written differently from here on: its cells would be empty without anybody noticing.
   */
  #checkName(key: string, line: number): void {
    if (this.#known.has(key)) return;
    const column = this.#looks.get(looksOf(key));
    if (column !== undefined) throw invalid({ file: this.#file, line, column }, 'the member is written otherwise than in the lines before', 'Write its name in one way throughout the file.');
    if (this.#known.size < MOST_REMEMBERED + this.#slots.size) this.#known.add(key);
  }
}

function looksOf(name: string): string {
  return shownName(normalName(name)).toLowerCase();
}
