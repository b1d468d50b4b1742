import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toHex } from '../../src/crypto/bytes.js';
import { ERRORS, type ErrorCode } from '../../src/errors.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { canonicalJson } from '../../src/session/documents/canonical-json.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import { makeParties, mpc, newFolder, oneObject, ROOT, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { homeStore } from '../../src/app/home-store.js';
import { saveShare } from '../../src/app/share-file.js';
import { decodePublicKey } from '../../src/crypto/public-key.js';
import { receiptText } from '../../src/session/receipt.js';
import { sealedSession } from '../support/sealed-sessions.js';
import { file, propose, type Proposed } from '../support/sessions.js';

// As many processes at a time as the smallest machine has cores.
vi.setConfig({ maxConcurrency: 2 });

/** Stand in cells of files that are wrong: no output may hold them. */
const CANARY = 'CanaryCell';
const DIGITS = '48151623421337';

interface World {
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

let world: World;
const silent = createServer();

beforeAll(async () => {
  const parties = await makeParties('Ann', 'Bob', 'Cid');
  const [ann, bob] = parties as [TestParty, TestParty, TestParty];
  const [stranger, readable, damaged, impostor] = (await makeParties('Dan', 'Eve', 'Fay', 'Bob')) as [TestParty, TestParty, TestParty, TestParty];
  const { url: relay } = await startRelay();
  const agreement = await propose(parties, relay, 'sum', '-c', 'salary:0..1000:2');
  const [few, auditor] = await Promise.all([
    propose(parties, relay, 'sum', '-c', 'salary:0..1000:2', '--max-rows', '2'),
    propose(parties, relay, 'sum', '-c', 'salary', '--without-data', 'Ann', '--allow-two'),
  ]);
  const past: Agreement = { ...(JSON.parse(readFileSync(agreement.file, 'utf8')) as Agreement), created: '2020-01-01T00:00:00Z', expires: '2020-02-01T00:00:00Z' };
  const expired = { file: file(canonicalJson(past), 'expired.json'), digest: digestOf(past) };
  chmodSync(readable.paths.identity, 0o644);
  writeFileSync(damaged.paths.identity, readFileSync(damaged.paths.identity, 'utf8').replace('"secretKey": "', '"secretKey": "00'));
  // Ann's list knows "Bob" by another key than the agreement that the impostor wrote.
  const forged = join(newFolder(), 'forged.json');
  writeFileSync(forged, readFileSync(agreement.file, 'utf8').replace(bob.publicKey, impostor.publicKey));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  world = {
    ann,
    agreement,
    spoil: (change) => file(change(readFileSync(agreement.file, 'utf8')), 'spoilt.json'),
    csv: (content) => ['--csv', file(content)],
    relay,
    homes: { unmade: join(newFolder(), 'none'), readable: readable.home, damaged: damaged.home, stranger: stranger.home, impostor: forged },
    expired,
    few,
    auditor,
    closedPort: 'ws://127.0.0.1:9',
    sealed: await sealedWorld(parties),
  };
});

async function sealedWorld(parties: readonly TestParty[]): Promise<World['sealed']> {
  const [ann, bob] = parties as [TestParty, TestParty];
  const total = { sum: 100n, count: 1n };
  const { shares, receipt } = await sealedSession(parties.map(({ name, publicKey, secretKey }) => ({ name, publicKey: decodePublicKey(publicKey), secretKey })), { Ann: total, Bob: total, Cid: total }, { threshold: 2, recipients: ['Cid'] });
  const path = async ({ name, paths, secretKey }: TestParty) => {
    const share = shares.get(name);
    if (share === undefined) throw new Error(`${name} holds no share`);
    return saveShare(homeStore(paths), share, { secretKey });
  };
  return { share: await path(ann), bobs: await path(bob), digest: receipt.digest, receipt: file(receiptText(receipt), 'receipt.json') };
}

/** A share file spoilt, as private as a good one. */
function spoiltShare(w: World, change: (text: string) => string): string {
  const path = file(change(readFileSync(w.sealed.share, 'utf8')), 'share.json');
  chmodSync(path, 0o600);
  return path;
}

afterAll(() => void silent.close());

const GOOD = 'salary\n1.25\n';

interface Case {
  readonly what: string;
  readonly args: (w: World) => readonly string[];
  readonly code: ErrorCode;
  readonly says: RegExp;
  readonly home?: (w: World) => string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a case says itself is not said for it. */
const unless = (more: readonly string[], ...defaults: [string, string][]) => defaults.flatMap((each) => (more.includes(each[0]) ? [] : each));
/** Joining with everything right, but for what a case changes. */
const joining = (w: World, csv: string | Buffer, ...more: string[]) => ['join', w.agreement.file, ...w.csv(csv), ...unless(more, ['--approve', w.agreement.digest]), ...more];
const summing = (w: World, ...more: string[]) => [
  ...['sum', '-c', 'salary', '--party', 'Bob', '--party', 'Cid'],
  ...unless(more, ['--purpose', 'p'], ['--relay', w.relay], ['--propose', join(newFolder(), 'a.json')]),
  ...more,
];
const by = (what: string, args: Case['args'], code: ErrorCode, says: RegExp, more: Pick<Case, 'home' | 'env'> = {}): Case => ({ what, args, code, says, ...more });
const cell = (what: string, content: string | Buffer, says: RegExp, code: ErrorCode = 'INPUT_INVALID', ...more: string[]) => by(what, (w) => joining(w, content, ...more), code, says);
const spoilt = (what: string, change: (text: string) => string | Buffer, says: RegExp, code: ErrorCode = 'AGREEMENT_INVALID') =>
  by(what, (w) => ['join', w.spoil(change), ...w.csv(GOOD), '--approve', w.agreement.digest], code, says);

const CASES: readonly Case[] = [
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

/** Everything of a run that could tell what must not be told. */
function expectNoSecrets(w: World, output: string): void {
  expect(output.toLowerCase()).not.toContain(CANARY.toLowerCase());
  expect(output).not.toContain(DIGITS);
  expect(output).not.toContain(toHex(w.ann.secretKey));
}

describe('bad input ends with its exit code, its stable code, and words that help', () => {
  it.concurrent.each(CASES.map((each) => [each.what, each] as const))('%s', async (_, each) => {
    const options = { home: each.home?.(world) ?? world.ann.home, ...(each.env === undefined ? {} : { env: each.env }) };
    const done = await mpc([...each.args(world), '--json', '--no-input'], options);
    const output = oneObject(done.stdout) as { error?: { code: string; exit: number; message: string; next: string }; ok?: boolean; findings?: { detail: string; ok: boolean }[] };
    if (output.findings !== undefined) {
      // The doctor has findings and not one error.
      expect([done.code, output.ok]).toEqual([ERRORS[each.code].exit, false]);
      expect(output.findings.find((finding) => !finding.ok)?.detail).toMatch(each.says);
    } else {
      expect(problems('error', output)).toEqual([]);
      expect({ code: output.error?.code, exit: done.code, message: output.error?.message }).toEqual({ code: each.code, exit: ERRORS[each.code].exit, message: expect.stringMatching(each.says) as string });
      expect(output.error?.exit).toBe(done.code);
      expect(output.error?.next).not.toBe('');
    }
    expectNoSecrets(world, done.stdout + done.stderr);
  });


  it.each([
    ['a cell that is no number', (w: World) => joining(w, `salary\n${CANARY}\n`), 8, /^Error: .*line 2, column "salary": not a number.*\n {2}→ .*\n {2}\(INPUT_INVALID\)\n$/],
    ['an unknown flag', () => ['whoami', '--hekp'], 2, /^Error: There is no flag "--hekp"\.\n {2}→ Did you mean `--help`\? See `mpc whoami --help`\.\n {2}\(USAGE\)\n$/],
    ['a wrong approval', (w: World) => joining(w, GOOD, '--approve', '0'.repeat(64)), 4, /\(APPROVAL_MISMATCH\)\n$/],
    ['an unknown command', () => ['summ'], 2, /^Error: There is no command "summ"/],
  ])('for people %s stands on standard error, in words, with nothing on standard output', async (_, args, code, says) => {
    const done = await mpc(args(world), { home: world.ann.home });
    expect([done.code, done.stdout]).toEqual([code, '']);
    expect(done.stderr).toMatch(says);
    expectNoSecrets(world, done.stderr);
  });

  it('a damaged identity or list of parties is not quoted', async () => {
    const [party] = (await makeParties('Hal')) as [TestParty];
    const secret = toHex(party.secretKey);
    writeFileSync(party.paths.identity, readFileSync(party.paths.identity, 'utf8').replace(secret, `${secret}",x`));
      for (const json of [[], ['--json']]) {
      const done = await mpc(['whoami', ...json], { home: party.home });
      expect(done.code).toBe(4);
      expect(done.stdout + done.stderr).not.toContain(secret.slice(0, 12));
    }
  });

  it('a port where nothing answers, and one where something else does, end with 6 or 7', async () => {
    const { port } = silent.address() as AddressInfo;
    const three = (await makeParties('Ann', 'Bob', 'Cid')) as [TestParty, TestParty, TestParty];
    for (const [relay, expected] of [[world.closedPort, [6, 'RELAY_UNREACHABLE']], [`ws://127.0.0.1:${port}`, [7, 'TIMEOUT']]] as const) {
      const agreement = await propose(three, relay, 'sum', '-c', 'salary');
      const done = await mpc(['join', agreement.file, ...world.csv(GOOD), '--approve', agreement.digest, '--grace', '500ms', '--timeout', expected[0] === 6 ? '30s' : '2s', '--json'], { home: three[0].home });
      const { error } = oneObject(done.stdout) as { error: { code: string } };
      expect([done.code, error.code]).toEqual(expected);
    }
  });
});
