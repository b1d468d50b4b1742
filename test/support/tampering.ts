import type { Network, ProtocolContext } from '../../src/session/protocol/network.js';

/** What a cheating party puts in the place of a message that its honest program would send. `received` is what came before, by label. */
export type Tamper = (message: Uint8Array, received: ReadonlyMap<string, Uint8Array>) => Uint8Array;

/** A party that follows the protocol but for the messages named here. */
export function tampering<Context extends ProtocolContext>(party: Context, tampers: Readonly<Record<string, Tamper>>): Context {
  const { network } = party;
  const received = new Map<string, Uint8Array>();
  const cheating: Network = {
    self: network.self,
    count: network.count,
    send: (to, label, message) => network.send(to, label, tampers[label]?.(Uint8Array.from(message), received) ?? message),
    receive: async (from, label, maxBytes) => {
      const message = await network.receive(from, label, maxBytes);
      received.set(label, message);
      return message;
    },
  };
  return { ...party, network: cheating };
}

/** Flips the lowest bit of the byte at each of these offsets. */
export function flipping(...offsets: readonly number[]): Tamper {
  return (message) => {
    for (const offset of offsets) message[offset] = (message[offset] as number) ^ 1;
    return message;
  };
}
