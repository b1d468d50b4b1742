import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorCode } from '../../src/errors.js';
import { newFolder, ROOT, type TestParty } from '../support/processes.js';
import { file, type Proposed } from '../support/sessions.js';

/** Stand in cells of files that are wrong: no output may hold them. */
export const CANARY = 'CanaryCell';
export const DIGITS = '48151623421337';

export interface World {
  readonly ann: TestParty;
  readonly agreement: Proposed;
  /** Agreement files that were spoilt, by what was done to them. */
  readonly spoil: (change: (text: string) => string | Buffer) => string;
  readonly csv: (content: string | Buffer) => string[];
  readonly relay: string;
  readonly homes: Readonly<Record<'unmade' | 'readable' | 'damaged' | 'stranger' | 'impostor', string>>;
  readonly expired: Proposed;
  readonly few: Proposed;
  readonly auditor: Proposed;
  readonly closedPort: string;
  /** Share files of a sealed result, its digest, and its receipt, whose recipients do not include Bob. */
  readonly sealed: { readonly share: string; readonly bobs: string; readonly digest: string; readonly receipt: string };
}

/** A share file spoilt, as private as a good one. */
export function spoiltShare(w: World, change: (text: string) => string): string {
  const path = file(change(readFileSync(w.sealed.share, 'utf8')), 'share.json');
  chmodSync(path, 0o600);
  return path;
}

export const GOOD = 'salary\n1.25\n';

