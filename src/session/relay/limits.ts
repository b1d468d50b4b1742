const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The limits of one relay. Sizes in bytes, times in milliseconds. */
export interface RelayLimits {
  readonly maxFrameBytes: number;
  readonly maxRooms: number;
  readonly maxRoomsPerAddress: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  readonly maxSeats: number;
  readonly joinsPerMinute: number;
  readonly connectionBufferBytes: number;
  readonly roomBufferBytes: number;
  readonly totalBufferBytes: number;
  readonly slowReaderMs: number;
  readonly roomLifetimeMs: number;
  readonly roomIdleMs: number;
  readonly loneRoomMs: number;
  readonly joinTimeoutMs: number;
  readonly refusalDelayMs: number;
  readonly framesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly pingMs: number;
}

/** The default limits of a relay. */
export const DEFAULT_LIMITS: RelayLimits = {
  /** Parties send frames of 64 KiB; twice that leaves room for headers and later versions. A larger one is refused by its header, before its bytes are read. */
  maxFrameBytes: 128 * KIB,
  /** More sessions at once than one machine's network carries. It keeps a client that invents rooms from growing the table. */
  maxRooms: 1_000,
  /** A fifth of all: an office or a proxy behind one address runs more sessions than it has people, and no address takes all. */
  maxRoomsPerAddress: 200,
  /** Four a room, and below the 4 096 open files that many systems allow a service. */
  maxConnections: 4_000,
  /** Four in each of the rooms that one address may open. */
  maxConnectionsPerAddress: 800,
  /** Protocols send every party's messages to every other party: with more parties a session would not end in reasonable time anyway. */
  maxSeats: 64,
  /** A whole office behind one address that reconnects at once stays below it; a client in a tight loop does not. */
  joinsPerMinute: 600,
  /** Sixteen frames on their way to one reader: enough to keep a fast link busy, and cheap enough to hold for every reader. */
  connectionBufferBytes: MIB,
  /** Sixteen full readers: a room in which most stop reading cannot take more of the machine. */
  roomBufferBytes: 16 * MIB,
  /** The memory that a machine of 1 GB can spare. Beyond it, the reader with the most waiting data, in the room with the most, has to go. */
  totalBufferBytes: 256 * MIB,
  /** An interruption of a mobile link is shorter. A party that does not read for longer blocks its whole room. */
  slowReaderMs: 30 * SECOND,
  /** The longest session that anybody should need. A forgotten process does not keep a room for ever. */
  roomLifetimeMs: 24 * HOUR,
  /** People read an agreement and telephone before they approve, but not for an hour without a frame. */
  roomIdleMs: HOUR,
  /** Parties wait ten minutes by default, and a client that is sent away connects again: this only removes clients that are gone. */
  loneRoomMs: 300 * SECOND,
  /** A client sends JOIN at once. A connection that sends nothing is not a client. */
  joinTimeoutMs: 10 * SECOND,
  /** Whoever is refused tries again. Answered at once, clients in a tight loop keep the relay busy with refusals; a person does not notice this long. */
  refusalDelayMs: 3 * SECOND,
  /** Frames below 16 KiB. A party that answers as fast as a relay on the same machine brings it questions stays below this; a flood does not. */
  framesPerSecond: 3_000,
  /** More than one process passes on in all: a single connection is not held back, and two share the machine by turns. */
  bytesPerSecond: 512 * MIB,
  /** Below the 30 to 60 s after which proxies and address translators forget a silent connection. */
  pingMs: 20 * SECOND,
};

/** Milliseconds. It is over before the connection's time for a JOIN is, so that the client is told why it is refused. */
export function refusalDelayOf({ refusalDelayMs, joinTimeoutMs }: RelayLimits): number {
  return Math.min(refusalDelayMs, joinTimeoutMs / 2);
}
