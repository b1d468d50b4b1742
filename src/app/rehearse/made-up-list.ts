/** People who do not exist, as rows of a list. The person of a number is the same in every party's list. */
import { normaliserOf, type KeyColumn } from '../../linkage/index.js';
import type { RecordsReading } from '../../session/operations/reading.js';
import { drawing } from './drawing.js';

const GIVEN = ['Anna', 'Boris', 'Carla', 'David', 'Elena', 'Farid', 'Greta', 'Hugo', 'Irina', 'Jonas', 'Katja', 'Louis', 'Mina', 'Noel', 'Olga', 'Peter', 'Rosa', 'Samir', 'Tessa', 'Viktor'];
const SURNAMES = ['Adler', 'Bakker', 'Castro', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Hansen', 'Ivanov', 'Jansen', 'Keller', 'Lindberg', 'Moreau', 'Novak', 'Okafor', 'Petrov', 'Quist', 'Romano', 'Schmidt', 'Tanaka', 'Ulrich', 'Vermeer', 'Weber'];
/** Shapes of codes in letters and digits, tried until one passes as what the column asks for. */
const SHAPES = ['99999999', '999999999', '9999999999', '99999999999', '999999999999', '9999999', '999999', '99999', '9999', '9999AA', 'AA9 9AA', 'AA999999A', '99999999A', 'A9999999A', 'A99999999', 'AA9999999', '9999999999999'];
const TRIES_OF_A_SHAPE = 400;
const SURNAME = /sur|last|family|achter|nach|apell|cogn/i;
const BYTES_OF_A_NOTE = 20;
/** One row in this many has an empty cell, if empty cells are allowed, so that people see what becomes of such rows. */
const EMPTY_EVERY = 10;

export interface MadeUpList {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * `people`: the numbers of the people in this list. `isAsker`: the list of who learns the result, in which every other surname is misspelled where near matches count, and
 * the last row is incomplete where that may be: people are to see what comes of it.
 */
export function madeUpList({ columns, payload, near, minUsable, columnNames }: RecordsReading, people: readonly number[], { isAsker, seed }: { readonly isAsker: boolean; readonly seed: number }): MadeUpList {
  const lacksOne = isAsker && people.length >= EMPTY_EVERY && minUsable <= 100 - 100 / EMPTY_EVERY;
  const note = payload === undefined ? '' : noteOf(payload.columns.length, payload.bytes);
  const makers = new Map(columns.map((column) => [column.name, makerOf(column, seed)]));
  const rows = people.map((person, i) => columnNames.map((header) => {
    const column = columns.find(({ name }) => name === header);
    if (column === undefined) return note === '' ? '' : `${note} ${person + 1}`;
    if (lacksOne && i === people.length - 1) return header === columns[0]?.name ? 'unknown' : '';
    return column.type === 'name' ? nameOf(columns, column, person, isAsker && near && i % 2 === 1) : (makers.get(header)?.(person) ?? '');
  }));
  return { headers: columnNames, rows };
}

/** Of several columns of names, one is the surname, and the others hold given names. */
function nameOf(columns: readonly KeyColumn[], { name }: KeyColumn, person: number, isMisspelled: boolean): string {
  const given = GIVEN[person % GIVEN.length] ?? '';
  const right = SURNAMES[(person * 7 + Math.floor(person / SURNAMES.length)) % SURNAMES.length] ?? '';
  const surname = isMisspelled ? right.replace(/([a-z])([a-z])$/, '$2$1') : right;
  const names = columns.filter(({ type }) => type === 'name').map((column) => column.name);
  if (names.length === 1) return SURNAME.test(name) ? surname : `${given} ${surname}`;
  return name === (names.find((each) => SURNAME.test(each)) ?? names.at(-1)) ? surname : given;
}

/** Makes a column's cells from the numbers of people. */
function makerOf(column: KeyColumn, seed: number): (person: number) => string {
  const normalise = normaliserOf([column]);
  const read = (cell: string) => normalise([cell]).parts[0] ?? '';
  /** The first shape that passed: the others need not be tried again. */
  let shapes: readonly string[] = SHAPES;
  const coded = (draw: Draw): string => {
    for (const shape of shapes) {
      const cell = found(() => shape.replace(/[9A]/g, (sign) => (sign === '9' ? draw.digits(1) : draw.letter())), read);
      if (cell === '') continue;
      shapes = [shape];
      return cell;
    }
    return '';
  };
  return (person) => {
    const draw = drawOf(seed, person);
    switch (column.type) {
      case 'date':
        return `${1940 + ((person * 13) % 65)}-${two(1 + ((person * 5) % 12))}-${two(1 + ((person * 11) % 28))}`;
      case 'email':
        return `person${person + 1}@example.org`;
      case 'plate':
        return `MU-${draw.digits(4)}`;
      case 'iban':
        return ibanOf(draw.digits(14), read);
      case 'phone':
        return found(() => (column.region === undefined ? `+31 6 ${draw.digits(8)}` : `0${draw.digits(9)}`), read) || found(() => draw.digits(8), read);
      case 'id':
      case 'postcode':
        return coded(draw);
      default:
        return `made up ${person + 1}`;
    }
  };
}

interface Draw {
  digits(count: number): string;
  letter(): string;
}

function drawOf(seed: number, person: number): Draw {
  const random = drawing(seed, person);
  return { digits: (count) => Array.from({ length: count }, () => Math.floor(random() * 10)).join(''), letter: () => String.fromCharCode(65 + Math.floor(random() * 26)) };
}

function ibanOf(account: string, read: (cell: string) => string): string {
  let check = 2;
  return found(() => `GB${two(check++)}MUPX${account}`, read);
}

/** The first text that can be read as what the column asks for; '' if none of many can. */
function found(draw: () => string, read: (cell: string) => string): string {
  for (let i = 0; i < TRIES_OF_A_SHAPE; i++) {
    const text = draw();
    if (read(text) !== '') return text;
  }
  return '';
}

/** The beginning of payload columns, if each has room for it. */
function noteOf(columns: number, bytes: number): string {
  return columns * BYTES_OF_A_NOTE <= bytes ? 'made up' : '';
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
