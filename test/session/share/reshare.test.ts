import { beforeAll, describe, expect, it } from 'vitest';
import { concat, equalBytes, u32be } from '../../../src/crypto/bytes.js';
import { sign } from '../../../src/crypto/ed25519.js';
import { hashParts } from '../../../src/crypto/hash.js';
import { ORDER } from '../../../src/crypto/scalar.js';
import { canonicalJson } from '../../../src/session/documents/canonical-json.js';
import type { Network } from '../../../src/session/protocol/network.js';
import { HashedTranscript } from '../../../src/session/protocol/transcript.js';
import { encodeShare, encodeState, parseShare, type Share } from '../../../src/session/share/file.js';
import { RESHARE_STEPS, runReshareProtocol, type Reshared, type ReshareInput } from '../../../src/session/share/reshare.js';
import { checkPlan, chooseBase, encodeAnnouncement, encodePlan, participantsOf, readAnnouncement, standingOf, type Announcement, type ResharePlan } from '../../../src/session/share/reshare-plan.js';
import { reshareReceiptText, reshareSessionId, verifyReshare } from '../../../src/session/share/reshare-receipt.js';
import { memoryNetwork, type MemoryNetwork, type Sent } from '../../../src/testing/memory-network.js';
import { signedMessage } from '../../support/own-party.js';
import { openedBy, sealedSession, type SealedSession } from '../../support/sealed-session.js';
import { deviationOf, failureOf, outcomes } from '../protocol/outcomes.js';

let two: SealedSession;
let three: SealedSession;
beforeAll(async () => {
  two = await sealedSession(4, 2, [0, 1, 2]);
  three = await sealedSession(5, 3, [0, 1, 2, 3, 4]);
});

function planOf({ receipt }: SealedSession, dealers: readonly string[], holders: readonly string[], needed: number): ResharePlan {
  return { session: receipt.session, digest: receipt.digest, dealers, holders, needed };
}

/** A party that cheats: another input than it should have, or other messages than its program sends. */
interface Cheat {
  readonly name: string;
  readonly input?: (input: ReshareInput) => ReshareInput;
  /** What goes out in the place of a message; `wire` has what was sent before. */
  readonly send?: (sent: Sent, context: CheatContext) => Uint8Array;
}

interface CheatContext {
  readonly self: number;
  readonly sid: Uint8Array;
  readonly secretKey: Uint8Array;
  readonly wire: readonly Sent[];
  /** A broadcast message of this party, signed for this session. */
  readonly signed: (label: string, message: Uint8Array) => Uint8Array;
}

type Ended = Error | (Reshared & { readonly kept: Share | undefined });

async function play(session: SealedSession, shares: ReadonlyMap<string, Share>, plan: ResharePlan, cheat?: Cheat): Promise<Map<string, Ended>> {
  const { agreement } = session.receipt;
  const names = participantsOf(agreement, plan);
  const secretKeys = names.map((name) => session.secretKeys[session.names.indexOf(name)] ?? new Uint8Array(32));
  const { parties, wire } = memoryNetwork(names.length, { secretKeys });
  const ended = await outcomes(
    parties.map(async ({ network, secretKey }, i) => {
      const self = names[i] ?? '';
      let kept: Share | undefined;
      const honest: ReshareInput = {
        receipt: session.receipt,
        identity: { secretKey },
        plan,
        self,
        held: shares.get(self),
        pending: undefined,
        commit: () => Promise.reject(new Error('nothing was pending')),
        keep: async (share) => {
          kept = share;
          return Promise.resolve();
        },
      };
      const isCheater = self === cheat?.name;
      const over = isCheater && cheat.send !== undefined ? cheating(network, secretKey, wire, cheat.send, (nonces) => reshareSessionId(honest.receipt, plan, nonces)) : network;
      try {
        return { ...(await runReshareProtocol(over, isCheater ? (cheat.input?.(honest) ?? honest) : honest)), kept };
      } finally {
        network.leave();
      }
    }),
  );
  return new Map(names.map((name, i) => [name, ended[i] as Ended]));
}

