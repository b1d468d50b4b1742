import { beforeAll, describe, expect, it } from 'vitest';
import { concat, lengthPrefixed, u32be } from '../../../src/crypto/bytes.js';
import { sign } from '../../../src/crypto/ed25519.js';
import { addScalars, encodeScalar, ORDER } from '../../../src/crypto/scalar.js';
import { MpcError } from '../../../src/errors.js';
import { encodeState, stateHash, type Share } from '../../../src/session/share/file.js';
import { encodeRelease, readRelease, type Releaser } from '../../../src/session/share/released-shares.js';
import { openedBy, sealedSession, type SealedSession } from '../../support/sealed-session.js';
import { decodePublicKey } from '../../../src/crypto/public-key.js';

let session: SealedSession;
let other: SealedSession;

beforeAll(async () => {
  [session, other] = await Promise.all([sealedSession(3, 2, [0, 1, 2]), sealedSession(3, 2, [0, 1, 2])]);
});

const shareOf = (seat: number, from = session): Share => from.shares.get(from.names[seat] ?? '') ?? expect.fail('no share');
const keyOf = (seat: number, from = session) => from.secretKeys[seat] ?? expect.fail('no key');

function releaserOf(seat: number, share = shareOf(seat)): Releaser {
  return { name: session.names[seat] ?? '', seat, publicKey: decodePublicKey(session.receipt.agreement.parties[seat]?.publicKey ?? ''), epoch: share.epoch, state: stateHash(share) };
}

/** The shares that the recipient reads from this holder, or what it says of the holder. */
function readFrom(seat: number, message: Uint8Array, { knows = true, by = releaserOf(seat) } = {}): readonly bigint[] | string {
  try {
    return readRelease(message, by, session.receipt, knows ? shareOf(0) : undefined, (what) => new MpcError('DEVIATION', what, '')).shares;
  } catch (error) {
    if (!(error instanceof MpcError)) throw error;
    return error.message;
  }
}

/** As the holder itself can sign it. */
function signedRelease(seat: number, scalars: readonly Uint8Array[], { session: sid = session.receipt.session, epoch = 0, state = stateHash(shareOf(seat)), seat: as = seat, key = keyOf(seat), bytes = encodeState(shareOf(seat)) } = {}): Uint8Array {
  const packed = concat(...scalars);
  return lengthPrefixed(sign(key, 'mpc reveal share v1', Buffer.from(sid, 'hex'), u32be(epoch), state, u32be(as), packed), packed, bytes);
}

const scalarsOf = (seat: number, change: (share: bigint, i: number) => bigint = (share) => share) => shareOf(seat).shares.map((share, i) => encodeScalar(change(share, i)));
const notCanonical = (share: bigint) => Uint8Array.from(Buffer.from((share + ORDER).toString(16).padStart(64, '0'), 'hex').reverse());

describe('shares that a holder gives to a recipient', () => {
  it('are taken as they are, and open the result with those of another', () => {
    for (const knows of [true, false]) expect(readFrom(1, encodeRelease(shareOf(1), 1, keyOf(1)), { knows })).toEqual(shareOf(1).shares);
    expect(readFrom(1, signedRelease(1, scalarsOf(1)))).toEqual(shareOf(1).shares);
    expect(openedBy([shareOf(0), shareOf(1)])).toBe('111');
  });

  it.each([0, 1, 2])('are false where one is another number, though it is signed: share %i', (at) => {
    const changed = (change: (share: bigint) => bigint) => readFrom(1, signedRelease(1, scalarsOf(1, (share, i) => (i === at ? change(share) : share))));
    for (const change of [(share: bigint) => addScalars(share, 1n), () => 0n, () => shareOf(2).shares[at] ?? 0n]) expect(changed(change)).toMatch(/does not fit its commitments/);
    expect(readFrom(1, signedRelease(1, scalarsOf(1).map((each, i) => (i === at ? notCanonical(shareOf(1).shares[at] ?? 0n) : each))))).toMatch(/does not fit its commitments/);
  });

  it('are refused where there are too few or too many, or in another order', () => {
    expect(readFrom(1, signedRelease(1, scalarsOf(1).slice(1)))).toMatch(/does not fit|too/);
    expect(readFrom(1, signedRelease(1, [...scalarsOf(1), ...scalarsOf(1).slice(2)]))).toMatch(/too many shares/);
    expect(readFrom(1, signedRelease(1, [...scalarsOf(1)].reverse()))).toMatch(/does not fit its commitments/);
  });

  it.each<[string, () => Uint8Array]>([
    ['another party', () => signedRelease(1, scalarsOf(1), { key: keyOf(2) })],
    ['nobody: it was altered', () => encodeRelease(shareOf(1), 1, keyOf(1)).map((byte, i) => (i === 10 ? byte ^ 1 : byte))],
    ['its holder for another session', () => signedRelease(1, scalarsOf(1), { session: other.receipt.session })],
    ['its holder for another epoch', () => signedRelease(1, scalarsOf(1), { epoch: 1 })],
    ['its holder for another state', () => signedRelease(1, scalarsOf(1), { state: stateHash(shareOf(1, other)) })],
    ['its holder for another seat', () => signedRelease(1, scalarsOf(1), { seat: 2 })],
    ['another holder, whose shares are handed on', () => encodeRelease(shareOf(2), 2, keyOf(2))],
  ])('are refused where what is signed is signed by %s', (_, message) => {
    expect(readFrom(1, message())).toMatch(/signature does not verify/);
  });

  it('are refused where the state beside them is not the one that was approved', () => {
    const foreign = shareOf(1, other);
    expect(readFrom(1, signedRelease(1, scalarsOf(1), { bytes: encodeState(foreign) }), { knows: false })).toMatch(/something else than what the receipt holds/);
    // It approved another state than it has.
    expect(readFrom(1, signedRelease(1, scalarsOf(1), { state: stateHash(foreign) }), { by: { ...releaserOf(1), state: stateHash(foreign) } })).toMatch(/another state than it had approved/);
  });

  it('are refused from a party that holds none, and in no proper form', () => {
    const stranger = { ...releaserOf(1), name: 'Zoe' };
    expect(readFrom(1, encodeRelease(shareOf(1), 1, keyOf(1)), { by: stranger })).toMatch(/holds none/);
    const whole = encodeRelease(shareOf(1), 1, keyOf(1));
    for (const message of [new Uint8Array(0), whole.slice(0, -1), concat(whole, new Uint8Array(1)), new Uint8Array(12).fill(255)]) expect(readFrom(1, message)).toMatch(/no proper form/);
  });
});
