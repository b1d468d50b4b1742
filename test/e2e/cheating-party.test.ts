import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, utf8 } from '../../src/crypto/bytes.js';
import { approve, approveSession } from '../../src/session/agreement/approval.js';
import { fieldFor } from '../../src/session/operations/linear/bounds.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { openAndApprove } from '../support/opened.js';
import type { Channel } from '../../src/session/channel/channel.js';
import { compareAgreements } from '../../src/session/compare.js';
import { broadcast } from '../../src/session/protocol/broadcast.js';
import { rosterHash } from '../../src/session/session-id.js';
import { bytesOf, signedMessage, takeOwnPart } from '../support/own-party.js';
import { asLinear } from '../support/operations.js';
import { against, agreedSession, CHEATER, codes, expectNamed, expectNoResult, flipped, HONEST, identityOf, inStep, SEAT, sum, TOTAL } from '../support/cheating-stage.js';

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
