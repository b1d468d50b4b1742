import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, fromHex, u32be } from '../../../src/crypto/bytes.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { sign } from '../../../src/crypto/ed25519.js';
import { MpcError } from '../../../src/errors.js';
import { Mesh } from '../../../src/session/channel/mesh.js';
import { startRelay, type Relay } from '../../../src/session/relay/server.js';
import { stateHash, type Share } from '../../../src/session/share/file.js';
import { holdersMeeting } from '../../../src/session/share/holders-meeting.js';
import { APPROVAL_LABEL, saidParts } from '../../../src/session/share/reveal-receipt.js';
import { runReveal } from '../../../src/session/share/reveal-session.js';
import { sealedSession } from '../../support/sealed-sessions.js';
import { createIdentity } from '../../support/three-parties.js';

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(async () => relay.close());

describe('an opening', () => {
  it('does not take a party without a share for a holder, whatever it signs, and gives it nothing until enough holders came', async () => {
    const [north, south, police] = ['North', 'South', 'Police'].map(createIdentity);
    if (north === undefined || south === undefined || police === undefined) throw new Error('three parties');
    const { receipt, shares } = await sealedSession([north, south, police], { North: { sum: 100n, count: 1n }, South: { sum: 200n, count: 1n }, Police: { sum: 0n, count: 0n } }, { threshold: 2, holders: ['North', 'South'] });
    const share = shares.get('North') as Share;
    const controller = new AbortController();
    const seen: (readonly string[])[] = [];
    let look = (): void => undefined;
    const opening = runReveal({
      identity: north,
      entry: { kind: 'share', share },
      relay: relay.url,
      withNames: [],
      patienceMs: 5_000,
      signal: controller.signal,
      beforeRelease: () => Promise.reject(new Error('nothing is to leave')),
      onReady: (names) => {
        seen.push(names);
        look();
      },
    }).catch((error: unknown) => error);

    // The police sign an approval of North's own state, which North itself shows to everyone.
    const state = stateHash(share);
    const mesh = new Mesh({ relay: relay.url, meeting: holdersMeeting(receipt, police, 'reveal'), identity: police, proposes: false, patienceMs: 5_000 });
    const { channel } = await mesh.until((parties) => parties.find((party) => party.name === 'North'));
    const nonce = randomBytes(32);
    channel.send('reveal/hello', concat(fromHex(receipt.digest), nonce));
    const greeting = await channel.receive('reveal/hello', 64);
    expect(greeting.slice(0, 32)).toEqual(fromHex(receipt.digest));
    const parts = saidParts({ target: receipt, session: receipt.session, epoch: share.epoch, state }, { seat: 2, nonce }, { seat: 0, nonce: greeting.slice(32) });
    await channel.receive('reveal/ready', 1_000);
    const before = seen.length;
    channel.send('reveal/ready', concat(u32be(share.epoch), state, sign(police.secretKey, APPROVAL_LABEL, ...parts)));
    // A confirmation of nothing comes after it: once that was refused, the approval was looked at.
    channel.send('reveal/opened', new Uint8Array(64));
    await new Promise<void>((resolve) => {
      look = () => {
        if (seen.length >= before + 2) resolve();
      };
      look();
    });
    expect(new Set(seen.map((names) => names.join()))).toEqual(new Set(['North']));

    controller.abort(new MpcError('TIMEOUT', 'The opening was not done within its time.', ''));
    const ended = await opening;
    // It waited on for others all the same, and at the end says what was wrong.
    expect(ended).toMatchObject({ code: 'DEVIATION', party: 'Police' });
    expect((ended as MpcError).next).not.toContain('was given to');
    mesh.close();
  });
});
