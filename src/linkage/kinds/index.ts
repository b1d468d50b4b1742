/** What a cell of a kind gives to a key. In order of dependency: read; phone, email, iban, plate, postcode, id. */
import type { KeyColumn } from '../column.js';
import { dateKey } from '../date.js';
import { exactKey } from '../exact.js';
import { textKey } from '../text.js';
import { readEmail } from './email.js';
import { readIban } from './iban.js';
import { readId } from './id.js';
import { readPhone } from './phone.js';
import { readPlate } from './plate.js';
import { readPostcode } from './postcode.js';
import type { CellRead } from './read.js';

/** Its part, or why it gives none. Undefined for the kinds whose cells are no numbers or codes. */
export function codeReader({ type, region, scheme }: KeyColumn): ((cell: string) => CellRead) | undefined {
  switch (type) {
    case 'phone':
      return (cell) => readPhone(cell, region);
    case 'email':
      return readEmail;
    case 'iban':
      return readIban;
    case 'plate':
      return readPlate;
    case 'postcode':
      return (cell) => readPostcode(cell, region);
    case 'id':
      return (cell) => readId(cell, scheme);
    default:
      return undefined;
  }
}

/** The part; '' if the cell gives none. Undefined for names, which are read together. */
export function partReader(column: KeyColumn): ((cell: string) => string) | undefined {
  switch (column.type) {
    case 'exact':
      return exactKey;
    case 'text':
      return textKey;
    case 'name':
      return undefined;
    case 'date':
      return (cell) => dateKey(cell, column.order);
    default: {
      const read = codeReader(column);
      return (cell) => {
        if (cell === '') return '';
        const found = read?.(cell);
        return found !== undefined && 'part' in found ? found.part : '';
      };
    }
  }
}