function cheating(network: MemoryNetwork, secretKey: Uint8Array, wire: readonly Sent[], change: NonNullable<Cheat['send']>, sidOf: (nonces: readonly Uint8Array[]) => Uint8Array): Network {
  let sid: Uint8Array = new Uint8Array(32);
  const nonces: Uint8Array[] = [];
  const noted = (party: number, label: string, message: Uint8Array) => {
    if (label !== 'nonce') return;
    nonces[party] = Uint8Array.from(message);
    if (Object.keys(nonces).length === network.count) sid = sidOf(nonces);
  };
  const signed = (label: string, message: Uint8Array) =>
    signedMessage({ network, sid, names: [], publicKeys: [], sign: (name, ...parts) => sign(secretKey, name, ...parts), transcript: new HashedTranscript(sid) }, label, message);
  // A party that tells all others the same lie stands by it.
  const echoOfSent = (echo: Uint8Array, label: string) => {
    const sent = wire.filter((each) => each.from === network.self && `${each.label}/echo` === label).map((each) => each.message);
    const [first] = sent;
    if (first === undefined || !sent.every((each) => equalBytes(each, first))) return echo;
    const entry = concat(hashParts('mpc broadcast message v1', first.slice(64)), first.slice(0, 64));
    return concat(echo.slice(0, network.self * entry.length), entry, echo.slice((network.self + 1) * entry.length));
  };
  return {
    self: network.self,
    count: network.count,
    send: (to, label, message) => {
      const { self } = network;
      noted(self, label, message);
      const sent = { from: self, to, label, message: label.endsWith('/echo') ? echoOfSent(message, label) : message };
      network.send(to, label, change(sent, { self, sid, secretKey, wire, signed }));
    },
    receive: async (from, label, maxBytes) => {
      const message = await network.receive(from, label, maxBytes);
      noted(from, label, message);
      return message;
    },
  };
}

function sharesOf(ended: ReadonlyMap<string, Ended>): Map<string, Share> {
  return new Map(
    [...ended].flatMap(([name, each]): [string, Share][] => {
      if (each instanceof Error) throw each;
      return each.share === undefined ? [] : [[name, each.share]];
    }),
  );
}

const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
const inStep = (step: string, change: (message: Uint8Array, context: CheatContext, to: number) => Uint8Array): NonNullable<Cheat['send']> => (sent, context) => (sent.label === step ? change(sent.message, context, sent.to) : sent.message);

describe('re-sharing', () => {
  it.each([
    ['by all to the same holders', ['North', 'South', 'Harbour'], ['North', 'South', 'Harbour'], 2],
    ['by two of three to the same holders', ['North', 'Harbour'], ['North', 'South', 'Harbour'], 2],
    ['to one more holder under a higher threshold', ['North', 'South', 'Harbour'], ['North', 'South', 'Harbour', 'West'], 3],
    ['to holders who are all new but one', ['North', 'South'], ['South', 'West'], 2],
  ])('%s keeps the result, and all agree on what came out', async (_, dealers, holders, needed) => {
    const ended = await play(two, two.shares, planOf(two, dealers, holders, needed));
    const shares = sharesOf(ended);
    expect([...shares.keys()]).toEqual(holders);
    const states = [...ended.values()].flatMap((each) => (each instanceof Error ? [] : [standingOf(each.state)]));
    expect(states).toHaveLength(ended.size);
    for (const each of states) expect(each).toEqual({ ...states[0], epoch: 1, holders, needed });
    expect(openedBy([...shares.values()].slice(-needed))).toBe('111');
    expect(openedBy([...shares.values()].slice(1 - needed))).toBeUndefined();
    for (const [name, each] of ended) expect(each instanceof Error ? each : each.kept).toEqual(shares.get(name));
  });

  it('from 3 of 5 to 2 of 3, twice, keeps the result, and the files are good ones', async () => {
    const first = sharesOf(await play(three, three.shares, planOf(three, ['North', 'South', 'East'], ['North', 'Harbour', 'East'], 2)));
    const shares = sharesOf(await play(three, first, planOf(three, ['Harbour', 'East'], ['North', 'Harbour', 'East'], 2)));
    expect([...shares.values()].map(({ epoch }) => epoch)).toEqual([2, 2, 2]);
    expect(openedBy([...shares.values()].slice(0, 2))).toBe('111');
    for (const [name, share] of shares) {
      const identity = { secretKey: three.secretKeys[three.names.indexOf(name)] ?? new Uint8Array(32) };
      const read = await parseShare(await encodeShare(share, identity, true)).open(identity);
      expect([standingOf(read), read.shares]).toEqual([standingOf(share), share.shares]);
    }
  });

  it('leaves old and new shares that do not open anything together', async () => {
    const shares = sharesOf(await play(two, two.shares, planOf(two, ['North', 'South'], ['North', 'South', 'Harbour'], 2)));
    const [fresh, old] = [shares.get('North'), two.shares.get('South')];
    if (fresh === undefined || old === undefined) throw new Error('a share is missing');
    expect(openedBy([fresh, old])).toBeUndefined();
    expect(openedBy([old, fresh])).toBeUndefined();
    // The price: enough old shares still open it.
    expect(openedBy([...two.shares.values()].slice(1))).toBe('111');
  });
});

