import { Flags } from '@oclif/core';
import { withEnvironment } from './base-command.js';
import { LANGUAGES } from '../library/text.js';
import { FORMATS } from './format-names.js';

/** For commands that show agreements, approvals, results or receipts. */
export const languageFlags = withEnvironment({
  lang: Flags.string({ description: 'Language of agreements, approvals, results and receipts; the English wording counts. Default: by LC_ALL, LC_MESSAGES or LANG, if it is one of these; otherwise en.', options: [...LANGUAGES], helpGroup: 'GLOBAL' }),
});

/** How a party takes part in a session. */
export const participationFlags = withEnvironment({
  ...languageFlags,
  csv: Flags.string({ description: 'This party’s data as a CSV file. It stays on this machine. Repeatable with NAME, for a program that reads several.', helpValue: '[NAME=]FILE', multiple: true, multipleNonGreedy: true, helpGroup: 'TAKING PART' }),
  data: Flags.string({ description: 'The same, of any kind that is read: CSV, JSON lines, a workbook (.xlsx), Parquet; - for standard input.', helpValue: '[NAME=]FILE', multiple: true, multipleNonGreedy: true, exclusive: ['csv'], helpGroup: 'TAKING PART' }),
  map: Flags.string({ description: 'The header that a column of the agreement has in this file; with NAME. in front, in the file of that name. Repeatable.', helpValue: 'LOGICAL=HEADER', multiple: true, multipleNonGreedy: true, helpGroup: 'TAKING PART' }),
  sheet: Flags.string({ description: 'Sheet of a workbook, by its name or number; needed where it has several. With the NAME of --data in front, of that file.', helpValue: '[NAME=]SHEET|N', multiple: true, multipleNonGreedy: true, helpGroup: 'READING THE FILE' }),
  delimiter: Flags.string({ description: 'Character between cells; found by itself unless given.', helpValue: 'CHAR', helpGroup: 'READING THE FILE' }),
  encoding: Flags.string({ description: 'Encoding of the file, such as windows-1251, shift_jis or macintosh; UTF-8 and UTF-16 are recognised.', helpValue: 'NAME', helpGroup: 'READING THE FILE' }),
  'decimal-comma': Flags.boolean({ description: 'Numbers are written 1234,56.', helpGroup: 'READING THE FILE' }),
  'decimal-point': Flags.boolean({ description: 'Numbers are written 1234.56, and a point never groups thousands: 2.500 is 2.5.', exclusive: ['decimal-comma'], helpGroup: 'READING THE FILE' }),
  thousands: Flags.boolean({ allowNo: true, description: 'Numbers have thousands separators, as in 1,234.56 (or 1.234,56 with --decimal-comma); with "no", they never have.', helpGroup: 'READING THE FILE' }),
  'date-order': Flags.string({ description: 'How dates of a column are written in this file, if not as the agreement says: ymd, dmy or mdy. Without it, a program takes days as 2026-11-30. Repeatable.', helpValue: 'COLUMN=ORDER', multiple: true, multipleNonGreedy: true, helpGroup: 'READING THE FILE' }),
  region: Flags.string({ description: 'Country of the phone numbers without a country’s code, and of the postcodes, in this file: NL, DE, GB, … Repeatable.', helpValue: '[COLUMN=]REGION', multiple: true, multipleNonGreedy: true, helpGroup: 'READING THE FILE' }),
  'allow-unusable': Flags.string({ description: 'Go on although up to this many rows in a hundred make no key, and so cannot be found. Default: as the agreement says, usually half.', helpValue: 'N%', helpGroup: 'READING THE FILE' }),
  approve: Flags.string({ description: 'Approve the agreement with exactly this digest, without being asked.', helpValue: 'DIGEST', helpGroup: 'TAKING PART' }),
  'expect-fingerprint': Flags.string({ description: 'Fingerprint of a partner’s key (12 words); if nobody in the roster has that key, the session ends before anyone approves. Repeatable.', helpValue: 'WORDS', multiple: true, multipleNonGreedy: true, helpGroup: 'TAKING PART' }),
  out: Flags.string({ char: 'o', description: 'Write what --json prints to this file. For psi and match, write this party’s rows and what matched as CSV instead, unless FILE ends with .json. With -, write to standard output, in place of the result.', helpValue: 'FILE', helpGroup: 'TAKING PART' }),
  format: Flags.string({ description: 'How the result is printed. Under csv, sentences go to standard error.', options: [...FORMATS], default: 'table', helpGroup: 'TAKING PART' }),
  chart: Flags.string({ description: 'At a terminal, draw this column of the tables of a program, or with "none" nothing. By default a curve if there is one, or else bars of the last column.', helpValue: 'COLUMN|none', helpGroup: 'TAKING PART' }),
  report: Flags.string({ description: 'Also write one HTML file with the agreement, the result, its caveats and the receipt. No script is in it, and it fetches nothing.', helpValue: 'FILE', helpGroup: 'TAKING PART' }),
  force: Flags.boolean({ description: 'Let --out and --report replace a file that is there.', helpGroup: 'TAKING PART' }),
  events: Flags.string({ description: 'Append to this file, or write to this open file descriptor, one line of JSON for every step of the session; - for standard output.', helpValue: 'FILE|FD', helpGroup: 'TAKING PART' }),
  timeout: Flags.string({ description: 'From start to end (8s, 5m, 1h).', helpValue: 'DURATION', default: '10m', helpGroup: 'TAKING PART' }),
  grace: Flags.string({ description: 'How long to wait for a lost connection. Default: 2m for another party’s; for the relay, as long as --timeout allows, or 1m if it has not answered yet.', helpValue: 'DURATION', helpGroup: 'TAKING PART' }),
  'passphrase-file': Flags.string({ description: 'File that holds the passphrase of this identity, readable by you alone.', helpValue: 'FILE', helpGroup: 'TAKING PART' }),
  operator: Flags.string({ description: 'Who works here: kept in this party’s own history (`mpc history`), and never sent.', helpValue: 'NAME', helpGroup: 'TAKING PART' }),
  ca: Flags.string({ description: 'Certificates (PEM) of authorities that may have issued the certificate of a relay at wss://, besides the usual ones.', helpValue: 'FILE', helpGroup: 'TAKING PART' }),
});

