import { concat, equalBytes } from '../../../src/crypto/bytes.js';
import { sign } from '../../../src/crypto/ed25519.js';
import { hashParts } from '../../../src/crypto/hash.js';
import type { Network } from '../../../src/session/protocol/network.js';
import { HashedTranscript } from '../../../src/session/protocol/transcript.js';
import { type Share } from '../../../src/session/share/file.js';
import { runReshareProtocol, type Reshared, type ReshareInput } from '../../../src/session/share/reshare.js';
import { participantsOf, type ResharePlan } from '../../../src/session/share/reshare-plan.js';
import { reshareSessionId } from '../../../src/session/share/reshare-receipt.js';
import { memoryNetwork, type MemoryNetwork, type Sent } from '../../../src/testing/memory-network.js';
import { signedMessage } from '../../support/own-party.js';
import { type SealedSession } from '../../support/sealed-session.js';
import { outcomes } from '../protocol/outcomes.js';

export function planOf({ receipt }: SealedSession, dealers: readonly string[], holders: readonly string[], needed: number): ResharePlan {
  return { session: receipt.session, digest: receipt.digest, dealers, holders, needed };
}

/** A party that cheats: another input than it should have, or other messages than its program sends. */
export interface Cheat {
  readonly name: string;
  readonly input?: (input: ReshareInput) => ReshareInput;
  /** What goes out in the place of a message; `wire` has what was sent before. */
  readonly send?: (sent: Sent, context: CheatContext) => Uint8Array;
}

export interface CheatContext {
  readonly self: number;
  readonly sid: Uint8Array;
  readonly secretKey: Uint8Array;
  readonly wire: readonly Sent[];
  /** A broadcast message of this party, signed for this session. */
  readonly signed: (label: string, message: Uint8Array) => Uint8Array;
}

export type Ended = Error | (Reshared & { readonly kept: Share | undefined });

export async function play(session: SealedSession, shares: ReadonlyMap<string, Share>, plan: ResharePlan, cheat?: Cheat): Promise<Map<string, Ended>> {
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

export function cheating(network: MemoryNetwork, secretKey: Uint8Array, wire: readonly Sent[], change: NonNullable<Cheat['send']>, sidOf: (nonces: readonly Uint8Array[]) => Uint8Array): Network {
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

export function sharesOf(ended: ReadonlyMap<string, Ended>): Map<string, Share> {
  return new Map(
    [...ended].flatMap(([name, each]): [string, Share][] => {
      if (each instanceof Error) throw each;
      return each.share === undefined ? [] : [[name, each.share]];
    }),
  );
}

export const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
export const inStep = (step: string, change: (message: Uint8Array, context: CheatContext, to: number) => Uint8Array): NonNullable<Cheat['send']> => (sent, context) => (sent.label === step ? change(sent.message, context, sent.to) : sent.message);
