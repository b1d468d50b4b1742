import { describe, expect, it } from 'vitest';
import { concat, fromHex, u32be, utf8 } from '../../src/crypto/bytes.js';
import { sign } from '../../src/crypto/ed25519.js';
import { hashParts } from '../../src/crypto/hash.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { approve, approveSession } from '../../src/session/agreement/approval.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import { exchangeApprovals } from '../../src/session/approvals.js';
import { compareAgreements } from '../../src/session/compare.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { rosterHash } from '../../src/session/session-id.js';
import { memoryNetwork, type MemoryParty } from '../../src/testing/memory-network.js';
import { agreementOf } from '../support/proposals.js';
import { failureOf, outcomes } from './protocol/outcomes.js';

/** Three parties, of whom the last cheats. */
function room(): { parties: readonly MemoryParty[]; agreement: Agreement; cheater: MemoryParty } {
  const { parties } = memoryNetwork(3);
  const [first] = parties as [MemoryParty];
  const roster = first.names.map((name, i) => ({ name, publicKey: encodePublicKey(first.publicKeys[i] as Uint8Array) }));
  const created = Date.now();
  const agreement = agreementOf({ purpose: 'a test', operation: { name: 'sum', emptyCells: 'refuse' }, columns: [parseColumn('x:0..9')], recipients: [], withoutData: [], maxRows: 1, allowTwo: false, relay: 'ws://127.0.0.1:1', created, expires: created + 3_600_000, runs: 1 }, roster, 'known keys');
  return { parties, agreement, cheater: parties[2] as MemoryParty };
}

const identityOf = ({ names, network, secretKey, publicKeys }: MemoryParty) => ({ name: names[network.self] ?? '', secretKey, publicKey: publicKeys[network.self] as Uint8Array });

describe('approvals of a session', () => {
  const SID = hashParts('this session');

  /** The cheater signs its message as it should, and what is in it is this. */
  async function approvedWith(made: (cheater: MemoryParty, agreement: Agreement) => Uint8Array): Promise<(Error | object)[]> {
    const { parties, agreement, cheater } = room();
    const honest = outcomes(parties.slice(0, 2).map(async (party) => exchangeApprovals(party.network, agreement, identityOf(party), SID).finally(() => party.network.leave())));
    const message = made(cheater, agreement);
    const signature = sign(cheater.secretKey, 'mpc broadcast v1', SID, utf8('approval'), u32be(2), hashParts('mpc broadcast message v1', message));
    const own = concat(hashParts('mpc broadcast message v1', message), signature);
    for (const party of [0, 1]) cheater.network.send(party, 'approval', concat(signature, message));
    const theirs = [];
    for (const party of [0, 1]) {
      const bytes = await cheater.network.receive(party, 'approval', 64 + 64);
      theirs.push(concat(hashParts('mpc broadcast message v1', bytes.subarray(64)), bytes.subarray(0, 64)));
    }
    for (const party of [0, 1]) cheater.network.send(party, 'approval/echo', concat(...theirs, own));
    return honest;
  }

  it('are taken where each is of this digest, in this session, by its party', async () => {
    const ends = await approvedWith((cheater, agreement) => approveSession(cheater.secretKey, digestOf(agreement), SID));
    for (const end of ends) expect(end).not.toBeInstanceOf(Error);
  });

  it.each<[string, (cheater: MemoryParty, agreement: Agreement) => Uint8Array]>([
    ['of another agreement', (cheater, agreement) => approveSession(cheater.secretKey, digestOf({ ...agreement, purpose: 'another' }), SID)],
    ['of another session', (cheater, agreement) => approveSession(cheater.secretKey, digestOf(agreement), hashParts('another session'))],
    ['given ahead, in a file', (cheater, agreement) => approve(cheater.secretKey, digestOf(agreement))],
    ['with a key that is not its own', (_, agreement) => approveSession(new Uint8Array(32).fill(7), digestOf(agreement), SID)],
    ['of zeros', () => new Uint8Array(64)],
  ])('are refused by all, with the name of who sent one %s', async (_, made) => {
    for (const end of await approvedWith(made)) expect(failureOf(end, 'SIGNATURE_INVALID').party).toBe('Harbour');
  });
});

describe('the agreements that parties hold', () => {
  /** What the honest parties say of a cheater that says it holds this. */
  async function comparedWith(told: (agreement: Agreement, to: number) => Uint8Array): Promise<unknown[]> {
    const { parties, agreement, cheater } = room();
    const honest = outcomes(parties.slice(0, 2).map(async (party) => compareAgreements(party.network, agreement)));
    for (const party of [0, 1]) cheater.network.send(party, 'compare', told(agreement, party));
    return honest;
  }

  const holding = (agreement: Agreement, roster = agreement) => concat(fromHex(digestOf(agreement)), rosterHash(roster));
  const swapped = (agreement: Agreement): Agreement => ({ ...agreement, parties: agreement.parties.map((party, i) => ({ ...party, name: agreement.parties[[1, 0, 2][i] ?? 2]?.name ?? '' })) });

  it('are compared, and go on where they are one', async () => {
    expect(await comparedWith((agreement) => holding(agreement))).toEqual([undefined, undefined]);
  });

  it.each<[string, (agreement: Agreement) => Uint8Array]>([
    ['another purpose', (agreement) => holding({ ...agreement, purpose: 'another' }, agreement)],
    ['two names swapped', (agreement) => holding(agreement, swapped(agreement))],
    ['nothing', () => new Uint8Array(0)],
  ])('name who holds another: %s', async (_, told) => {
    for (const end of await comparedWith(told)) expect(failureOf(end, 'AGREEMENT_MISMATCH').party).toBe('Harbour');
  });

  it('are compared with each party by itself: who tells one the truth and the other not is named by the other', async () => {
    const [first, second] = await comparedWith((agreement, to) => holding(to === 0 ? agreement : { ...agreement, purpose: 'another' }));
    expect(first).toBeUndefined();
    expect(failureOf(second, 'AGREEMENT_MISMATCH').party).toBe('Harbour');
  });
});
