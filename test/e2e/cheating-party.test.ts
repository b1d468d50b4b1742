import { ed25519 } from '@noble/curves/ed25519.js';
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, fromHex, lengthPrefixed, u32be, utf8 } from '../../src/crypto/bytes.js';
import { loadMlKem } from '../../src/crypto/ml-kem/load.js';
import { sign } from '../../src/crypto/ed25519.js';
import { decodePublicKey, encodePublicKey } from '../../src/crypto/public-key.js';
import { fromEd25519PublicKey, fromEd25519Seed, publicFromSecret } from '../../src/crypto/x25519.js';
import { hashParts, hmac } from '../../src/crypto/hash.js';
import { approve, approveSession } from '../../src/session/agreement/approval.js';
import { fieldFor } from '../../src/session/operations/linear/bounds.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { canonicalJson } from '../../src/session/documents/canonical-json.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { agreementOf } from '../support/proposals.js';
import { signedBytes } from '../../src/session/agreement/signed.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import type { Approved } from '../../src/session/approvals.js';
import { openAndApprove } from '../support/opened.js';
import { Channel } from '../../src/session/channel/channel.js';
import type { Identity } from '../../src/session/channel/identity-proof.js';
import { Mesh } from '../../src/session/channel/mesh.js';
import type { MeshParty } from '../../src/session/channel/mesh-party.js';
import { decodePacket, encodeHello, MARK_BYTES } from '../../src/session/channel/packet.js';
import { Pairing } from '../../src/session/channel/pairing.js';
import type { EncryptedStream } from '../../src/session/channel/stream.js';
import { compareAgreements } from '../../src/session/compare.js';
import { roomOfAgreement } from '../../src/session/invite.js';
import { MeshNetwork } from '../../src/session/mesh-network.js';
import { broadcast } from '../../src/session/protocol/broadcast.js';
import type { ProtocolContext } from '../../src/session/protocol/network.js';
import { RelayClient } from '../../src/session/relay/client.js';
import { aboutSession, rosterHash, sessionId } from '../../src/session/session-id.js';
import { bytesOf, signedMessage, takeOwnPart, type Sending, type Step, type Tamper } from '../support/own-party.js';
import { Stage, type Ended } from '../support/parties.js';
import { asLinear } from '../support/operations.js';

const kem = await loadMlKem();

/**
 * Two honest parties are processes of the real program, the relay is one too; the third party cheats. It sits between the two in the roster, so
 * that it both begins and answers handshakes. What is not tampered with, it does as the protocol says.
 */
const stage = new Stage();
const HONEST = ['North', 'South'] as const;
const HONEST_PLACES = [0, 2];
const OWN_NONCE = new Uint8Array(randomBytes(32));
const CHEATER = 'Mallory';
const SEAT = 1;
const TOTAL = '1111.00';

let relay = '';
const homes = new Map<string, string>();
const csvs = new Map<string, string>();
const identities = new Map<string, Identity>();

beforeAll(async () => {
  relay = await stage.relay();
  for (const [name, amount] of [['North', '1000.00'], [CHEATER, '100.00'], ['South', '11.00']] as const) {
    const { home, identity } = await stage.party(name);
    homes.set(name, home);
    identities.set(name, identity);
    csvs.set(name, stage.file(`${name}.csv`, `pay\n${amount}\n`));
  }
});

afterAll(async () => stage.close());

function identityOf(name: string): Identity {
  const identity = identities.get(name);
  if (identity === undefined) throw new Error(`nobody is called ${name}`);
  return identity;
}

let agreements = 0;

function propose(recipients: readonly string[] = []): { agreement: Agreement; file: string } {
  const parties = ['North', CHEATER, 'South'].map((name) => ({ name, publicKey: encodePublicKey(identityOf(name).publicKey) }));
  const proposal = { purpose: 'Try the honest ones', operation: { name: 'sum', emptyCells: 'refuse' } as const, columns: [parseColumn('pay:0..5000:2')], recipients, withoutData: [], maxRows: 10, allowTwo: false, relay, created: Date.now(), expires: Date.now() + 3_600_000, runs: 1 };
  const agreement = agreementOf(proposal, parties, 'known keys');
  agreements += 1;
  return { agreement, file: stage.file(`agreement-${agreements}.json`, signedBytes({ agreement, approvals: [] })) };
}

