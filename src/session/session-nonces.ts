import { equalBytes, u32be } from '../crypto/bytes.js';
import { hashParts } from '../crypto/hash.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { deviation } from './protocol/deviation.js';
import { othersOf, type Network } from './protocol/network.js';
import { SESSION_NONCE_BYTES } from './session-id.js';

const HASH_BYTES = 32;
const STEPS = { commit: 'nonce-commit', echo: 'nonce-echo', open: 'nonce' } as const;

/** This party's nonce, after its commitment was sent. */
export interface OwnNonce {
  readonly nonce: Uint8Array;
  readonly commitment: Uint8Array;
}

/**
 * Commits to a fresh nonce of this party, towards all others. The commitment is random and unsigned, and reveals nothing, so it may be sent before anything
 * else is settled.
 * @param about what the session is about, the same for all: 32 bytes. A commitment is valid for nothing else.
 */
export function announceNonce(network: Network, about: Uint8Array): OwnNonce {
  const nonce = randomBytes(SESSION_NONCE_BYTES);
  const commitment = commitmentTo(about, network.self, nonce);
  for (const party of othersOf(network)) network.send(party, STEPS.commit, commitment);
  return { nonce, commitment };
}

/**
 * The identifier of a session. It includes every party's fresh nonce, and no party can choose it: all commit, tell each other what they received, and open only
 * if all received the same. So no party sees another's nonce while it can still choose its own, or a roster. A party that dislikes the result can only stop,
 * which others see. Two honest parties that finish have the same commitments, hence the same nonces and the same identifier: nothing is signed before.
 *
 * @param sidOf the identifier that follows from the nonces, in the order of `names`.
 * @param own this party's nonce, if it already announced its commitment.
 */
export async function agreeOnSession(
  network: Network,
  names: readonly string[],
  about: Uint8Array,
  sidOf: (nonces: readonly Uint8Array[]) => Uint8Array,
  own = announceNonce(network, about),
): Promise<{ sid: Uint8Array; nonces: Uint8Array[] }> {
  const collect = async (label: string, mine: Uint8Array): Promise<Uint8Array[]> =>
    Promise.all(
      names.map(async (_, party) => {
        const message = party === network.self ? mine : await network.receive(party, label, mine.length);
        if (message.length !== mine.length) throw deviation({ names }, party, 'sent a nonce, or a commitment to one, of the wrong length');
        return message;
      }),
    );

  const commitments = await collect(STEPS.commit, own.commitment);
  const echo = hashParts('mpc session nonces echo v1', about, ...commitments);
  for (const party of othersOf(network)) network.send(party, STEPS.echo, echo);
  (await collect(STEPS.echo, echo)).forEach((theirs, party) => {
    if (equalBytes(theirs, echo)) return;
    throw new MpcError(
      'DEVIATION',
      `This party and ${names[party] ?? 'another'} did not get the same commitments to nonces: some party sent different ones to different parties, or lied about it.`,
      'Nothing was computed. The evidence does not say which party it was.',
    );
  });

  for (const party of othersOf(network)) network.send(party, STEPS.open, own.nonce);
  const nonces = await collect(STEPS.open, own.nonce);
  nonces.forEach((nonce, party) => {
    if (!equalBytes(commitmentTo(about, party, nonce), commitments[party] ?? new Uint8Array(HASH_BYTES))) throw deviation({ names }, party, 'opened another nonce than it had committed to');
  });
  return { sid: sidOf(nonces), nonces };
}

/** The nonce is uniform and has 256 bits, so it needs no second nonce to hide it. */
function commitmentTo(about: Uint8Array, party: number, nonce: Uint8Array): Uint8Array {
  return hashParts('mpc session nonce v1', about, u32be(party), nonce);
}
