import { beforeAll, expect, it } from 'vitest';
import { concat, u32be } from '../../../src/crypto/bytes.js';
import { publicKeyOf } from '../../../src/crypto/ed25519.js';
import type { SharedState } from '../../../src/session/share/file.js';
import { stateHash } from '../../../src/session/share/file.js';
import { Attendance } from '../../../src/session/share/attendance.js';
import { makeOpening, targetOf, type Target } from '../../../src/session/share/opening.js';
import { readyOf } from '../../../src/session/share/ready.js';
import { APPROVAL_LABEL, OPENED_LABEL } from '../../../src/session/share/reveal-receipt.js';
import { sealedSession, type SealedSession } from '../../support/sealed-session.js';

let session: SealedSession;
let state: SharedState;
beforeAll(async () => {
  session = await sealedSession(3, 2, [0, 1, 2]);
  state = session.shares.get('North') as SharedState;
});

function attendance(seat: number, target: Target = targetOf(session.receipt)): Attendance {
  const secretKey = session.secretKeys[seat] ?? new Uint8Array(32);
  return new Attendance(session.receipt, target, { name: session.names[seat] ?? '', secretKey, publicKey: publicKeyOf(secretKey) }, seat);
}

it('takes what is said by that party, to this one, in this attempt, and nothing else that it ever signed', () => {
  const [north, south, harbour] = [attendance(0), attendance(1), attendance(2)];
  south.greet(0, north.hello);
  north.greet(1, south.hello);
  harbour.greet(0, north.hello);
  north.greet(2, harbour.hello);
  const approval = north.say(APPROVAL_LABEL, state, 1);
  const hash = stateHash(state);
  expect(south.isSaid(APPROVAL_LABEL, 0, hash, 0, approval)).toBe(true);
  // Another label, epoch, state, author; to a third party; and what North says for its own receipt.
  expect(south.isSaid(OPENED_LABEL, 0, hash, 0, approval)).toBe(false);
  expect(south.isSaid(APPROVAL_LABEL, 1, hash, 0, approval)).toBe(false);
  expect(south.isSaid(APPROVAL_LABEL, 0, new Uint8Array(32), 0, approval)).toBe(false);
  expect(south.isSaid(APPROVAL_LABEL, 0, hash, 1, approval)).toBe(false);
  expect(harbour.isSaid(APPROVAL_LABEL, 0, hash, 0, approval)).toBe(false);
  expect(south.isSaid(APPROVAL_LABEL, 0, hash, 0, north.say(APPROVAL_LABEL, state, 0))).toBe(false);

  // South comes again, or North does: what was said before is of no use.
  const again = attendance(1);
  again.greet(0, north.hello);
  expect(again.isSaid(APPROVAL_LABEL, 0, hash, 0, approval)).toBe(false);
  south.greet(0, attendance(0).hello);
  expect(south.isSaid(APPROVAL_LABEL, 0, hash, 0, approval)).toBe(false);
});

it('names who shows an approval of an earlier attempt, of another party, or of what it did not sign, when it says that it is ready', () => {
  const [north, south, harbour] = [attendance(0), attendance(1), attendance(2)];
  south.greet(0, north.hello);
  south.greet(2, harbour.hello);
  north.greet(1, south.hello);
  harbour.greet(1, south.hello);
  const [own, hash] = [session.shares.get('South'), stateHash(state)];
  const ready = (signature: Uint8Array, epoch = 0, of = hash) => readyOf(concat(u32be(epoch), of, signature), { seat: 0, names: session.names, attendance: south, own });
  const approval = north.say(APPROVAL_LABEL, state, 1);
  expect(ready(approval)).toMatchObject({ isHolder: true, epoch: 0 });
  const earlier = attendance(0);
  earlier.greet(1, attendance(1).hello);
  const altered = approval.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
  for (const signature of [earlier.say(APPROVAL_LABEL, state, 1), harbour.say(APPROVAL_LABEL, state, 1), north.say(OPENED_LABEL, state, 1), altered]) {
    expect(() => ready(signature)).toThrow(expect.objectContaining({ code: 'DEVIATION', party: 'North' }) as Error);
  }
  for (const [epoch, of] of [[1, hash], [0, new Uint8Array(32)]] as const) expect(() => ready(approval, epoch, of)).toThrow(expect.objectContaining({ code: 'DEVIATION', party: 'North' }) as Error);
});

it('leaves out who opens under another agreement, and who greets in no proper form', () => {
  const opening = makeOpening(session.receipt, { recipients: ['South'], purpose: 'Another' }, Date.now());
  const [north, south] = [attendance(0), attendance(1, targetOf(session.receipt, opening))];
  for (const [one, other, seat, name] of [[north, south, 1, 'South'], [south, north, 0, 'North']] as const) {
    expect(() => one.greet(seat, other.hello)).toThrow(expect.objectContaining({ code: 'AGREEMENT_MISMATCH', party: name }) as Error);
    expect(() => one.greet(seat, other.hello.slice(1))).toThrow(expect.objectContaining({ code: 'DEVIATION', party: name }) as Error);
  }
});
