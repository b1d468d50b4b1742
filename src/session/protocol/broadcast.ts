import { concat, equalBytes, u32be, utf8 } from '../../crypto/bytes.js';
import { SIGNATURE_LENGTH, verify } from '../../crypto/ed25519.js';
import { hashParts } from '../../crypto/hash.js';
import { deviation } from './deviation.js';
import { othersOf, type ProtocolContext } from './network.js';

const SIGNATURE_LABEL = 'mpc broadcast v1';
const HASH_LABEL = 'mpc broadcast message v1';
const HASH_LENGTH = 32;
/** What an echo has of each party. */
export const ECHO_ENTRY_LENGTH = HASH_LENGTH + SIGNATURE_LENGTH;

interface Received {
  readonly message: Uint8Array;
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Broadcast with abort: Goldwasser and Lindell, "Secure Multi-Party Computation without Agreement" (J. Cryptology 2005), the echo broadcast. Every party sends
 * its signed message to every other, and then tells every other what it received. A party goes on only if all of that agrees, so that all honest parties hold
 * the same messages.
 *
 * The signatures show who is to blame if it does not agree: two different messages signed by one sender for one step in one session convict the sender, and an
 * echo without the sender's signature convicts the party that echoed it.
 *
 * With two parties, an echo tells each only what it sent itself, so `echo: 'unless two'` omits it.
 *
 * Returns the messages in the roster's order, including this party's own; each has at most `maxBytes`. Throws DEVIATION.
 */
export async function broadcast(context: ProtocolContext, label: string, message: Uint8Array, maxBytes: number, { echo = 'always' }: { readonly echo?: 'always' | 'unless two' } = {}): Promise<Uint8Array[]> {
  const { network } = context;
  const own = signed(context, label, message);
  for (const party of othersOf(network)) network.send(party, label, concat(own.signature, message));

  const received = await Promise.all(
    context.names.map(async (_, party) => (party === network.self ? own : readMessage(context, label, party, await network.receive(party, label, SIGNATURE_LENGTH + maxBytes)))),
  );

  if (echo === 'always' || network.count > 2) await exchangeEchoes(context, label, received);

  const messages = received.map((each) => each.message);
  context.transcript.add(label, messages);
  return messages;
}

async function exchangeEchoes(context: ProtocolContext, label: string, received: readonly Received[]): Promise<void> {
  const { network } = context;
  const echoLabel = `${label}/echo`;
  const echo = concat(...received.map(({ hash, signature }) => concat(hash, signature)));
  for (const party of othersOf(network)) network.send(party, echoLabel, echo);
  await Promise.all(
    othersOf(network).map(async (witness) => {
      checkEcho(context, label, received, witness, await network.receive(witness, echoLabel, echo.length));
    }),
  );
}

function signed(context: ProtocolContext, label: string, message: Uint8Array): Received {
  const { self } = context.network;
  const hash = hashParts(HASH_LABEL, message);
  return { message, hash, signature: context.sign(SIGNATURE_LABEL, ...signedParts(context, label, self, hash)) };
}

/**
 * Session, protocol step and sender are signed beside the hash, not inside it: a party that is shown an echo has only the hash, and must see that the signed
 * message was meant for this step. Otherwise anything that a party ever signed could be used against it.
 */
function signedParts(context: ProtocolContext, label: string, sender: number, hash: Uint8Array): Uint8Array[] {
  return [context.sid, utf8(label), u32be(sender), hash];
}

function readMessage(context: ProtocolContext, label: string, sender: number, bytes: Uint8Array): Received {
  if (bytes.length < SIGNATURE_LENGTH) throw deviation(context, sender, 'sent a message without its signature');
  const signature = bytes.subarray(0, SIGNATURE_LENGTH);
  const message = bytes.subarray(SIGNATURE_LENGTH);
  const hash = hashParts(HASH_LABEL, message);
  if (!isSignedBy(context, label, sender, hash, signature)) throw deviation(context, sender, 'sent a message whose signature does not verify');
  return { message, hash, signature };
}

function isSignedBy(context: ProtocolContext, label: string, sender: number, hash: Uint8Array, signature: Uint8Array): boolean {
  const key = context.publicKeys[sender];
  return key !== undefined && verify(key, signature, SIGNATURE_LABEL, ...signedParts(context, label, sender, hash));
}

function checkEcho(context: ProtocolContext, label: string, received: readonly Received[], witness: number, echo: Uint8Array): void {
  if (echo.length !== received.length * ECHO_ENTRY_LENGTH) throw deviation(context, witness, `sent an echo of the wrong length`);
  received.forEach(({ hash }, sender) => {
    const entry = echo.subarray(sender * ECHO_ENTRY_LENGTH, (sender + 1) * ECHO_ENTRY_LENGTH);
    const echoed = entry.subarray(0, HASH_LENGTH);
    if (equalBytes(hash, echoed)) return;
    const isSigned = isSignedBy(context, label, sender, echoed, entry.subarray(HASH_LENGTH));
    // A party knows that it sent only one message itself.
    if (isSigned && sender !== context.network.self) {
      throw deviation(context, sender, `sent different messages to different parties in the step "${label}"`);
    }
    throw deviation(context, witness, `claimed to have received from ${context.names[sender] ?? 'a party'} what that party did not sign`);
  });
}
