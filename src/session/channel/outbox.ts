import { MAX_EARLY_FRAMES } from './early-frames.js';
import { RoundTrip } from './round-trip.js';

/** Bytes on their way to one party before further frames wait: enough to keep a relay busy, and little enough to hold 63 times. */
const WINDOW_BYTES = 2 * 1024 * 1024;
/** Bytes between the oldest missing frame and the newest. The receiver keeps early frames only up to this. */
const SPAN_BYTES = 2 * WINDOW_BYTES;
/** Bytes of frames sent again if no later frame has arrived. The answers to them tell about the rest. */
const PROBE_BYTES = 256 * 1024;
const LAST_PROBE_MS = 16_000;

interface Sent {
  readonly number: number;
  /** Empty once the other side has acknowledged it. */
  packet: Uint8Array;
  readonly length: number;
  /** The number that it acknowledges. */
  readonly acknowledges: number;
  /** False for a mere acknowledgement, which is not worth sending again. */
  readonly matters: boolean;
  sentAt: number;
  /** Its position among all frames ever sent, including repetitions. */
  order: number;
  isRepeated: boolean;
  hasArrived: boolean;
}

/**
 * Encrypted frames that the other side has not acknowledged, and when to send them again.
 *
 * A frame counts as lost when a later one has arrived and the time allowed for an answer has passed. If no later frame has arrived, a few frames are sent again
 * after that time, and then each time after twice as long, to find out. A repeated frame is the same ciphertext.
 */
export class Outbox {
  readonly #emit: (packet: Uint8Array) => void;
  readonly #now: () => number;
  readonly #roundTrip = new RoundTrip();
  /** Oldest first. */
  #frames: Sent[] = [];
  /** Bytes that have not arrived, and bytes from the oldest missing frame on. */
  #missingBytes = 0;
  #spanBytes = 0;
  #order = 0;
  /** Among the frames that have arrived: the one sent last, and the highest number. */
  #latestArrived = -1;
  #highestArrived = -1;
  #probes = 0;
  #probedAt = 0;
  /** The highest acknowledged number that the other side is known to have received. */
  heardAcknowledged = 0;
  /** The number of frames that matter and have arrived, ever. Acknowledgements do not count: the other side can have as many of them made as it sends frames. */
  arrived = 0;

  constructor(emit: (packet: Uint8Array) => void, now: () => number) {
    this.#emit = emit;
    this.#now = now;
  }

  get isFull(): boolean {
    return this.#missingBytes >= WINDOW_BYTES || this.#spanBytes >= SPAN_BYTES;
  }

  /** The number of the oldest frame that matters and has not arrived. Undefined if there is none. */
  get oldestThatMatters(): number | undefined {
    return this.#frames.find((sent) => sent.matters && !sent.hasArrived)?.number;
  }

  /** Whether a frame may have to be sent again: one that matters, or one that the other side needs before it accepts later ones. */
  get isUnderWay(): boolean {
    return this.#frames.some((sent) => this.#isNeeded(sent));
  }

  send(number: number, packet: Uint8Array, acknowledges: number, matters: boolean): void {
    this.#frames.push({ number, packet, length: packet.length, acknowledges, matters, sentAt: this.#now(), order: this.#order++, isRepeated: false, hasArrived: false });
    this.#missingBytes += packet.length;
    this.#spanBytes += packet.length;
    this.#emit(packet);
  }

  /** The other side has all frames below `next`, and the later ones whose bits are set, as in `EarlyFrames`. */
  acknowledged(next: number, bits: Uint8Array): void {
    let count = 0;
    for (const sent of this.#frames) {
      if (sent.number >= next) break;
      this.#arrived(sent);
      this.#spanBytes -= sent.length;
      count += 1;
    }
    if (count > 0) this.#frames.splice(0, count);
    if (bits.length === 0) return;
    for (const sent of this.#frames) {
      const at = sent.number - next - 1;
      if (at >= MAX_EARLY_FRAMES) break;
      if (at >= 0 && ((bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0) this.#arrived(sent);
    }
  }

  /** Sends again the frames that count as lost by now. */
  resendLost(): void {
    const now = this.#now();
    const patience = this.#roundTrip.timeoutMs;
    for (const sent of this.#frames) {
      if (!sent.hasArrived && sent.order < this.#latestArrived && now - sent.sentAt >= patience) this.#again(sent, now);
    }
    this.#probe(now, patience);
  }

  /** Sends again all frames that have not arrived: the connection was lost, and with it all frames under way. */
  resendAll(): void {
    const now = this.#now();
    this.#probes = 0;
    for (const sent of this.#frames) if (!sent.hasArrived) this.#again(sent, now);
  }

  /** Sends the newest frame again, because it has the latest acknowledgement. Sends nothing if the other side knows it. */
  repeatNewest(): void {
    const newest = this.#frames.at(-1);
    if (newest !== undefined && !newest.hasArrived) this.#again(newest, this.#now());
  }

  clear(): void {
    this.#frames = [];
  }

  #probe(now: number, patience: number): void {
    const oldest = this.#frames.find((sent) => this.#isNeeded(sent));
    if (oldest === undefined) return;
    const wait = Math.min(patience * 2 ** this.#probes, LAST_PROBE_MS);
    if (now - Math.max(oldest.sentAt, this.#probedAt) < wait) return;
    this.#probes += 1;
    this.#probedAt = now;
    let bytes = 0;
    for (const sent of this.#frames) {
      if (sent.hasArrived) continue;
      bytes += sent.length;
      this.#again(sent, now);
      if (bytes >= PROBE_BYTES) return;
    }
  }

  #isNeeded(sent: Sent): boolean {
    return !sent.hasArrived && (sent.matters || sent.number < this.#highestArrived);
  }

  #again(sent: Sent, now: number): void {
    sent.sentAt = now;
    sent.order = this.#order++;
    sent.isRepeated = true;
    this.#emit(sent.packet);
  }

  #arrived(sent: Sent): void {
    if (sent.hasArrived) return;
    sent.hasArrived = true;
    if (sent.matters) this.arrived += 1;
    sent.packet = new Uint8Array(0);
    this.#missingBytes -= sent.length;
    this.#highestArrived = Math.max(this.#highestArrived, sent.number);
    this.#latestArrived = Math.max(this.#latestArrived, sent.order);
    this.heardAcknowledged = Math.max(this.heardAcknowledged, sent.acknowledges);
    this.#probes = 0;
    // Acknowledgements are not acknowledged promptly, so they are not measured.
    if (sent.matters && !sent.isRepeated) this.#roundTrip.sample(this.#now() - sent.sentAt);
  }
}