describe('against honest parties in a re-sharing', () => {
  const plan = () => planOf(two, ['North', 'South', 'Harbour'], ['North', 'South', 'West'], 2);
  const others = ['North', 'Harbour', 'West'];

  /** South cheats: those who can see it must name it, and nobody but `unaffected` may end well. */
  async function expectNamed(cheat: Omit<Cheat, 'name'>, words: string, witnesses: readonly string[], code: 'DEVIATION' | 'SIGNATURE_INVALID' | 'AGREEMENT_MISMATCH' = 'DEVIATION', shares = two.shares): Promise<void> {
    const ended = await play(two, shares, plan(), { ...cheat, name: 'South' });
    for (const name of witnesses) expect(failureOf(ended.get(name), code), name).toEqual({ party: 'South', message: expect.stringContaining(words) as string });
    for (const name of others) expect(ended.get(name), name).toBeInstanceOf(Error);
  }

  it('a party that runs another plan is named', async () => {
    await expectNamed({ send: inStep(RESHARE_STEPS.plan, (message) => flipped(message, 0)) }, 'runs another re-sharing', others, 'AGREEMENT_MISMATCH');
  });

  it('who announces different files to different parties is named by all, and nobody takes an honest one for wrong', async () => {
    const other = (message: Uint8Array) => Buffer.from(Buffer.from(message.slice(64)).toString('utf8').replace('"epoch":0', '"epoch":5'));
    const send = inStep(RESHARE_STEPS.announce, (message, { signed }, to) => (to === 0 ? signed(RESHARE_STEPS.announce, other(message)) : message));
    await expectNamed({ send }, 'sent different messages to different parties in the step "reshare/announce"', others);
    // The echo of the liar's own message is as good as any: it cannot pretend that another told it something else.
    const echo = inStep('reshare/announce/echo', (message, _, to) => (to === 3 ? flipped(message, 2 * 96) : message));
    await expectNamed({ send: echo }, 'claimed to have received from Harbour what that party did not sign', ['West']);
    await expectNamed({ send: inStep(RESHARE_STEPS.announce, (message) => flipped(message, 70)) }, 'signature does not verify', others);
    await expectNamed({ send: inStep(RESHARE_STEPS.announce, (_, { signed }) => signed(RESHARE_STEPS.announce, Buffer.from('{}'))) }, 'announcement in no proper form', others);
  });

  it('an approval of something else is refused', async () => {
    await expectNamed({ send: inStep(RESHARE_STEPS.approve, (message, { signed }) => signed(RESHARE_STEPS.approve, flipped(message.slice(64), 3))) }, 'does not verify for this re-sharing', others, 'SIGNATURE_INVALID');
  });

  it('who re-shares another value than its share is named, whichever dealing it is', async () => {
    for (const wrong of [0, 2]) {
      const input = (honest: ReshareInput): ReshareInput => ({ ...honest, held: honest.held && { ...honest.held, shares: honest.held.shares.map((share, i) => (i === wrong ? (share + 1n) % ORDER : share)) } });
      await expectNamed({ input }, 'dealt something else than the share that it holds', others);
    }
  });

  it('who deals other commitments to one party than to the others is named', async () => {
    const send = inStep(RESHARE_STEPS.deal, (message, { signed }, to) => (to === 0 ? signed(RESHARE_STEPS.deal, flipped(message.slice(64), 32)) : message));
    await expectNamed({ send }, 'different messages', others);
  });

  it('commitments that are too few, too many, or malformed are their dealer’s', async () => {
    await expectNamed({ send: inStep(RESHARE_STEPS.deal, (message, { signed }) => signed(RESHARE_STEPS.deal, message.slice(64, -32))) }, 'commitments of the wrong length', ['Harbour']);
    await expectNamed({ send: inStep(RESHARE_STEPS.deal, (_, { signed }) => signed(RESHARE_STEPS.deal, new Uint8Array(0))) }, 'commitments of the wrong length', ['Harbour']);
    await expectNamed({ send: inStep(RESHARE_STEPS.deal, (message, { signed }) => signed(RESHARE_STEPS.deal, message.slice(64).fill(0xff, 32, 64))) }, 'dealt something else', ['Harbour']);
    await expectNamed({ send: inStep(RESHARE_STEPS.deal, (message) => concat(message, new Uint8Array(32))) }, 'bytes', ['Harbour']);
  });

  it('a share that does not fit its commitments, signed by its dealer, is the dealer’s', async () => {
    const send = inStep(RESHARE_STEPS.share, (message, { sid, secretKey, wire, self }, to) => {
      const dealt = [0, 1, 2, 3].map((from) => wire.find((each) => each.from === from && each.label === RESHARE_STEPS.deal)?.message.slice(64) ?? new Uint8Array(0));
      const partsOf = (scalars: Uint8Array) => [sid, u32be(self), u32be(to), u32be(1), hashParts('mpc reshare dealings v1', sid, ...dealt), scalars];
      // That the parts are the right ones shows in the honest signature.
      expect(equalBytes(sign(secretKey, 'mpc reshare share v1', ...partsOf(message.slice(64))), message.slice(0, 64))).toBe(true);
      const scalars = flipped(message.slice(64), 32);
      return to === 3 ? concat(sign(secretKey, 'mpc reshare share v1', ...partsOf(scalars)), scalars) : message;
    });
    await expectNamed({ send }, 'dealt a share that does not fit its commitments', ['West']);
  });

  it('shares with a bad signature, or of the wrong length, are their sender’s', async () => {
    await expectNamed({ send: inStep(RESHARE_STEPS.share, (message, _, to) => (to === 3 ? flipped(message, 5) : message)) }, 'shares whose signature does not verify', ['West']);
    await expectNamed({ send: inStep(RESHARE_STEPS.share, (message, _, to) => (to === 0 ? flipped(message, 70) : message)) }, 'shares whose signature does not verify', ['North']);
    await expectNamed({ send: inStep(RESHARE_STEPS.share, (message, _, to) => (to === 0 ? message.slice(0, -1) : message)) }, 'shares of the wrong length', ['North']);
    await expectNamed({ send: inStep(RESHARE_STEPS.share, (message, _, to) => (to === 0 ? concat(message, message) : message)) }, 'bytes', ['North']);
  });

  it('who claims that something else came out is named', async () => {
    await expectNamed({ send: inStep(RESHARE_STEPS.done, (message, { signed }) => signed(RESHARE_STEPS.done, flipped(message.slice(64), 0))) }, 'something else came out', others);
    await expectNamed({ send: inStep(RESHARE_STEPS.done, (message, { signed }) => signed(RESHARE_STEPS.done, flipped(message.slice(64), 40))) }, 'does not fit the receipt', others);
  });

  it('a newcomer that deals is named, and so is a dealer that tells a newcomer something false', async () => {
    const dealing = await play(two, two.shares, plan(), { name: 'West', send: inStep(RESHARE_STEPS.deal, (_, { signed }) => signed(RESHARE_STEPS.deal, new Uint8Array(32))) });
    expect(deviationOf(dealing.get('North'))).toEqual({ party: 'West', message: expect.stringContaining('is no dealer') as string });

    const [share] = two.shares.values();
    if (share === undefined) throw new Error('no share');
    const otherState = encodeState({ ...share, epoch: 7 });
    for (const state of [otherState, new Uint8Array(9)]) {
      const telling = await play(two, two.shares, plan(), { name: 'North', send: inStep(RESHARE_STEPS.state, () => state) });
      expect(deviationOf(telling.get('West'))).toEqual({ party: 'North', message: expect.stringContaining('something else than what the holders have in common') as string });
    }
  });

  it('a new holder that leaves before it keeps its share leaves everyone with the old one', async () => {
    const input = (honest: ReshareInput): ReshareInput => ({ ...honest, keep: () => Promise.reject(new Error('the disk is full')) });
    const ended = await play(two, two.shares, plan(), { name: 'West', input });
    for (const name of ['North', 'South', 'Harbour']) expect(failureOf(ended.get(name), 'PEER_LEFT').party).toBe('West');
  });
});

