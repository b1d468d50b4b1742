import { equalBytes } from '../crypto/bytes.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { deviation } from './protocol/deviation.js';
import { othersOf, type Network } from './protocol/network.js';
import { SESSION_NONCE_BYTES } from './session-id.js';

/**
 * Sends everyone a fresh nonce of this party's, and returns it. It is random and unsigned, and tells nothing: it may leave before
 * anything else is settled.
 */
export function announceNonce(network: Network): Uint8Array {
  const own = randomBytes(SESSION_NONCE_BYTES);
  for (const party of othersOf(network)) network.send(party, 'nonce', own);
  return own;
}

/**
 * Everyone has sent everyone a fresh nonce, and now sends the identifier that follows. Nothing is signed before all have the same:
 * what is signed under an identifier that could come again would be evidence against an honest party.
 *
 * @param sidOf the identifier that follows from the nonces, in the order of `names`.
 * @param own the nonce that this party announced, where it did already.
 */
export async function agreeOnSession(network: Network, names: readonly string[], sidOf: (nonces: readonly Uint8Array[]) => Uint8Array, own = announceNonce(network)): Promise<{ sid: Uint8Array; nonces: Uint8Array[] }> {
  const nonces = await Promise.all(names.map(async (_, party) => (party === network.self ? own : network.receive(party, 'nonce', SESSION_NONCE_BYTES))));
  nonces.forEach((nonce, party) => {
    if (nonce.length !== SESSION_NONCE_BYTES) throw deviation({ names }, party, 'sent a nonce of the wrong length');
  });

  const sid = sidOf(nonces);
  for (const party of othersOf(network)) network.send(party, 'session', sid);
  await Promise.all(
    othersOf(network).map(async (party) => {
      if (equalBytes(await network.receive(party, 'session', sid.length), sid)) return;
      throw new MpcError(
        'DEVIATION',
        `This party and ${names[party] ?? 'another'} did not get the same nonces: some party sent different ones to different parties, or lied about it.`,
        'Nothing was computed. The evidence does not say which party it was.',
      );
    }),
  );
  return { sid, nonces };
}
