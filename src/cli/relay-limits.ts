import { Flags } from '@oclif/core';
import { DEFAULT_LIMITS, type RelayLimits } from '../library/relays.js';
import { withEnvironment } from './base-command.js';
import { parseWait } from './duration.js';

const MIB = 1024 * 1024;

const count = (description: string, value: number, { min = 1, max }: { min?: number; max?: number } = {}) =>
  Flags.integer({ description, default: value, min, ...(max === undefined ? {} : { max }), helpGroup: 'LIMITS' });
const duration = (description: string, ms: number) => Flags.string({ description, default: inWords(ms), helpValue: 'DURATION', helpGroup: 'LIMITS' });

/** One flag for each limit of a relay; `docs/relay.md` says what happens when one is reached. */
export const relayLimitFlags = withEnvironment({
  'max-rooms': count('Most sessions at once.', DEFAULT_LIMITS.maxRooms),
  'max-rooms-per-address': count('Most sessions opened from one network address.', DEFAULT_LIMITS.maxRoomsPerAddress),
  'max-connections': count('Most parties at once.', DEFAULT_LIMITS.maxConnections, { min: 2 }),
  'max-connections-per-address': count('Most parties at once from one network address.', DEFAULT_LIMITS.maxConnectionsPerAddress, { min: 2 }),
  'max-seats': count('Most parties in a session.', DEFAULT_LIMITS.maxSeats, { min: 2, max: 255 }),
  'joins-per-minute': count('Most joins a minute from one network address.', DEFAULT_LIMITS.joinsPerMinute),
  'frames-per-second': count('Small frames a second that one connection may send.', DEFAULT_LIMITS.framesPerSecond),
  'mib-per-second': count('MiB a second that one connection may send.', DEFAULT_LIMITS.bytesPerSecond / MIB),
  'max-memory': count('Most memory for frames that wait or arrive, in MiB.', DEFAULT_LIMITS.totalBufferBytes / MIB, { min: 16 }),
  'max-memory-per-room': count('Most memory for frames that wait in one room, in MiB.', DEFAULT_LIMITS.roomBufferBytes / MIB),
  'max-memory-per-connection': count('Most memory for frames that wait for one party, in MiB.', DEFAULT_LIMITS.connectionBufferBytes / MIB),
  'join-timeout': duration('From connecting to joining a session.', DEFAULT_LIMITS.joinTimeoutMs),
  'refusal-delay': duration('How long one address that joins too often waits for each refusal.', DEFAULT_LIMITS.refusalDelayMs),
  'lone-room': duration('How long a party waits alone, unless it showed an admission token.', DEFAULT_LIMITS.loneRoomMs),
  'room-idle': duration('How long nobody in a session may send anything.', DEFAULT_LIMITS.roomIdleMs),
  'room-lifetime': duration('Longest session.', DEFAULT_LIMITS.roomLifetimeMs),
  'slow-reader': duration('How long a party may hold up others because it does not read.', DEFAULT_LIMITS.slowReaderMs),
});

type Durations = Record<'join-timeout' | 'lone-room' | 'refusal-delay' | 'room-idle' | 'room-lifetime' | 'slow-reader', string>;
type Numbers = Record<Exclude<keyof typeof relayLimitFlags, keyof Durations>, number>;

/** Throws USAGE if a duration is none. */
export function relayLimits(flags: Durations & Numbers): Partial<RelayLimits> {
  const time = (name: keyof Durations) => parseWait(flags[name], name);
  return {
    maxRooms: flags['max-rooms'],
    maxRoomsPerAddress: flags['max-rooms-per-address'],
    maxConnections: flags['max-connections'],
    maxConnectionsPerAddress: flags['max-connections-per-address'],
    maxSeats: flags['max-seats'],
    joinsPerMinute: flags['joins-per-minute'],
    framesPerSecond: flags['frames-per-second'],
    bytesPerSecond: flags['mib-per-second'] * MIB,
    totalBufferBytes: flags['max-memory'] * MIB,
    roomBufferBytes: flags['max-memory-per-room'] * MIB,
    connectionBufferBytes: flags['max-memory-per-connection'] * MIB,
    joinTimeoutMs: time('join-timeout'),
    refusalDelayMs: time('refusal-delay'),
    loneRoomMs: time('lone-room'),
    roomIdleMs: time('room-idle'),
    roomLifetimeMs: time('room-lifetime'),
    slowReaderMs: time('slow-reader'),
  };
}

function inWords(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return `${ms / 1_000}s`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}