describe('what is dealt anew', () => {
  const at = (epoch: number, holders = ['North', 'South', 'Harbour'], state = epoch) => ({ epoch, state: state.toString(16).padStart(64, '0'), holders, needed: 2 });
  const plan: ResharePlan = { session: 's', digest: 'd', dealers: ['North', 'South'], holders: ['North', 'South', 'Harbour'], needed: 2 };
  type Says = Announcement;
  const says = (held: Says['held'], pending: Says['pending'] = null): Says => ({ held, pending });
  const choose = (north: Says, south: Says, harbour: Says, dealers = plan.dealers) =>
    chooseBase(plan.dealers === dealers ? plan : { ...plan, dealers }, new Map([['North', north], ['South', south], ['Harbour', harbour]]), 'North');
  const refused = (code: 'SHARE_INVALID' | 'USAGE', ...args: Parameters<typeof choose>) => {
    try {
      choose(...args);
    } catch (error) {
      return failureOf(error, code);
    }
    throw new Error('it was not refused');
  };

  it('is what all dealers hold, whatever a holder that does not deal has lost', () => {
    for (const harbour of [says(null), says(at(2)), says(at(3))]) expect(choose(says(at(3)), says(at(3)), harbour)).toEqual(at(3));
  });

  it('is what an interrupted re-sharing left, where all who were to hold it have it', () => {
    expect(choose(says(at(1)), says(at(0), at(1)), says(at(0), at(1)))).toEqual(at(1));
    expect(choose(says(at(0), at(1)), says(at(0), at(1)), says(null, at(1)))).toEqual(at(1));
  });

  it('is the old sharing, where one of them has nothing of the new one', () => {
    expect(choose(says(at(0), at(1)), says(at(0), at(1)), says(at(0)))).toEqual(at(0));
    expect(choose(says(at(0), at(1)), says(at(0)), says(at(0), at(1)))).toEqual(at(0));
  });

  it('is never shares of different epochs or commitments, and names who has others', () => {
    expect(refused('SHARE_INVALID', says(at(1)), says(at(0)), says(at(1)))).toEqual({ party: 'South', message: expect.stringContaining('South holds shares of epoch 0, and others of epoch 1') as string });
    expect(refused('SHARE_INVALID', says(at(1)), says(at(1, undefined, 9)), says(at(1)))).toEqual({ party: 'South', message: expect.stringContaining('other commitments') as string });
    expect(refused('SHARE_INVALID', says(at(0)), says(at(0)), says(at(1)))).toMatchObject({ party: 'Harbour' });
    expect(refused('SHARE_INVALID', says(at(1)), says(at(1)), says(at(1, undefined, 9)))).toMatchObject({ party: 'Harbour' });
    expect(refused('SHARE_INVALID', says(at(1)), says(null), says(at(1)))).toMatchObject({ party: 'South', message: expect.stringContaining('without a share') as string });
    expect(refused('SHARE_INVALID', says(at(1, ['North', 'Harbour'])), says(at(1, ['North', 'Harbour'])), says(null))).toMatchObject({ party: 'South', message: expect.stringContaining('holds no share') as string });
  });

  it('is nothing where too few deal, or where a pending share would be lost that somebody absent may rely on', () => {
    expect(refused('USAGE', says(at(1)), says(at(1)), says(at(1)), ['North']).message).toContain('1 present holder would deal, and 2 are needed');
    const withWest = at(1, ['North', 'South', 'West']);
    expect(refused('SHARE_INVALID', says(at(0), withWest), says(at(0), withWest), says(at(0)))).toMatchObject({ party: 'North', message: expect.stringContaining('West') as string });
  });

  const NAMES = ['North', 'South', 'Harbour', 'East', 'West'];
  it('needs one plan: another one is its sender’s, and so is an announcement in no proper form', () => {
    const own = says(at(0));
    expect(readAnnouncement(encodeAnnouncement(own), 'South', NAMES)).toEqual(own);
    expect(() => checkPlan(encodePlan(plan), plan, 'South')).not.toThrow();
    for (const bytes of [encodePlan({ ...plan, needed: 3 }), new Uint8Array(0), Buffer.from('{}'), Buffer.from([0xff])]) {
      expect(() => checkPlan(bytes, plan, 'South')).toThrow(expect.objectContaining({ code: 'AGREEMENT_MISMATCH', party: 'South' }));
    }
    for (const bytes of [new Uint8Array(0), Buffer.from('{}'), Buffer.from(JSON.stringify({ ...own, held: { ...at(0), holders: ['\u001b[2J'] } })), Buffer.from(JSON.stringify({ ...own, held: { ...at(0), epoch: -1 } }))]) {
      expect(() => readAnnouncement(bytes, 'South', NAMES)).toThrow(expect.objectContaining({ code: 'DEVIATION', party: 'South' }));
    }
  });
});