/** What the cheater has once it is in the room with both honest parties. */
interface Inside {
  readonly agreement: Agreement;
  readonly mesh: Mesh;
  readonly network: MeshNetwork;
  readonly others: readonly MeshParty[];
}

async function enter(agreement: Agreement): Promise<Inside> {
  const identity = identityOf(CHEATER);
  const others = HONEST.map((name) => identityOf(name).publicKey);
  const mesh = new Mesh({ relay, meeting: { mode: 'keys', ...roomOfAgreement(fromHex(agreement.id)), others }, identity, proposes: false, patienceMs: 60_000 });
  await mesh.until((parties) => (parties.length === 2 ? true : undefined));
  const present = mesh.freeze(others);
  return { agreement, mesh, network: new MeshNetwork(mesh, agreement, SEAT), others: present };
}

async function approved({ network, agreement }: Inside): Promise<Approved> {
  await compareAgreements(network, agreement);
  return openAndApprove(network, agreement, identityOf(CHEATER));
}

/** Takes part in the sum, tampering, and keeps the channels open. */
async function sum(inside: Inside, tamperOf: (context: ProtocolContext) => Tamper): Promise<void> {
  const { context } = await approved(inside);
  const recipients = inside.agreement.recipients.map((name) => inside.agreement.parties.findIndex((party) => party.name === name));
  await takeOwnPart(context, fieldFor(asLinear(inside.agreement)), [10_000n], recipients, tamperOf(context));
}

interface Options {
  readonly recipients?: readonly string[];
  readonly flags?: readonly string[];
}

/** Runs both honest parties against a cheater; how they ended, by name. The cheater ends with them. */
async function against(cheat: (inside: Inside) => Promise<unknown>, options: Options = {}): Promise<Record<string, Ended>> {
  const { agreement, file } = propose(options.recipients);
  return withHonest(agreement, file, options.flags ?? [], async (done) => {
    const inside = await enter(agreement);
    // The cheater's own failure, such as being told that it was caught, is no failure of the test.
    const cheating = cheat(inside).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'MpcError') throw error;
    });
    await Promise.all([cheating, done]);
    inside.mesh.close();
  });
}

async function withHonest(agreement: Agreement, file: string, flags: readonly string[], cheat: (done: Promise<unknown>) => Promise<void>): Promise<Record<string, Ended>> {
  const joins = HONEST.map(async (name) => [name, await stage.mpc(homes.get(name) ?? '', ['join', file, '--csv', csvs.get(name) ?? '', '--approve', digestOf(agreement), '--json', ...flags])] as const);
  const done = Promise.all(joins);
  await Promise.all([done, cheat(done)]);
  return Object.fromEntries(await done);
}

function expectNoResult(ended: Record<string, Ended>, exit: number): void {
  for (const name of HONEST) {
    const { exit: got, json, stdout } = ended[name] as Ended;
    expect(json?.error, `${name}: ${stdout}`).toMatchObject({ exit });
    expect(got).toBe(exit);
    expect(stdout).not.toContain('"result"');
    expect(stdout).not.toContain(TOTAL);
  }
}

/** The one that saw it says so, and the other learns it from that one, if it did not see it itself. */
function expectNamed(ended: Record<string, Ended>, words: string): void {
  const messages = HONEST.map((name) => ended[name]?.json?.error?.message ?? '');
  for (const message of messages) expect(message).toContain(CHEATER);
  expect(messages.join('\n')).toContain(words);
}

function codes(ended: Record<string, Ended>): (string | undefined)[] {
  return HONEST.map((name) => ended[name]?.json?.error?.code).sort();
}

