import type { RelayEvent } from '../library/relays.js';

const EVENTS: Record<RelayEvent['kind'], string> = { join: 'a party joined', return: 'a party came back', leave: 'a party left', refuse: 'a connection was refused', problem: 'a problem' };

/** One event as a line for people, or as an object for programs. It has no room and no token, and a network address only if the event has one. */
export function logLine(event: RelayEvent, format: 'text' | 'json', now: Date): string {
  const { kind, reason, what, present, seats, rooms, connections, origin: address } = event;
  const time = now.toISOString();
  if (format === 'json') return JSON.stringify({ time, level: kind === 'problem' ? 'error' : 'info', event: kind, reason, what, present, seats, rooms, connections, address });
  const positions = seats === undefined ? '' : ` (${present ?? 0} of ${seats} seats taken)`;
  const why = reason ?? what;
  return `${time} ${EVENTS[kind]}${why === undefined ? '' : `: ${why}`}${positions}; rooms ${rooms}, connections ${connections}${address === undefined ? '' : `, from ${address}`}`;
}
