import { createHash } from 'node:crypto';
import { publicKeyOf } from '../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { LABS } from '../session/operations/program/programs.js';
import { asAgreed, parseKeys } from '../../src/linkage/index.js';
import { validateAgreement } from '../../src/session/agreement/canonical.js';
import type { CompareTerms } from '../../src/session/operations/compare/index.js';
import type { Learned } from '../../src/session/operations/compare/types.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { agreementOf, type Proposal } from '../../src/session/agreement/propose.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import { keyRulesOf } from '../../src/session/operations/lists/key-rules.js';
import type { EmptyCells } from '../../src/session/operations/reading.js';

import type { LinearTerms } from '../../src/session/operations/linear/propose.js';
import type { MatchingTerms } from '../../src/session/operations/lists/propose.js';
import type { ProgramTerms } from '../../src/session/operations/program/propose.js';
import type { AnyLinear, AnyMatching } from '../support/operations.js';

/** A party of the golden files. Its key is fixed, so that its signatures are. */
export interface GoldenParty {
  readonly name: string;
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

export function goldenParty(name: string): GoldenParty {
  const secretKey = new Uint8Array(createHash('sha256').update(`golden key of ${name}`).digest());
  return { name, secretKey, publicKey: publicKeyOf(secretKey) };
}

export const NAMES = ['North', 'South', 'Harbour', 'West', 'East', 'Vale'];

export interface GoldenCase {
  readonly name: string;
  readonly agreement: Agreement;
  readonly parties: readonly GoldenParty[];
  /** Whether its transcript over the network in memory is frozen as well. */
  readonly isPlayed: boolean;
}

type Terms = LinearTerms<AnyLinear> | CompareTerms | MatchingTerms<AnyMatching> | ProgramTerms;
type Options = Partial<Omit<Proposal, 'terms'>> & { readonly count?: number; readonly meeting?: Agreement['meeting']; readonly isPlayed?: boolean };

export const CREATED = Date.UTC(2026, 0, 31, 12);

export function golden(name: string, terms: Terms, { count = 3, meeting = 'known keys', isPlayed = true, ...options }: Options = {}): GoldenCase {
  const parties = NAMES.slice(0, count).map(goldenParty);
  const roster = parties.map((party) => ({ name: party.name, publicKey: encodePublicKey(party.publicKey) }));
  const proposal: Proposal<Terms> = { purpose: 'A golden purpose', terms, recipients: [], withoutData: [], relay: 'wss://relay.example.org', created: CREATED, expires: CREATED + 86_400_000, runs: 1, ...options };
  const id = createHash('sha256').update(`golden agreement ${name}`).digest('hex').slice(0, 32);
  return { name, parties, isPlayed, agreement: validateAgreement({ ...agreementOf(proposal, roster, meeting), id }) };
}

export const linear = (operation: 'sum' | 'average', columns: readonly string[], options: { readonly emptyCells?: EmptyCells; readonly maxRows?: number; readonly allowTwo?: boolean; readonly digits?: number } = {}): Terms => {
  const { emptyCells = 'refuse', maxRows = 1000, allowTwo = false, digits = 6 } = options;
  return { operation: operation === 'sum' ? { name: operation, emptyCells } : { name: operation, emptyCells, digits }, columns: columns.map(parseColumn), maxRows, allowTwo };
};

export const compare = (learn: readonly Learned[], column: string, options: { readonly emptyCells?: EmptyCells; readonly maxRows?: number; readonly first?: string } = {}): Terms => {
  const { emptyCells = 'refuse', maxRows = 1_000_000, first } = options;
  return { operation: { name: 'compare', emptyCells, learn, ...(first === undefined ? {} : { first }) }, column: parseColumn(column), maxRows };
};

interface ListOptions {
  readonly keys?: readonly string[];
  readonly near?: boolean;
  readonly caps?: number;
  readonly byName?: Readonly<Record<string, number>>;
  readonly maxMatches?: number;
  readonly tellTested?: boolean;
  readonly allowLargerLast?: boolean;
}

function lists(operation: (keys: ReturnType<typeof keyRulesOf>) => AnyMatching, { keys = ['id'], near = false, caps = 6, byName = {}, maxMatches, tellTested, allowLargerLast = false }: ListOptions = {}): Terms {
  const columns = asAgreed(parseKeys(keys));
  return { operation: operation(keyRulesOf(columns, near)), columns, caps: { general: caps, byName: new Map(Object.entries(byName)) }, ...(maxMatches === undefined ? {} : { maxMatches }), tellTested, allowLargerLast };
}

export const psi = (options: ListOptions = {}, more: { readonly protocol?: 'voprf' | 'vole'; readonly payload?: { readonly columns: readonly string[]; readonly bytes: number } } = {}) =>
  lists((keys) => ({ name: 'psi', protocol: more.protocol ?? 'voprf', reveals: 'matches', keys, ...(more.payload === undefined ? {} : { payload: more.payload }) }), options);
export const psiCount = (options: ListOptions = {}) => lists((keys) => ({ name: 'psi', protocol: 'dh-count', reveals: 'count', keys }), options);
export const match = (options: ListOptions = {}) => lists((keys) => ({ name: 'match', protocol: 'block-mix', keys }), options);

/** With a title, as the golden files have it. */
export const TITLED = LABS.replace('reveal by_arm to everyone', 'reveal by_arm as "the mean response by arm" to everyone');

const BOARD = `tally 1
analysis "Stays"

group wards of 2..9
party Board
parameter usual: 0..100

from each of wards:
    beds: 1..900
    used: 0..900

reveal full = count(wards where used >= usual) as "wards in use" to everyone
reveal rate = sum(used of wards) / sum(beds of wards) rounded to 0.1% as "the rate" to Board
`;

const PERSON = ['given:name', 'surname:name', 'born:date:dmy'];
const PAYLOAD = { columns: ['phone', 'note'], bytes: 64 };
const two = { count: 2 };

/** Every operation with every option that stands in an agreement. */
export const GOLDEN_CASES: readonly GoldenCase[] = [
  golden('sum', linear('sum', ['salary:0..500000:2'])),
  golden('sum-columns', linear('sum', ['salary', 'beds:-5..5000', 'ratio:0..1:4'], { emptyCells: 'skip', maxRows: 100_000_000 })),
  golden('sum-zero', linear('sum', ['beds:10..5000'], { emptyCells: 'zero' }), { legalBasis: 'Article 6(1)(e)', runs: 12 }),
  golden('sum-to-one', linear('sum', ['beds:0..5000']), { recipients: ['South'] }),
  golden('sum-auditor', linear('sum', ['beds:0..5000']), { count: 4, withoutData: ['West'], recipients: ['West'] }),
  golden('sum-allow-two', linear('sum', ['beds:0..5000'], { allowTwo: true }), two),
  golden('sum-allow-two-to-one', linear('sum', ['beds:0..5000'], { allowTwo: true }), { ...two, recipients: ['South'] }),
  golden('sum-allow-two-to-none', linear('sum', ['beds:0..5000'], { allowTwo: true }), { withoutData: ['Harbour'], recipients: ['Harbour'] }),
  golden('sum-invite', linear('sum', ['beds:0..5000']), { meeting: 'invite' }),
  golden('sum-record', linear('sum', ['beds:0..5000']), { reference: 'DPA/2026/0117', contacts: [{ name: 'Harbour', contact: 'Data protection, +31 20 555 0100' }, { name: 'North', contact: 'dpo@north.example' }], retainUntil: Date.UTC(2027, 0, 31), isPlayed: false }),
  golden('sum-threshold', linear('sum', ['beds:0..5000']), { threshold: 2 }),
  golden('sum-holders', linear('sum', ['beds:0..5000']), { count: 4, threshold: 2, holders: ['South', 'West'], withoutData: ['West'], recipients: ['North'] }),
  golden('average', linear('average', ['salary:0..500000:2'])),
  golden('average-columns', linear('average', ['salary:0..500000:2', 'days:-10..3650'], { emptyCells: 'skip', digits: 0 }), { recipients: ['North', 'Harbour'] }),
  golden('average-zero', linear('average', ['days:3..3650'], { emptyCells: 'zero', digits: 30 }), { meeting: 'invite' }),
  golden('average-threshold', linear('average', ['days:0..3650']), { threshold: 3 }),
  golden('compare-more', compare(['more'], 'pay:0..1000000:2', { first: 'North' }), two),
  golden('compare-most', compare(['most'], 'pay:0..1000000:2'), { isPlayed: false }),
  golden('compare-least-min', compare(['least', 'min'], 'price:0..9000000:2', { maxRows: 1 }), { recipients: ['South'] }),
  golden('compare-order', compare(['order'], 'beds:-5..5000', { emptyCells: 'zero' }), { count: 4, isPlayed: false, runs: 3 }),
  golden('compare-max-two', compare(['max'], 'beds:0..5000'), { ...two, isPlayed: false }),
  golden('compare-median', compare(['median'], 'days', { emptyCells: 'skip' }), { count: 4, isPlayed: false, meeting: 'invite' }),
  golden('compare-auditor', compare(['order'], 'beds:10..5000', { maxRows: 1 }), { withoutData: ['Harbour'], recipients: ['Harbour'] }),
  golden('psi', psi(), two),
  golden('psi-to-one', psi({ byName: { North: 4, South: 7 } }), { ...two, recipients: ['South'] }),
  golden('psi-tested', psi({ tellTested: true }), two),
  golden('psi-person', psi({ keys: PERSON }), two),
  golden('psi-near', psi({ keys: PERSON, near: true, caps: 2 }), two),
  golden('psi-groups', psi({ keys: ['A/passport:id', 'B/name:name', 'B/born:date:dmy'], caps: 2 }), two),
  golden('psi-max-matches', psi({ maxMatches: 1 }), two),
  golden('psi-payload', psi({}, { payload: PAYLOAD }), { ...two, recipients: ['North'] }),
  golden('psi-payload-both', psi({ keys: PERSON, near: true, caps: 2 }, { payload: PAYLOAD }), two),
  golden('psi-count', psiCount(), two),
  golden('psi-count-to-one', psiCount(), { ...two, recipients: ['North'] }),
  golden('psi-vole', psi({ caps: 50 }, { protocol: 'vole' }), two),
  golden('psi-vole-to-one', psi({ caps: 2_000_000 }, { protocol: 'vole' }), { ...two, recipients: ['South'], isPlayed: false }),
  golden('psi-vole-payload', psi({ caps: 50 }, { protocol: 'vole', payload: PAYLOAD }), { ...two, recipients: ['South'] }),
  golden('psi-invite', psi(), { ...two, meeting: 'invite' }),
  golden('psi-witness', psi(), { withoutData: ['Harbour'], recipients: ['North'], meeting: 'invite' }),
  golden('psi-threshold', psi(), { withoutData: ['Harbour'], recipients: ['North'], threshold: 2, holders: ['South', 'Harbour'] }),
  golden('psi-threshold-both', psi({ caps: 4 }, { payload: PAYLOAD }), { ...two, threshold: 2 }),
  golden('psi-count-threshold', psiCount(), { ...two, threshold: 2 }),
  golden('psi-vole-threshold', psi({ caps: 50 }, { protocol: 'vole' }), { ...two, threshold: 2 }),
  golden('match', match()),
  golden('match-four', match({ byName: { North: 3, Harbour: 9 } }), { count: 4, recipients: ['South'] }),
  golden('match-larger-last', match({ byName: { North: 3 }, allowLargerLast: true })),
  golden('match-last-without-list', match({ byName: { South: 9, West: 0 } }), { count: 4 }),
  golden('match-near', match({ keys: PERSON, near: true, caps: 2 })),
  golden('match-max-matches', match({ maxMatches: 0 })),
  golden('match-invite', match(), { meeting: 'invite' }),
  golden('match-witness', match(), { count: 4, withoutData: ['South'] }),
  golden('match-threshold', match(), { threshold: 2, holders: ['South', 'Harbour'] }),
  golden('program', { operation: { name: 'program' }, text: TITLED, roles: 'labs', parameters: {}, accepted: ['A09:1'] }),
  golden('program-counts-shown', { operation: { name: 'program' }, text: TITLED.replace('"the mean response by arm" to everyone\n', '"the mean response by arm" to everyone\n    hide where n < 10, counts shown\n'), roles: 'labs', parameters: {}, accepted: [] }),
  golden('program-roles', { operation: { name: 'program' }, text: BOARD, roles: new Map([['wards', ['South', 'North']], ['Board', ['Harbour']]]), parameters: { usual: '10' }, accepted: ['A16'] }, { withoutData: ['Harbour'], runs: 3 }),
];