function inStep(step: Step, change: (sending: Sending) => Sending[]): Tamper {
  return { send: (sending) => (sending.step === step ? change(sending) : [sending]) };
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

describe.concurrent('real processes against a party that cheats', () => {
  it('get the result with a party whose program is another and that does not tamper, and exit 6 when it does not sign the receipt', async () => {
    const ended = await against(async (inside) => {
      await sum(inside, () => ({}));
      inside.mesh.close();
    }, { flags: ['--grace', '1s'] });
    for (const name of HONEST) {
      expect(ended[name]?.exit).toBe(6);
      expect(ended[name]?.json?.result?.columns['pay']?.sum).toBe(TOTAL);
      expect(ended[name]?.stderr).toContain('RECEIPT_INCOMPLETE');
      expect(ended[name]?.stderr).toContain(`lacks the signature of ${CHEATER}`);
    }
  });

  it('keep the result and exit 6 when a signature on the receipt is wrong', async () => {
    const ended = await against(async (inside) => {
      await sum(inside, () => ({}));
      for (const { channel } of inside.others) channel.send('receipt', utf8('{}'));
      await inside.mesh.end(5_000);
    });
    for (const name of HONEST) {
      expect(ended[name]?.exit).toBe(6);
      expect(ended[name]?.json?.result?.columns['pay']?.sum).toBe(TOTAL);
      expect(ended[name]?.stderr).toContain(`${CHEATER} sent a signature that does not fit the receipt`);
    }
  });

  it('stop with 5 when it opens another value than it committed to', async () => {
    const ended = await against((inside) => sum(inside, () => inStep('sum/open', (sending) => [{ ...sending, message: flipped(sending.message, 32) }])));
    expectNoResult(ended, 5);
    expectNamed(ended, 'opened another value than it had committed to');
  });

  it('who has the right opening keeps the result, who has the wrong one stops', async () => {
    const wrongForSouth = () => inStep('sum/open', (sending) => [sending.to === 0 ? sending : { ...sending, message: flipped(sending.message, 32) }]);
    const ended = await against((inside) => sum(inside, wrongForSouth).finally(() => inside.mesh.close()), { flags: ['--grace', '1s'] });
    const { North, South } = ended;
    expect(South?.exit).toBe(5);
    expect(South?.json?.error?.message).toContain(`${CHEATER} did not follow the protocol: it opened another value`);
    // South's word may reach North before North has everyone's opening.
    if (North?.exit === 6) expect(North.json?.result?.columns['pay']?.sum).toBe(TOTAL);
    else expect(North?.exit).toBe(5);
  });

  it('stop with 5 when it tells each another commitment, before anything is opened', async () => {
    const ended = await against((inside) => sum(inside, (context) => inStep('sum/commit', (sending) => [sending.to === 0 ? sending : { ...sending, message: signedMessage(context, 'sum/commit', randomBytes(32)) }])));
    expectNoResult(ended, 5);
    expectNamed(ended, 'different messages to different parties in the step "sum/commit"');
  });

  it('stop with 5 when it forges an echo to frame another', async () => {
    const ended = await against((inside) => sum(inside, () => inStep('sum/commit/echo', (sending) => [{ ...sending, message: flipped(sending.message, 0) }])));
    expectNoResult(ended, 5);
    expectNamed(ended, 'claimed to have received from North what that party did not sign');
  });

  it('stop with 5 when it holds an approval of North against it as another commitment', async () => {
    const ended = await against(async (inside) => {
      await compareAgreements(inside.network, inside.agreement);
      let signature: Uint8Array = new Uint8Array(0);
      let hash: Uint8Array = new Uint8Array(0);
      const listening = {
        self: SEAT,
        count: 3,
        send: (to: number, label: string, message: Uint8Array) => {
          if (label === 'approval/echo') [hash, signature] = [message.slice(0, 32), message.slice(32, 96)];
          inside.network.send(to, label, message);
        },
        receive: (from: number, label: string, maxBytes: number) => inside.network.receive(from, label, maxBytes),
      };
      const { context } = await openAndApprove(listening, inside.agreement, identityOf(CHEATER));
      await takeOwnPart(context, fieldFor(asLinear(inside.agreement)), [10_000n], [0, 1, 2], inStep('sum/commit/echo', (sending) => [{ ...sending, message: concat(hash, signature, sending.message.subarray(96)) }]));
    });
    expectNoResult(ended, 5);
    expectNamed(ended, 'claimed to have received from North what that party did not sign');
  });

  it.each([31, 33])('stop with 5 when its seeds have %i bytes', async (length) => {
    const ended = await against((inside) => sum(inside, () => inStep('sum/seed', (sending) => [{ ...sending, message: randomBytes(length) }])));
    expectNoResult(ended, 5);
    expectNamed(ended, length > 32 ? 'at most 32 are allowed' : 'sent a seed of the wrong length');
  });

  it('stop with 5 when it commits to and opens an element outside the field', async () => {
    const ended = await against((inside) => {
      const field = fieldFor(asLinear(inside.agreement));
      return sum(inside, () => ({ partial: () => bytesOf(field, field.modulus) }));
    });
    expectNoResult(ended, 5);
    expectNamed(ended, 'opened a value outside the field');
  });

  it('stop with 5 when the total lies outside the agreed ranges, and name nobody', async () => {
    const ended = await against((inside) => {
      const field = fieldFor(asLinear(inside.agreement));
      return sum(inside, () => ({ partial: () => bytesOf(field, BigInt(`0x${randomBytes(7).toString('hex')}`)) }));
    }, { flags: ['--grace', '1s'] });
    expectNoResult(ended, 5);
    expect(ended['North']?.json?.error?.message ?? '').toContain('outside what the agreement’s ranges and row limits allow');
  });

  it('exit 4 when it signs another digest', async () => {
    const ended = await against(async (inside) => {
      await compareAgreements(inside.network, inside.agreement);
      const context = await agreedSession(inside);
      const other = approveSession(identityOf(CHEATER).secretKey, createHash('sha256').update('another agreement').digest('hex'), context.sid);
      await broadcast(context, 'approval', other, 64);
    });
    expectNoResult(ended, 4);
    expectNamed(ended, `The approval that ${CHEATER} sent does not verify`);
  });

  it('exit 4 when it sends the approval that it gave ahead, or in another session', async () => {
    for (const approval of [(digest: string) => approve(identityOf(CHEATER).secretKey, digest), (digest: string) => approveSession(identityOf(CHEATER).secretKey, digest, randomBytes(32))]) {
      const ended = await against(async (inside) => {
        await compareAgreements(inside.network, inside.agreement);
        await broadcast(await agreedSession(inside), 'approval', approval(digestOf(inside.agreement)), 64);
      });
      expectNoResult(ended, 4);
      expectNamed(ended, `The approval that ${CHEATER} sent does not verify`);
    }
  });

  it('exit 5, and nobody framed, when it commits to different nonces before different parties', async () => {
    const ended = await against(async (inside) => {
      await compareAgreements(inside.network, inside.agreement);
      await agreedSession(inside, { commitment: () => randomBytes(32) });
    });
    expectNoResult(ended, 5);
    for (const name of HONEST) expect(ended[name]?.json?.error?.message).toContain('did not get the same commitments');
  });

  it('exit 5 when it opens another nonce than it had committed to', async () => {
    const ended = await against(async (inside) => {
      await compareAgreements(inside.network, inside.agreement);
      await agreedSession(inside, { opened: () => randomBytes(32) });
    });
    expectNoResult(ended, 5);
    expectNamed(ended, 'opened another nonce than it had committed to');
  });

  it.each([['both', HONEST], ['one of them', ['South']]] as const)('exit 4 when it holds another agreement before %s', async (_, told) => {
    const ended = await against(async ({ network, agreement }) => {
      HONEST.forEach((name) => {
        const to = agreement.parties.findIndex((party) => party.name === name);
        const digest = (told as readonly string[]).includes(name) ? new Uint8Array(32).fill(7) : fromHex(digestOf(agreement));
        network.send(to, 'compare', concat(digest, rosterHash(agreement)));
      });
      await Promise.resolve();
    });
    expectNoResult(ended, 4);
    expectNamed(ended, `${CHEATER} holds another agreement than this party`);
  });

  it('exit 3 when it declines', async () => {
    const ended = await against(async ({ network, mesh }) => {
      await network.receive(0, 'compare', 64);
      await network.receive(2, 'compare', 64);
      await mesh.abort({ reason: 'declined', text: '', isPassedOn: false });
    });
    expectNoResult(ended, 3);
    expect(codes(ended)).toEqual(['PEER_DECLINED', 'PEER_DECLINED']);
    expectNamed(ended, `${CHEATER} declined the agreement`);
  });

  it.each<[string, (channel: Channel) => void]>([
    ['a label that nobody asked for', (channel) => channel.send('rubbish', randomBytes(1000))],
    ['a label with a terminal’s control codes', (channel) => channel.send('\u001b[2J\u0007', randomBytes(10))],
    ['a comparison of 100 000 bytes', (channel) => channel.send('compare', randomBytes(100_000))],
  ])('stop with 5 when it sends %s through its valid channel', async (_, send) => {
    const ended = await against(async ({ others }) => {
      for (const { channel } of others) send(channel);
      await Promise.resolve();
    });
    expectNoResult(ended, 5);
    expectNamed(ended, `${CHEATER} did not follow the protocol`);
    for (const name of HONEST) expect(ended[name]?.json?.error?.message).not.toMatch(/\p{Cc}/u);
  });
});

interface NonceTricks {
  readonly commitment?: (party: number) => Uint8Array;
  readonly opened?: (party: number) => Uint8Array;
}

/** Agrees on the session as the rules ask but for its tricks, and stops before approving. */
async function agreedSession({ network, agreement }: Inside, tricks: NonceTricks = {}): Promise<ProtocolContext> {
  const { secretKey } = identityOf(CHEATER);
  const about = aboutSession(agreement);
  const collect = async (label: string, own: Uint8Array) => Promise.all([0, 1, 2].map(async (party) => (party === network.self ? own : network.receive(party, label, 32))));
  const commitment = hashParts('mpc session nonce v1', about, u32be(network.self), OWN_NONCE);
  for (const party of HONEST_PLACES) network.send(party, 'nonce-commit', tricks.commitment?.(party) ?? commitment);
  const echo = hashParts('mpc session nonces echo v1', about, ...(await collect('nonce-commit', commitment)));
  for (const party of HONEST_PLACES) network.send(party, 'nonce-echo', echo);
  await collect('nonce-echo', echo);
  for (const party of HONEST_PLACES) network.send(party, 'nonce', tricks.opened?.(party) ?? OWN_NONCE);
  const sid = sessionId(agreement, await collect('nonce', OWN_NONCE));
  return {
    network,
    sid,
    names: agreement.parties.map((party) => party.name),
    publicKeys: agreement.parties.map((party) => decodePublicKey(party.publicKey)),
    sign: (label, ...parts) => sign(secretKey, label, ...parts),
    transcript: { add: () => undefined },
  };
}

/** Where a party can stop. Each resolves when both honest parties wait for what would come next. */
const STOPS: readonly (readonly [string, (inside: Inside) => Promise<void>])[] = [
  [
    'once they have met',
    async ({ network }) => {
      // That they compare shows that both take the meeting for complete.
      await Promise.all([0, 2].map((party) => network.receive(party, 'compare', 64)));
    },
  ],
  ['after comparing', async ({ network, agreement }) => {
    await compareAgreements(network, agreement);
    await Promise.all([0, 2].map((party) => network.receive(party, 'nonce-commit', 32)));
  }],
  ['after agreeing on the session', async (inside) => {
    await compareAgreements(inside.network, inside.agreement);
    const { network } = await agreedSession(inside);
    await Promise.all([0, 2].map((party) => network.receive(party, 'approval', 1000)));
  }],
  ['after approving', async (inside) => {
    await approved(inside);
  }],
  ['after its seeds', (inside) => sumUntil(inside, 'sum/commit')],
  ['after its commitment', (inside) => sumUntil(inside, 'sum/commit/echo')],
  ['instead of opening', (inside) => sumUntil(inside, 'sum/open')],
];

async function sumUntil(inside: Inside, step: Step): Promise<void> {
  let reached = false;
  const stopped = new Error('stopped here');
  const before = (each: Step) => {
    if (each !== step) return Promise.resolve();
    reached = true;
    return Promise.reject(stopped);
  };
  await sum(inside, () => ({ before })).catch((error: unknown) => {
    if (error !== stopped) throw error;
  });
  expect(reached).toBe(true);
}

describe.concurrent('real processes against a party that stops', () => {
  it.each(STOPS)('exit 6 and name it when it vanishes %s', async (_, until) => {
    const ended = await against(
      async (inside) => {
        await until(inside);
        inside.mesh.close();
      },
      { flags: ['--grace', '1s'] },
    );
    expectNoResult(ended, 6);
    expect(codes(ended)).toEqual(['PEER_LEFT', 'PEER_LEFT']);
    expectNamed(ended, `${CHEATER} left and did not come back`);
  });

  it.each(STOPS)('exit 7 and name it when it falls silent %s', async (_, until) => {
    let reached = false;
    const ended = await against(
      async (inside) => {
        await until(inside);
        reached = true;
      },
      { flags: ['--timeout', '10s'] },
    );
    expect(reached).toBe(true);
    expectNoResult(ended, 7);
    expect(codes(ended)).toEqual(['TIMEOUT', 'TIMEOUT']);
    expectNamed(ended, `waiting for ${CHEATER}`);
  });

  it('exit 7 and name it when it never comes', async () => {
    const { agreement, file } = propose();
    const ended = await withHonest(agreement, file, ['--timeout', '5s'], () => Promise.resolve());
    expectNoResult(ended, 7);
    expectNamed(ended, `waiting for ${CHEATER}`);
  });
});

// With known keys the handshake proves the X25519 key, to which the Ed25519 keys A and −A both lead.
describe.concurrent('real processes against a party with the right channel key and a wrong identity', () => {
  const L = ed25519.Point.Fn.ORDER;

  /** A signature under −A, by the scalar −a. */
  function signAsNegative(seed: Uint8Array, negative: Uint8Array, message: Uint8Array): Uint8Array {
    const { scalar } = ed25519.utils.getExtendedPublicKey(seed);
    const r = littleEndian(createHash('sha512').update(seed).update(message).digest()) % L;
    const R = ed25519.Point.BASE.multiply(r).toBytes();
    const h = littleEndian(createHash('sha512').update(R).update(negative).update(message).digest()) % L;
    const s = (r + h * (L - scalar)) % L;
    return concat(R, Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse());
  }

  function littleEndian(bytes: Uint8Array): bigint {
    return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  }

  /** Handshakes as the roster's key asks, then sends the claim. */
  function claimWith(agreement: Agreement, proofOf: (isInitiator: boolean, handshakeHash: Uint8Array) => Uint8Array): { close: () => void } {
    const { room, helloKey } = roomOfAgreement(fromHex(agreement.id));
    const identity = identityOf(CHEATER);
    const secretKey = fromEd25519Seed(identity.secretKey);
    const s = { secretKey, publicKey: publicFromSecret(secretKey) };
    const peers = new Map<string, { pairing: Pairing; stream?: EncryptedStream }>();
    const mark = (address: string, key: Uint8Array) => hmac(helloKey, 'mpc hello v1', room, fromHex(address), key).subarray(0, MARK_BYTES);
    const greet = (address: string) => client.send(address, encodeHello('keys', mark(client.address, identity.publicKey)));
    const client = new RelayClient(
      { url: relay, room, seats: 3, patienceMs: 10_000 },
      {
        joined: (present) => present.forEach(greet),
        present: greet,
        gone: () => undefined,
        lost: () => undefined,
        failed: () => undefined,
        delivered: (from, payload) => {
          const packet = decodePacket(payload);
          if (packet?.kind === 'hello' && !peers.has(from)) {
            const name = HONEST.find((each) => Buffer.from(mark(from, identityOf(each).publicKey)).equals(packet.mark));
            if (name === undefined) return;
            greet(from);
            const pairing = new Pairing({ room, self: client.address, other: from, mode: 'keys', kem }, { mode: 'keys', s, rs: fromEd25519PublicKey(identityOf(name).publicKey) }, (bytes) => client.send(from, bytes));
            peers.set(from, { pairing });
            pairing.begin();
          }
          const peer = peers.get(from);
          if (packet?.kind !== 'handshake' || peer === undefined) return;
          const paired = peer.pairing.accept(packet.index, packet.message);
          if (paired === undefined || peer.stream !== undefined) return;
          peer.stream = paired.stream;
          new Channel('honest', paired.stream).send('identity', proofOf(peer.pairing.isInitiator, paired.handshakeHash));
        },
      },
    );
    return { close: () => client.close() };
  }

  function proof(publicKey: string, signer: (message: Uint8Array) => Uint8Array) {
    return (isInitiator: boolean, handshakeHash: Uint8Array) => {
      const claim = utf8(canonicalJson({ name: CHEATER, publicKey, proposes: false }));
      return concat(signer(lengthPrefixed(utf8('mpc channel identity v1'), utf8(isInitiator ? 'initiator' : 'responder'), handshakeHash, claim)), claim);
    };
  }

  async function refused(proofOf: (isInitiator: boolean, handshakeHash: Uint8Array) => Uint8Array, flags: readonly string[]): Promise<Record<string, Ended>> {
    const { agreement, file } = propose();
    return withHonest(agreement, file, flags, async (done) => {
      const { close } = claimWith(agreement, proofOf);
      await done;
      close();
    });
  }

  it('take it with the identity of the roster: what follows is refused for the identity alone', async () => {
    const { secretKey, publicKey } = identityOf(CHEATER);
    const ended = await refused(proof(encodePublicKey(publicKey), (message) => ed25519.sign(message, secretKey)), ['--timeout', '8s']);
    // It came to the comparison, where this party says nothing more.
    for (const name of HONEST) expect(ended[name]?.stderr).toContain('Comparing the agreement');
  });

  it.each<[string, (a: Uint8Array, seed: Uint8Array) => ReturnType<typeof proof>]>([
    ['−A with a signature that verifies under −A', (a, seed) => {
      const negative = a.map((byte, i) => (i === 31 ? byte ^ 0x80 : byte));
      const signer = (message: Uint8Array) => signAsNegative(seed, negative, message);
      const probe = utf8('probe');
      expect(ed25519.verify(signer(probe), probe, negative, { zip215: false })).toBe(true);
      return proof(encodePublicKey(negative), signer);
    }],
    ['another key of its own', () => {
      const other = ed25519.keygen();
      return proof(encodePublicKey(other.publicKey), (message) => ed25519.sign(message, other.secretKey));
    }],
    ['its key with another’s signature', (a) => {
      const other = ed25519.keygen();
      return proof(encodePublicKey(a), (message) => ed25519.sign(message, other.secretKey));
    }],
    ['a key in a second spelling (y = p + 1, of small order)', (_, seed) => {
      const spelled = Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex');
      return proof(encodePublicKey(spelled), (message) => ed25519.sign(message, seed));
    }],
  ])('exit 4 at once and name it when it claims %s', async (_, proofOf) => {
    const { publicKey, secretKey } = identityOf(CHEATER);
    const ended = await refused(proofOf(publicKey, secretKey), ['--timeout', '10m']);
    expectNoResult(ended, 4);
    // Who was told before it saw for itself has it from the other.
    for (const name of HONEST) expect(ended[name]?.json?.error?.message).toMatch(/Mallory (claims another identity than the agreement gives it|did not prove that it is who it should be)/);
    expect(codes(ended)).toContain('SIGNATURE_INVALID');
    for (const name of HONEST) expect(ended[name]?.stderr).not.toContain('Comparing the agreement');
  });
});
