import { MpcError } from '../../errors.js';
import { csvWriter } from '../../io/csv/writer.js';
import { workbookBytes, type SheetCell } from '../../io/typed/workbook-writer.js';
import { encodePublicKey } from '../../crypto/public-key.js';
import { digestOf } from '../../session/agreement/canonical.js';
import type { Agreement } from '../../session/agreement/types.js';
import { cleaned } from '../../session/clean.js';
import { operationOf } from '../../session/operations/registry.js';
import type { Reading } from '../../session/operations/reading.js';
import type { Store } from '../store.js';
import { columnsOf, rowsInWords, type TemplateColumn } from './columns.js';

/** The file that a party brings, empty. */
export interface AgreementTemplate {
  readonly party: string;
  readonly columns: readonly TemplateColumn[];
  /** How many rows it may have, and what an empty cell is, in sentences. */
  readonly rules: readonly string[];
  /** The headers as a line of CSV. */
  readonly csv: string;
  /** A workbook with the sheet to fill in, and a sheet that explains it. */
  workbook(): Promise<Uint8Array>;
}

/** Rows of the workbook that are ready for texts. A spreadsheet may take what is typed below them for a number, and its zeros in front are then lost. */
const READY_ROWS = 1000;
export const DATA_SHEET = 'Data';

/** `party`: whose; default the party of this machine. `rows`: which of its files, where it has several. Throws USAGE where it has no seat, or puts nothing in, or is not said which. */
export async function agreementTemplate(store: Pick<Store, 'identity'>, agreement: Agreement, party?: string, rows?: string): Promise<AgreementTemplate> {
  const name = party ?? (await ownNameIn(store, agreement));
  const operation = operationOf(agreement);
  const names = agreement.parties.map((each) => each.name);
  if (name === undefined || !names.includes(name)) throw new MpcError('USAGE', name === undefined ? 'This machine’s party is not in the agreement, and it is not said whose file it is to be.' : `--party ${name}: no party of the agreement.`, `Its parties: ${names.join(', ')}. Choose with --party NAME.`);
  if (!operation.putsDataIn(agreement, name)) throw new MpcError('USAGE', `${name} puts no data in, and needs no file.`, `Those who do: ${names.filter((each) => operation.putsDataIn(agreement, each)).join(', ')}.`);
  const reading = oneOf(operation.reads(agreement, name), rows);
  const columns = columnsOf(reading);
  const rules = rowsInWords(reading);
  return { party: name, columns, rules, csv: csvWriter({ delimiter: ',', lineEnd: '\n' })(columns.map((column) => column.name)), workbook: async () => workbookBytes(sheetsOf(agreement, name, reading, columns, rules)) };
}

/** What is read from one of the files. */
function oneOf(reading: Reading, name: string | undefined): Reading {
  const inputs = reading.kind === 'rows' ? reading.inputs : [];
  const names = inputs.map((each) => each.name);
  if (name === undefined && inputs.length < 2) return reading;
  const named = inputs.find((each) => each.name === name);
  if (reading.kind === 'rows' && named !== undefined) return { ...reading, inputs: [named] };
  throw new MpcError('USAGE', name === undefined ? `This party has several files: ${names.join(', ')}.` : `--rows ${cleaned(name, 60)}: this party has no file of that name.`, names.length === 0 ? 'Leave --rows out.' : `Choose one: ${names.map((each) => `--rows ${each}`).join(', ')}.`);
}

async function ownNameIn(store: Pick<Store, 'identity'>, { parties }: Agreement): Promise<string | undefined> {
  try {
    const own = encodePublicKey((await store.identity.read()).publicKey);
    return parties.find(({ publicKey }) => publicKey === own)?.name;
  } catch (error) {
    if (error instanceof MpcError && error.code === 'IDENTITY_MISSING') return undefined;
    throw error;
  }
}

function sheetsOf(agreement: Agreement, party: string, reading: Reading, columns: readonly TemplateColumn[], rules: readonly string[]) {
  const head = columns.map(({ name }): SheetCell => ({ text: name, isBold: true }));
  const ready = Math.min(READY_ROWS, mostRows(reading));
  const blank = columns.map(({ isText }): SheetCell => (isText ? { isText } : undefined));
  const texts: SheetCell[][] = [
    [{ text: `The file of ${party}`, isBold: true }],
    [agreement.purpose],
    [],
    [{ text: `Fill in the sheet "${DATA_SHEET}": one row for each record, below the headers. Leave the headers as they are. This file stays with ${party}: send it to nobody.` }],
    [`Then: mpc check AGREEMENT --data THIS-FILE.xlsx --sheet ${DATA_SHEET}`],
    [`And on the day: mpc join AGREEMENT --data THIS-FILE.xlsx --sheet ${DATA_SHEET}`],
    [],
    [{ text: 'Column', isBold: true }, { text: 'What stands in it', isBold: true }],
    ...columns.map(({ name, words }): SheetCell[] => [name, words]),
    [],
    ...rules.map((rule): SheetCell[] => [rule]),
    [],
    [`Made for the agreement with the digest ${digestOf(agreement)}.`],
  ];
  return [
    { name: DATA_SHEET, widths: columns.map(({ name }) => Math.max(14, name.length + 4)), hasHeader: true, rows: [head, ...(blank.some((cell) => cell !== undefined) ? Array.from({ length: ready }, () => blank) : [])] },
    { name: 'Explanation', widths: [Math.max(24, ...columns.map(({ name }) => name.length + 4)), 100], hasHeader: false, rows: texts },
  ];
}

function mostRows(reading: Reading): number {
  return reading.kind === 'rows' ? Math.max(0, ...reading.inputs.map(({ most }) => most)) : reading.maxRows;
}
