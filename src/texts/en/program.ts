import { listed } from './listed.js';

export const program = {
  /** What a reader of another language is told first: the words of programs are in English. */
  inEnglish: [] as readonly string[],
  resultInEnglish: [] as readonly string[],
  allButOne: 'If all parties but one work together, they know their own parts of each sum that one of them learns, and can work out the part of the last one.',
  saidBelow: 'What each of them learns, and which sums each sees besides, is said below.',
  notices: 'Notices',
  itself: 'The program itself',
  governs: 'Where these words and the program differ, the program governs. The digest below covers it letter by letter.',
  accepted: (codes: readonly string[]) => `Whoever proposes this has accepted ${listed(codes)}.`,
  notAccepted: (notice: string) => `${notice} (Whoever proposes this has not accepted it: it may have another version of mpc.)`,
  secretInputs:
    'What a party puts in stays secret from the relay and from the other parties, even if all of them work together and break the rules. Those who learn sums also learn what follows from them together with what they know already.',
  allTakePart: 'All parties named above take part, or nothing is computed.',
  sums: (count: number) => `There are ${count} sums. They are exact: none can grow too large for the program.`,
  /** Of cells and numbers that are not there. */
  hidden: {
    sign: (sign: string) => `${sign} hidden by a condition of the program`,
    cells: (count: string) => `${count} cells are hidden.`,
    condition: 'not revealed: its condition does not hold',
    none: 'none',
    byParties: (parties: readonly string[]) => `not revealed: ${listed(parties)} shut it, since the condition does not hold without ${parties.length > 1 ? 'their' : 'its'} own rows`,
    ofTotal: (tables: readonly string[], parties: readonly string[]) => `not revealed: a total over the rows of ${listed(tables)}, where cells are shut${parties.length === 0 ? '' : `, some by ${listed(parties)}`}`,
    cellsByParty: (party: string, cells: readonly string[]) => `Shut by ${party}, since the condition hides them without its own rows: ${cells.join('; ')}.`,
    cellsWithTable: (table: string, cells: readonly string[]) => `Shut with cells of ${table}, which are over the same rows: ${cells.join('; ')}.`,
  },
};