describe('the receipt of a re-sharing', () => {
  it('is the same for all, verifies, follows on the one before, and no field of it can be altered', async () => {
    const plan = planOf(two, ['North', 'South'], ['South', 'Harbour', 'West'], 2);
    const ended = await play(two, two.shares, plan);
    const receipts = [...ended.values()].map((each) => {
      if (each instanceof Error) throw each;
      return each.record;
    });
    const texts = receipts.map(reshareReceiptText);
    expect(new Set(texts).size).toBe(1);
    const [text = ''] = texts;
    const { reshare } = verifyReshare(Buffer.from(text));
    expect(reshare.signatures.map(({ name }) => name)).toEqual(['North', 'South', 'Harbour', 'West']);
    const shares = sharesOf(ended);
    expect([reshare.base.state, reshare.state]).toEqual([standingOf(two.shares.get('North') as Share).state, standingOf(shares.get('West') as Share).state]);
    for (const share of shares.values()) for (const each of share.shares) expect(text).not.toContain(each.toString(16));

    const again = [...(await play(two, shares, planOf(two, ['South', 'West'], ['South', 'Harbour', 'West'], 2))).values()][0];
    if (again === undefined || again instanceof Error) throw again ?? new Error('nobody');
    expect(verifyReshare(Buffer.from(reshareReceiptText(again.record))).reshare).toMatchObject({ base: { epoch: 1, state: reshare.state }, epoch: 2 });

    const altered = (value: unknown): unknown => {
      if (typeof value === 'string') return value.replace(/[0-9a-z](?=[^0-9a-z]*$)/, (c) => (c === '1' ? '2' : '1'));
      if (typeof value === 'number') return value + 1;
      if (Array.isArray(value)) return value.slice(1) as unknown;
      return { ...(value as object), extra: 1 };
    };
    const forged: Record<string, unknown> = {};
    for (const key of Object.keys(reshare) as (keyof typeof reshare)[]) forged[key] = { ...reshare, [key]: altered(reshare[key]) };
    for (const key of ['dealers', 'holders', 'needed'] as const) forged[`plan.${key}`] = { ...reshare, plan: { ...reshare.plan, [key]: altered(reshare.plan[key]) } };
    for (const key of ['epoch', 'state', 'holders', 'needed'] as const) forged[`base.${key}`] = { ...reshare, base: { ...reshare.base, [key]: altered(reshare.base[key]) } };
    for (const key of ['nonces', 'approvals'] as const) forged[`${key}.0`] = { ...reshare, [key]: [altered(reshare[key][0]), ...reshare[key].slice(1)] };
    // What another re-sharing of the same result was signed for.
    for (const key of ['nonces', 'approvals', 'signatures', 'transcript', 'state'] as const) forged[`other ${key}`] = { ...reshare, [key]: again.record[key] };
    for (const [what, each] of Object.entries(forged)) {
      expect(() => verifyReshare(Buffer.from(`${canonicalJson(each)}\n`)), what).toThrow(expect.objectContaining({ code: 'RECEIPT_INVALID' }) as Error);
    }
    expect(() => verifyReshare(Buffer.from(JSON.stringify(JSON.parse(text), null, 1)))).toThrow(/canonical/);
  });
});
