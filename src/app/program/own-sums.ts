/** What this party's files put into a program on sums. */
import { MpcError } from '../../errors.js';
import { grouped } from '../../grouped.js';
import type { Notice } from '../../io/notices.js';
import type { Rows } from '../../language/check/program.js';
import { emptyMember, OutOfRange } from '../../language/evaluate/home.js';
import type { MemberData } from '../../language/evaluate/world.js';
import { ownEntries, type Entered } from '../../language/plan/sums/enter.js';
import { EntriesInTurns, rowsInTurns } from '../../language/plan/sums/in-turns.js';
import type { ProgramReading } from '../../session/operations/reading.js';
import type { OwnFile, ReadInput, WhileReading } from '../own-file.js';
import { inputFiles, type InputFiles } from './inputs.js';
import { makeKey, placeOf, readFiles, type Options, type Place } from './rows.js';
import { readTurns } from './turns.js';
import type { Mended } from './unfit.js';

/** Reads this party's files turn by turn and adds up what it puts in. Throws an MpcError that names file, line and column. */
export async function readProgramSums(reading: ProgramReading, source: OwnFile, watching: WhileReading): Promise<ReadInput> {
  const own = new OwnData(reading, source, watching);
  const inTurns = rowsInTurns(reading.compiled, reading.inputs);
  await own.readWhole((rows) => !inTurns.includes(rows));
  const entries = own.locating(() => new EntriesInTurns(reading.compiled, reading.compiled.known, reading.seat, own.data, inTurns, makeKey));
  await own.readTurns(inTurns, entries);
  return own.result(entries.entered());
}

/** The same, with all rows in memory at once: what the turns are tested against. */
export async function readProgramSumsWhole(reading: ProgramReading, source: OwnFile, watching: WhileReading): Promise<ReadInput> {
  const own = new OwnData(reading, source, watching);
  await own.readWhole(() => true);
  return own.result(own.locating(() => ownEntries(reading.compiled, reading.compiled.known, reading.seat, own.data, makeKey)));
}

class OwnData {
  readonly data: MemberData = emptyMember();
  readonly #mended: Mended = new Map();
  readonly #notices: Notice[] = [];
  readonly #places = new Map<string, Place[]>();
  readonly #files: readonly InputFiles[];
  readonly #options: Options;
  #rows = 0;

  constructor({ compiled, inputs }: ProgramReading, source: OwnFile, { advance, signal }: WhileReading) {
    this.#files = inputFiles(inputs, source);
    this.#options = { lists: compiled.known.lists, mended: this.#mended, notices: this.#notices, onProgress: (done, total) => advance?.('Reading the file', done, total), ...(signal === undefined ? {} : { signal }) };
  }

  async readWhole(isChosen: (rows: Rows) => boolean): Promise<void> {
    for (const { rows, files } of this.#files.filter((each) => isChosen(each.rows))) {
      const read = await readFiles(rows, files, this.#options);
      this.#places.set(rows.name, read.places);
      this.#rows += read.rows.length;
      if (!rows.isSingle) this.data.rows.set(rows.name, read.rows);
      else if (read.rows[0] === undefined) throw new MpcError('INPUT_NO_ROWS', `${files[0]?.file ?? ''}: the file has no row.`, 'A file of single values has one row.');
      else [this.data.single] = read.rows as [MemberData['single']];
    }
  }

  /** A derived column outside its range is only said once the file has been read to its end: a cell that does not fit is told first, wherever it is. */
  async readTurns(chosen: readonly Rows[], entries: EntriesInTurns): Promise<void> {
    let outside: MpcError | undefined;
    for (const { rows, files } of this.#files.filter((each) => chosen.includes(each.rows))) {
      let before = 0;
      this.#rows += await readTurns(rows, files, entries.texts, this.#options, ({ turn, file, lines }) => {
        if (outside !== undefined) return;
        try {
          entries.add(rows, turn);
          before += turn.rows;
        } catch (error) {
          if (!(error instanceof OutOfRange)) throw error;
          outside = outsideRange(`${file}, line ${lines[error.row - 1 - before] ?? 0}`, error);
        }
      });
    }
    if (outside !== undefined) throw outside;
  }

  /** Throws INPUT_INVALID where a derived column is outside its range. */
  locating<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof OutOfRange)) throw error;
      throw outsideRange(placeOf(this.#places.get(error.rows) ?? [], error.row), error);
    }
  }

  result(entered: Entered): ReadInput {
    const notes = [...this.#mended].map(([where, cells]) => `${where}: ${grouped(String(cells))} ${cells === 1 ? 'cell was' : 'cells were'} mended by the rules of the program.`);
    return { contribution: { kind: 'sums', ...entered }, rows: this.#rows, warnings: this.#notices, notes: [...this.#notices.map(({ message }) => message), ...notes] };
  }
}

function outsideRange(where: string, { column }: OutOfRange): MpcError {
  return new MpcError('INPUT_INVALID', `${where}: "${column}", which is worked out of the row, is outside the range that the program declares for it.`, 'Correct the row, or ask for an agreement whose program declares a wider range.');
}
