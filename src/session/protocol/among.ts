import type { Network, ProtocolContext } from './network.js';

/**
 * The session as some of its parties have it among themselves: seats are positions in `members`, which are seats in ascending order. What they broadcast stands
 * in no transcript, since the others do not have it. A label has to name the group, because signatures hold seats of the group.
 */
export function among(context: ProtocolContext, members: readonly number[]): ProtocolContext {
  const { network, names, publicKeys } = context;
  const seat = (member: number) => members[member] ?? -1;
  const within: Network = {
    self: members.indexOf(network.self),
    count: members.length,
    send: (to, label, message) => network.send(seat(to), label, message),
    receive: async (from, label, maxBytes) => network.receive(seat(from), label, maxBytes),
  };
  return { ...context, network: within, names: members.map((each) => names[each] ?? ''), publicKeys: members.map((each) => publicKeys[each] ?? new Uint8Array(0)), transcript: { add: () => undefined } };
}