export interface Case {
  readonly what: string;
  readonly args: (w: World) => readonly string[];
  readonly code: ErrorCode;
  readonly says: RegExp;
  readonly home?: (w: World) => string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a case says itself is not said for it. */
export const unless = (more: readonly string[], ...defaults: [string, string][]) => defaults.flatMap((each) => (more.includes(each[0]) ? [] : each));
/** Joining with everything right, but for what a case changes. */
export const joining = (w: World, csv: string | Buffer, ...more: string[]) => ['join', w.agreement.file, ...w.csv(csv), ...unless(more, ['--approve', w.agreement.digest]), ...more];
export const summing = (w: World, ...more: string[]) => [
  ...['sum', '-c', 'salary', '--party', 'Bob', '--party', 'Cid'],
  ...unless(more, ['--purpose', 'p'], ['--relay', w.relay], ['--propose', join(newFolder(), 'a.json')]),
  ...more,
];
export const by = (what: string, args: Case['args'], code: ErrorCode, says: RegExp, more: Pick<Case, 'home' | 'env'> = {}): Case => ({ what, args, code, says, ...more });
export const cell = (what: string, content: string | Buffer, says: RegExp, code: ErrorCode = 'INPUT_INVALID', ...more: string[]) => by(what, (w) => joining(w, content, ...more), code, says);
export const spoilt = (what: string, change: (text: string) => string | Buffer, says: RegExp, code: ErrorCode = 'AGREEMENT_INVALID') =>
  by(what, (w) => ['join', w.spoil(change), ...w.csv(GOOD), '--approve', w.agreement.digest], code, says);

export const CASES: readonly Case[] = [
  by('an unknown command', () => ['summ'], 'USAGE', /no command "summ"/),
  by('an unknown command of a topic', () => ['party', 'ad'], 'USAGE', /party ad/),
  by('an unknown flag', () => ['whoami', '--hekp'], 'USAGE', /There is no flag "--hekp"/),
  by('a number that is none', () => ['relay', '--port', 'x'], 'USAGE', /^--port x: a whole number is expected\.$/),
  by('a number that is too large', () => ['sum', '--seats', '65'], 'USAGE', /^--seats 65: a whole number of at most 64 is expected\.$/),
  by('a choice that there is not', () => ['join', '--format', 'pdf'], 'USAGE', /^--format pdf: one of these is expected: table, csv, md, jsonl, html\.$/),
  by('a shell that is not known', () => ['completion', 'tcsh'], 'USAGE', /^"tcsh": one of these is expected: bash, zsh, fish\.$/),
  by('one number by two names', () => ['sum', '--seats', '3', '--parties', '4'], 'USAGE', /^--seats is given more than once\.$/),
  by('the data by two flags', (w) => ['check', w.agreement.file, ...w.csv(GOOD), '--data', 'x'], 'USAGE', /^--csv and --data exclude each other\.$/),
  by('a report to standard output', (w) => joining(w, GOOD, '--report', '-'), 'USAGE', /--report writes a file/),
  by('a descriptor that nobody opened', (w) => joining(w, GOOD, '--events', '4'), 'USAGE', /nobody opened this file descriptor/),
  by('a table to fill in as a PDF', (w) => ['agreement', 'template', w.agreement.file, '--party', 'Bob', '--out', 'table.pdf'], 'USAGE', /a table is written as \.csv or \.xlsx/),
  by('an agreement as a key card', (w) => ['party', 'import', w.agreement.file], 'KEY_INVALID', /is an agreement, and a key card or a directory of parties is needed/),
  by('JSON lines as CSV', (w) => joining(w, '{"salary":1}\n'), 'INPUT_UNREADABLE', /this is JSON, not a CSV file/),
  by('an argument too many', (w) => ['check', 'a.json', 'b.json', ...w.csv(GOOD)], 'USAGE', /Unexpected argument: b\.json/),
  by('an argument to a command that takes none', () => ['whoami', 'Ann'], 'USAGE', /argument too many/),
  by('no FILE for check', () => ['check'], 'USAGE', /FILE|file/),
  by('no KEY for party add', () => ['party', 'add', 'Gus'], 'USAGE', /KEY is missing/),
  by('no key', (w) => ['keys', ...w.csv(GOOD)], 'USAGE', /--key is missing/),
  by('a key of no kind', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary:nam'], 'USAGE', /--key salary:nam: the kind is none of/),
  by('an order for a name', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary:name:dmy'], 'USAGE', /only a date has an order/),
  by('a key column twice', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary', '--key', 'salary:text'], 'USAGE', /"salary" twice/),
  by('an order of a date that there is not', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary', '--date-order', 'salary=dmy'], 'USAGE', /"salary", which is no date/),
  by('a region that there is not', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary:phone', '--region', 'XX'], 'USAGE', /no country/),
  by('a region of a column that has none', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary', '--region', 'salary=NL'], 'USAGE', /no phone number or postcode/),
  by('a scheme of numbers that there is not', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary:id:nl.nothing'], 'USAGE', /no check of numbers/),
  by('an order of a date that is none', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary:date', '--date-order', 'salary=ydm'], 'USAGE', /none of ymd, dmy, mdy/),
  by('a mapping of no key column', (w) => ['keys', ...w.csv(GOOD), '--key', 'salary', '--map', 'pay=salary'], 'USAGE', /"pay", which is no column of the key/),
  by('keys of no file', () => ['keys', '--key', 'salary'], 'USAGE', /--csv is missing/),
  by('keys of a missing column', (w) => ['keys', ...w.csv(GOOD), '--key', 'surname:name'], 'INPUT_INVALID', /there is no column "surname"/),
  by('keys of a broken file', (w) => ['keys', ...w.csv(`salary\n${CANARY}"x\n`), '--key', 'salary'], 'INPUT_INVALID', /line 2/),
  by('a flag without its value', () => ['join', '--csv'], 'USAGE', /--csv expects a value/),
  by('nothing to join, and nobody to ask', () => ['join'], 'USAGE', /what to join/),
  by('a timeout without a unit', (w) => joining(w, GOOD, '--timeout', '10'), 'USAGE', /--timeout 10: not a duration/),
  by('a timeout of nothing', (w) => joining(w, GOOD, '--timeout', '0s'), 'USAGE', /not a duration/),
  by('a timeout of months', (w) => joining(w, GOOD, '--timeout', '99d'), 'USAGE', /longer than 24 days/),
  by('a malformed grace from the environment', (w) => joining(w, GOOD), 'USAGE', /--grace soon/, { env: { MPC_GRACE: 'soon' } }),
  by('a column with too many parts', (w) => summing(w, '-c', 'a:0..1:2:3'), 'USAGE', /--column a:0\.\.1:2:3/),
  by('a range without an end', (w) => summing(w, '-c', 'a:0..'), 'USAGE', /MIN and MAX are not numbers/),
  by('a range upside down', (w) => summing(w, '-c', 'a:5..-5'), 'USAGE', /MIN is greater/),
  by('a range finer than its decimals', (w) => summing(w, '-c', 'a:0..1.5'), 'USAGE', /at most 0 decimals/),
  by('a range beyond 128 bits', (w) => summing(w, '-c', `a:0..${2n ** 128n}`), 'USAGE', /beyond 128 bits/),
  by('31 decimals', (w) => summing(w, '-c', 'a:0..1:31'), 'USAGE', /from 0 to 30/),
  by('a column twice', (w) => summing(w, '-c', 'salary'), 'USAGE', /"salary" twice/),
  by('an http relay', (w) => summing(w, '--relay', 'http://relay.example'), 'USAGE', /--relay http/),
  by('a relay with a password', (w) => summing(w, '--relay', 'wss://me:pw@relay.example'), 'USAGE', /without user name/),
  by('an expiry that is over', (w) => summing(w, '--expires', '2020-01-01'), 'USAGE', /over already/),
  by('an expiry on no day', (w) => summing(w, '--expires', '2031-13-01'), 'USAGE', /neither a duration nor a date/),
  by('no runs', (w) => summing(w, '--runs', '0'), 'USAGE', /--runs|greater than/),
  by('an empty purpose', (w) => summing(w, '--purpose', ' '), 'USAGE', /--purpose is missing/),
  by('a purpose that could rearrange the screen', (w) => summing(w, '--purpose', 'a\u202Eb'), 'USAGE', /purpose/),
  by('--propose with --parties', (w) => ['sum', '--purpose', 'p', '-c', 'a', '--relay', w.relay, '--parties', '3', '--propose', 'x.json'], 'USAGE', /--propose needs --party/),
  by('--party with --parties', (w) => summing(w, '--parties', '3'), 'USAGE', /exclude each other/),
  by('nobody to compute with', (w) => ['sum', '--purpose', 'p', '-c', 'a', '--relay', w.relay], 'USAGE', /who takes part/),
  by('one seat', (w) => ['sum', '--purpose', 'p', '-c', 'a', '--relay', w.relay, '--parties', '1'], 'USAGE', /--seats/),
  by('two contributors', (w) => ['sum', '--purpose', 'p', '-c', 'a', '--relay', w.relay, '--party', 'Bob', '--propose', 'x.json'], 'USAGE', /two contributors/),
  by('two contributors by invite', (w) => ['sum', '--purpose', 'p', '-c', 'salary', '--relay', w.relay, '--parties', '2', ...w.csv(GOOD)], 'USAGE', /two contributors/),
  by('an unknown party', (w) => summing(w, '--party', 'Zoe'), 'PARTY_UNKNOWN', /"Zoe" is not among/),
  by('oneself as another party', (w) => summing(w, '--party', 'Ann'), 'PARTY_UNKNOWN', /"Ann" is not among/),
  by('a party twice', (w) => summing(w, '--party', 'Bob'), 'USAGE', /"Bob" is named twice/),
  by('a recipient who is no party', (w) => summing(w, '--to', 'Zoe'), 'USAGE', /"Zoe" is named with --to/),
  by('an existing file to write to', (w) => summing(w, '--propose', w.agreement.file), 'USAGE', /exists already/),
  by('a key with a typing error', () => ['party', 'add', 'Gus', 'mpc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq'], 'KEY_INVALID', /key/i),
  by('a second key for a known name', (w) => ['party', 'add', 'Bob', w.ann.publicKey], 'KEY_INVALID', /own key/),
  by('a name that is none', (w) => ['party', 'add', '../x', w.ann.publicKey], 'USAGE', /not a name/),
  by('a party to forget that is not known', () => ['party', 'remove', 'Zoe'], 'PARTY_UNKNOWN', /"Zoe"/),

  by('an approval of another digest', (w) => joining(w, GOOD, '--approve', '0'.repeat(64)), 'APPROVAL_MISMATCH', /--approve/),
  by('a malformed approval', (w) => joining(w, GOOD, '--approve', 'yes'), 'APPROVAL_MISMATCH', /--approve/),
  by('no approval, and nobody to ask', (w) => ['join', w.agreement.file, ...w.csv(GOOD)], 'APPROVAL_MISSING', /not approved/),
  by('an expired agreement', (w) => ['join', w.expired.file, ...w.csv(GOOD), '--approve', w.expired.digest], 'AGREEMENT_EXPIRED', /expired at/),
  by('an expired agreement to sign', (w) => ['agreement', 'sign', w.expired.file, '--approve', w.expired.digest], 'AGREEMENT_EXPIRED', /expired at/),
  spoilt('an agreement pretty-printed', (text) => JSON.stringify(JSON.parse(text), null, 2), /canonical form/),
  spoilt('an agreement with another purpose than approved', (text) => text.replace('A test', 'B test'), /--approve/, 'APPROVAL_MISMATCH'),
  spoilt('an agreement cut off', (text) => text.slice(0, -20), /not JSON/),
  spoilt('an agreement with a key twice', (text) => text.replace('{', '{"purpose":"Harmless",'), /canonical form/),
  spoilt('an agreement with an unknown field', (text) => text.replace('{', '{"aside":1,'), /format/),
  spoilt('an agreement with a byte-order mark', (text) => `\uFEFF${text}`, /neither an agreement nor an invite|not JSON/),
  spoilt('an agreement that is too large', (text) => text + ' '.repeat(2 ** 21), /longer than/, 'USAGE'),
  spoilt('an agreement of nothing', () => '', /is empty, and an agreement or an invite is needed here/, 'USAGE'),
  spoilt('an agreement of another version', (text) => text.replace('mpc-agreement/2', 'mpc-agreement/9'), /format/),
  spoilt('an agreement whose totals could wrap', (text) => text.replace('"max":"1000.00"', `"max":"${2n ** 127n}.00"`), /128 bits/),
  spoilt('an agreement whose recipient is no party', (text) => text.replace('"recipients":["Ann"', '"recipients":["Zoe"'), /recipients/),
  spoilt('an approval in the file that is no signature', (text) => text.replace(/^\{/, `{"approvals":[{"publicKey":"${/mpc1\w+/.exec(text)?.[0] ?? ''}","signature":"${'0'.repeat(128)}"}],`), /does not verify/, 'SIGNATURE_INVALID'),
  spoilt('a malformed approval in the file', (text) => text.replace(/^\{/, '{"approvals":[],'), /approvals/),
  by('an agreement that is not there', (w) => ['join', '/nowhere/a.json', ...w.csv(GOOD)], 'USAGE', /no such file/),
  by('an agreement with a known name and another key', (w) => ['join', w.homes.impostor, ...w.csv(GOOD), '--approve', 'x'], 'KEY_INVALID', /"Bob" with another key/),
  by('an agreement without this party', (w) => joining(w, GOOD), 'NOT_IN_ROSTER', /not among the parties/, { home: (w) => w.homes.stranger }),
  by('an invite with a typing error', (w) => ['join', file(`mpcinvite1${CANARY.toLowerCase()}`, 'invite'), ...w.csv(GOOD)], 'USAGE', /not an invite/),

  by('no identity', (w) => joining(w, GOOD), 'IDENTITY_MISSING', /no identity/, { home: (w) => w.homes.unmade }),
  by('a readable identity', (w) => joining(w, GOOD), 'IDENTITY_READABLE', /Other users/, { home: (w) => w.homes.readable }),
  by('a damaged identity', (w) => joining(w, GOOD), 'IDENTITY_INVALID', /is damaged/, { home: (w) => w.homes.damaged }),
  by('a second identity', () => ['init', 'Ann'], 'IDENTITY_EXISTS', /already/),
  by('a passphrase file that is not there', (w) => ['init', 'New', '--passphrase-file', join(w.homes.unmade, 'p')], 'IDENTITY_LOCKED', /no passphrase file/, { home: (w) => w.homes.unmade }),

  by('no file from a party that puts data in', (w) => ['join', w.agreement.file, '--approve', w.agreement.digest], 'USAGE', /--csv is missing/),
  by('a file from a party that puts none in', (w) => ['join', w.auditor.file, ...w.csv(GOOD), '--approve', w.auditor.digest], 'USAGE', /puts no data in/),
  by('a CSV that is not there', (w) => ['join', w.agreement.file, '--csv', '/nowhere.csv', '--approve', w.agreement.digest], 'INPUT_UNREADABLE', /\/nowhere\.csv/),
  by('a folder as CSV', (w) => ['join', w.agreement.file, '--csv', w.ann.home, '--approve', w.agreement.digest], 'INPUT_UNREADABLE', /a folder/),
  cell('an empty CSV', '', /header|empty/i),
  cell('a ragged row', `salary,b\n1,2\n${DIGITS}\n`, /line 3: 1 cell where the header has 2/),
  cell('a cell that is no number', `salary\n1\n${CANARY}\n`, /line 3, column "salary": not a number/),
  cell('a number out of range', `salary\n${DIGITS}\n`, /line 2, column "salary": outside the agreed range, 0\.00 to 1000\.00/),
  cell('a number with too many decimals', `salary\n1.${DIGITS}\n`, /line 2.*at most 2 decimals/),
  cell('an empty cell', 'salary,b\n,1\n', /line 2, column "salary": the cell is empty/),
  cell('an exponent', 'salary\n4815e2\n', /line 2/),
  cell('a NUL', `salary\n1\n${CANARY}\0\n`, /line 3: there is a NUL/, 'INPUT_UNREADABLE'),
  cell('bytes that are no text', Buffer.from([...Buffer.from('salary,n\n1,'), 0xff, 0xe9, 0x0a]), /not UTF-8/, 'INPUT_UNREADABLE'),
  cell('a quote that is not closed', `salary\n"${CANARY}\n1\n`, /line 2.*quote/i),
  cell('no such column', `wages\n${DIGITS}\n`, /no column "salary"; the file has "wages"/),
  cell('no header at all', `${DIGITS}\n1\n`, /looks like data/),
  cell('a header twice', `salary,salary\n${DIGITS},1\n`, /2 headers are called "salary"/),
  by('too many rows', (w) => ['join', w.few.file, ...w.csv(`salary\n1\n2\n3\n`), '--approve', w.few.digest], 'INPUT_TOO_MANY', /more than 2 data rows/),
  by('the same in a dry run', (w) => ['check', w.agreement.file, ...w.csv(`salary\n${CANARY}\n`)], 'INPUT_INVALID', /line 2, column "salary"/),
  by('a proposer’s own file, before any invite', (w) => ['sum', '--purpose', 'p', '-c', 'salary', '--relay', w.closedPort, '--party', 'Bob', '--party', 'Cid', ...w.csv(`salary\n${CANARY}\n`)], 'INPUT_INVALID', /line 2/),
  cell('a map without =', GOOD, /--map salary: not LOGICAL=HEADER/, 'USAGE', '--map', 'salary'),
  cell('a map of no column', GOOD, /"wages", which the agreement does not have/, 'USAGE', '--map', 'wages=salary'),
  cell('a map twice', GOOD, /"salary" twice/, 'USAGE', '--map', 'salary=a', '--map', 'salary=b'),
  cell('a map to no header', GOOD, /no header "pay"/, 'INPUT_INVALID', '--map', 'salary=pay'),
  cell('a delimiter of two characters', GOOD, /--delimiter/, 'USAGE', '--delimiter', ';;'),
  cell('an unknown encoding', GOOD, /--encoding/, 'USAGE', '--encoding', 'ebcdic'),

  by('a place for the result that is not there, before anything is computed', (w) => joining(w, GOOD, '--out', '/nowhere/result.json'), 'USAGE', /\/nowhere\/result\.json cannot be written/),
  by('a folder for the result', (w) => joining(w, GOOD, '--out', w.ann.home), 'USAGE', /it is a folder/),
  by('a port that is taken', (w) => ['relay', '--port', new URL(w.relay).port], 'USAGE', /cannot listen/),
  by('an authority for a Redis that is not reached by TLS', () => ['relay', '--redis', 'redis://127.0.0.1:1', '--redis-ca', join(ROOT, 'fixtures', 'tls', 'cert.pem')], 'USAGE', /begins with redis:/),
  by('a password in the address of Redis', () => ['relay', '--redis', `redis://:${DIGITS}@127.0.0.1:1`], 'USAGE', /password does not belong/),
  by('no command', () => [], 'USAGE', /No command/),
  by('a relay that is not there', (w) => ['doctor', '--relay', w.closedPort], 'RELAY_UNREACHABLE', /cannot be reached/),
  by('parties who never come', (w) => joining(w, GOOD, '--timeout', '1500ms'), 'TIMEOUT', /waiting for Bob, Cid/),
  by('a receipt that is not there', () => ['receipt', 'verify', '/nowhere'], 'USAGE', /no such file/),
  by('a receipt that is an agreement', (w) => ['receipt', 'show', w.agreement.file], 'RECEIPT_INVALID', /is an agreement, and a receipt is needed/),
  by('neither receipt nor log', () => ['receipt', 'verify'], 'USAGE', /or --log/),
  by('a threshold of one', (w) => summing(w, '--threshold', '1'), 'USAGE', /--threshold|greater than/),
  by('a threshold above the holders', (w) => summing(w, '--threshold', '4'), 'USAGE', /--threshold 4: only 3/),
  by('a holder of nothing', (w) => summing(w, '--holder', 'Bob'), 'USAGE', /without --threshold/),
  by('a holder who is no party', (w) => summing(w, '--threshold', '2', '--holder', 'Zoe'), 'USAGE', /"Zoe" is named with/),
  by('no share to reveal', () => ['reveal'], 'USAGE', /FILE is missing: /),
  by('a share that is not there', () => ['reveal', '/nowhere/share.json'], 'USAGE', /no file \/nowhere/),
  by('a share cut off', (w) => ['reveal', spoiltShare(w, (text) => text.slice(0, -9)), '--approve', w.sealed.digest], 'SHARE_INVALID', /not JSON/),
  by('a share pretty-printed', (w) => ['share', 'show', spoiltShare(w, (text) => JSON.stringify(JSON.parse(text), null, 1))], 'SHARE_INVALID', /canonical form/),
  by('a share with another threshold', (w) => ['share', 'verify', spoiltShare(w, (text) => text.replace('"needed":2,"receipt"', '"needed":3,"receipt"'))], 'SHARE_INVALID', /holders are not those/),
  by('a share that is an agreement', (w) => ['share', 'show', spoiltShare(w, () => readFileSync(w.agreement.file, 'utf8'))], 'SHARE_INVALID', /is an agreement, and a share file is needed/),
  by('a share that is another party’s', (w) => ['reveal', w.sealed.bobs, '--approve', w.sealed.digest], 'NOT_IN_ROSTER', /Bob’s/),
  by('a share of another identity’s session', (w) => ['reveal', w.sealed.share, '--approve', w.sealed.digest], 'NOT_IN_ROSTER', /not among the parties/, { home: (w) => w.homes.stranger }),
  by('a reveal without approval', (w) => ['reveal', w.sealed.share], 'APPROVAL_MISSING', /not approved/),
  by('a reveal with an approval of another agreement', (w) => ['reveal', w.sealed.share, '--approve', w.agreement.digest], 'APPROVAL_MISMATCH', /--approve/),
  by('a reveal with nobody known', (w) => ['reveal', w.sealed.share, '--approve', w.sealed.digest, '--with', 'Zoe'], 'USAGE', /--with Zoe/),
  by('a reveal by receipt of who is no recipient', (w) => ['reveal', w.sealed.receipt], 'USAGE', /no recipient/),
  by('a relay’s certificate without key', () => ['relay', '--tls-cert', 'c.pem'], 'USAGE', /tls-key/),
  by('a port beyond the last', () => ['relay', '--port', '70000'], 'USAGE', /65535|70000/),
];
