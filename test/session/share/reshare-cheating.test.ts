import { beforeAll, describe, expect, it } from 'vitest';
import { concat, equalBytes, u32be } from '../../../src/crypto/bytes.js';
import { sign } from '../../../src/crypto/ed25519.js';
import { hashParts } from '../../../src/crypto/hash.js';
import { ORDER } from '../../../src/crypto/scalar.js';
import { encodeState } from '../../../src/session/share/file.js';
import { RESHARE_STEPS, type ReshareInput } from '../../../src/session/share/reshare.js';
import { sealedSession, type SealedSession } from '../../support/sealed-session.js';
import { deviationOf, failureOf } from '../protocol/outcomes.js';
import { flipped, inStep, planOf, play, type Cheat } from './reshare-play.js';

let two: SealedSession;
beforeAll(async () => {
  two = await sealedSession(4, 2, [0, 1, 2]);
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