/** One file of one's own, for commands without an agreement. */
export const fileFlags = withEnvironment({
  csv: Flags.string({ description: 'This party’s data as a CSV file. It stays on this machine.', helpValue: 'FILE', helpGroup: 'TAKING PART' }),
  data: Flags.string({ description: 'The same, of any kind that is read: CSV, JSON lines, a workbook (.xlsx), Parquet; - for standard input.', helpValue: 'FILE', exclusive: ['csv'], helpGroup: 'TAKING PART' }),
  sheet: Flags.string({ description: 'Sheet of a workbook, by its name or number; needed where it has several.', helpValue: 'NAME|N', helpGroup: 'READING THE FILE' }),
});

/** What a proposer decides. */
export const proposalFlags = withEnvironment({
  purpose: Flags.string({ description: 'What for, in plain words. Every party reads and signs it.', helpValue: 'TEXT', helpGroup: 'PROPOSING' }),
  'legal-basis': Flags.string({ description: 'The legal basis, if there is one.', helpValue: 'TEXT', helpGroup: 'PROPOSING' }),
  reference: Flags.string({ description: 'The number under which the parties file it.', helpValue: 'TEXT', helpGroup: 'PROPOSING' }),
  contact: Flags.string({ description: 'Whom to ask about the data of a party, such as its data-protection officer. Repeatable.', helpValue: 'NAME=TEXT', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
  'retain-until': Flags.string({ description: 'The last day on which the result may be kept: a date (UTC), or a duration from now.', helpValue: 'TIME', helpGroup: 'PROPOSING' }),
  party: Flags.string({ description: 'Another party, by its name among the known parties. Repeatable; you are a party too.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
  seats: Flags.integer({ aliases: ['parties'], description: 'Instead: how many parties meet by an invite, you counted.', helpValue: 'N', min: 2, max: 64, helpGroup: 'PROPOSING' }),
  to: Flags.string({ description: 'Party that learns the result. Repeatable; default every party; for `match`, the proposer.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
  'without-data': Flags.string({ description: 'Party that puts no data in, such as an auditor. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
  threshold: Flags.integer({ description: 'Nobody learns the result in the session: it stays sealed until T holders open it (`mpc reveal`).', helpValue: 'T', min: 2, max: 64, helpGroup: 'PROPOSING' }),
  holder: Flags.string({ description: 'Party that holds a share of a sealed result. Repeatable; default every party.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
  relay: Flags.string({ description: 'Address of the relay where the parties meet (ws:// or wss://).', helpValue: 'URL', helpGroup: 'PROPOSING' }),
  expires: Flags.string({ description: 'When the agreement expires: a duration from now, or a date (UTC).', helpValue: 'TIME', default: '30d', helpGroup: 'PROPOSING' }),
  runs: Flags.integer({ description: 'How often the agreement may be run.', default: 1, min: 1, max: 100_000, helpValue: 'N', helpGroup: 'PROPOSING' }),
  propose: Flags.string({ description: 'Only write the agreement to this file, or with - to standard output; needs --party.', helpValue: 'FILE', helpGroup: 'PROPOSING' }),
  'invite-file': Flags.string({ description: 'Also write the invite to this file.', helpValue: 'FILE', helpGroup: 'PROPOSING' }),
});

const { purpose, 'legal-basis': legalBasis, reference, contact, 'retain-until': retainUntil, party, seats, relay, expires, runs, propose, 'invite-file': inviteFile } = proposalFlags;

/** What a proposer of a program decides. The program itself says who learns what, and who puts data in. */
export const programProposalFlags = { purpose, 'legal-basis': legalBasis, reference, contact, 'retain-until': retainUntil, party, seats, relay, expires, runs, propose, 'invite-file': inviteFile };

/** What a proposer of a sum, or of what follows from sums, decides in addition. */
export const linearFlags = withEnvironment({
  column: Flags.string({
    char: 'c',
    description: 'Column of numbers. Without a range: 2 decimals, ± 10^13. With a range but no DECIMALS: whole numbers. Repeatable.',
    helpValue: 'NAME[:MIN..MAX[:DECIMALS]]',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'PROPOSING',
  }),
  'allow-two': Flags.boolean({ description: 'Go on with two contributors, who each learn the other’s total.', helpGroup: 'PROPOSING' }),
  'allow-no-rows': Flags.boolean({ description: 'Let a party take part as a contributor with a file that has no rows.', helpGroup: 'PROPOSING' }),
  empty: Flags.string({ description: 'What an empty cell is: an error, left out, or 0.', options: ['refuse', 'skip', 'zero'], default: 'refuse', helpGroup: 'PROPOSING' }),
  'max-rows': Flags.integer({ description: 'Most rows that a party may put in.', default: 100_000_000, min: 1, max: 10_000_000_000, helpValue: 'N', helpGroup: 'PROPOSING' }),
  by: Flags.string({ description: 'Work it out for each group of rows apart, by a column of few values: --column ward:surgery,medicine. Every party learns the results. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'GROUPS AND CONDITIONS' }),
  where: Flags.string({ description: 'Which rows count, in the language: \'age >= 18 and ward = "surgery"\'. Every party learns the result.', helpValue: 'CONDITION', helpGroup: 'GROUPS AND CONDITIONS' }),
  'min-group': Flags.integer({ description: 'With --by or --where: open no sums of fewer rows than this; how many rows there are is seen all the same.', helpValue: 'N', min: 2, max: 1_000_000, helpGroup: 'GROUPS AND CONDITIONS' }),
  'show-program': Flags.boolean({ description: 'With --by or --where: print the program that would be proposed, and its words. Nothing is written or sent.', helpGroup: 'GROUPS AND CONDITIONS' }),
});

/** What a proposer of matching decides in addition. */
export const matchingFlags = withEnvironment({
  key: Flags.string({ char: 'k', description: 'Column that says who or what a row is; several columns are one key together. With GROUP/ in front, the groups are several keys, and any of them may agree. KIND: exact (the default), text, name, date, date:dmy, date:mdy, phone, email, iban, plate, postcode, id. Repeatable.', helpValue: '[GROUP/]COLUMN[:KIND]', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
  near: Flags.boolean({ description: 'Also match rows that are written a little differently: typing errors, swapped names, a missing part.', helpGroup: 'PROPOSING' }),
  cap: Flags.string({ description: 'Most rows a list may have, for everyone or for the party named. The others see this number, never the true one. NAME=0 in a match: that party mixes and has no list. Repeatable.', helpValue: '[NAME=]N', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
  placeholder: Flags.string({ description: 'Text that stands for no value in a cell of the key, besides "unknown", "n/a", "0000" and the like. It makes no key. Repeatable.', helpValue: 'TEXT', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
  'min-usable': Flags.string({ description: 'Rows in a hundred of each list that must make keys; otherwise its party must say that this is meant. Default 50%.', helpValue: 'N%', helpGroup: 'PROPOSING' }),
  'tell-tested': Flags.boolean({ description: 'Let recipients also learn how many rows each list has, and how many of them make keys.', helpGroup: 'PROPOSING' }),
  'max-matches': Flags.integer({ description: 'If more rows match, show only their number. This binds honest recipients only.', helpValue: 'N', min: 0, helpGroup: 'PROPOSING' }),
});

/** Values of the flags above, as commands pass them on. */
export interface ParticipationValues {
  csv?: string[] | undefined;
  data?: string[] | undefined;
  sheet?: string[] | undefined;
  map?: string[] | undefined;
  delimiter?: string | undefined;
  encoding?: string | undefined;
  'decimal-comma': boolean;
  'decimal-point': boolean;
  thousands?: boolean | undefined;
  'date-order'?: string[] | undefined;
  region?: string[] | undefined;
  approve?: string | undefined;
  'expect-fingerprint'?: string[] | undefined;
  out?: string | undefined;
  format?: string | undefined;
  chart?: string | undefined;
  report?: string | undefined;
  force: boolean;
  'allow-unusable'?: string | undefined;
  events?: string | undefined;
  timeout: string;
  grace?: string | undefined;
  'passphrase-file'?: string | undefined;
  ca?: string | undefined;
  operator?: string | undefined;
}

export interface ProposalValues {
  purpose?: string | undefined;
  'legal-basis'?: string | undefined;
  reference?: string | undefined;
  contact?: string[] | undefined;
  'retain-until'?: string | undefined;
  party?: string[] | undefined;
  seats?: number | undefined;
  to?: string[] | undefined;
  'without-data'?: string[] | undefined;
  threshold?: number | undefined;
  holder?: string[] | undefined;
  relay?: string | undefined;
  expires: string;
  runs: number;
  propose?: string | undefined;
  'invite-file'?: string | undefined;
}

export interface LinearValues {
  column?: string[] | undefined;
  'allow-two': boolean;
  'allow-no-rows': boolean;
  empty: string;
  'max-rows': number;
  by?: string[] | undefined;
  where?: string | undefined;
  'min-group'?: number | undefined;
  'show-program': boolean;
}

export interface MatchingValues {
  key?: string[] | undefined;
  region?: string[] | undefined;
  near: boolean;
  placeholder?: string[] | undefined;
  cap?: string[] | undefined;
  'min-usable'?: string | undefined;
  'tell-tested': boolean;
  'max-matches'?: number | undefined;
  'allow-larger-last'?: boolean | undefined;
}
