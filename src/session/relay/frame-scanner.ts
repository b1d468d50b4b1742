/** The boundaries of messages of a WebSocket connection, found without reading their contents (RFC 6455, section 5.2). */
export interface Cut {
  /** Bytes scanned. */
  readonly bytes: number;
  /** The number of these bytes up to the end of the last complete frame. */
  readonly wholeBytes: number;
  /** Whether no unfinished message follows `wholeBytes`. */
  readonly endsMessage: boolean;
  /** Complete frames, including control frames. */
  readonly frames: number;
}

const FIN = 0x80;
const FIRST_CONTROL_OPCODE = 8;
const MASKED = 0x80;

/**
 * Follows the frames of a connection through the pieces in which they arrive, so that the relay can count and portion them *before* it parses them. It does not
 * validate: the parser decides whether a frame is well-formed, and a connection that confuses this scanner only harms its own count.
 */
export class FrameScanner {
  /** The current frame's header: the bytes that have come, and how many it needs, which is 2 until the second byte is known. */
  readonly #header = Buffer.alloc(14);
  #headerLength = 0;
  #headerNeeds = 2;
  #payloadLeft = 0;
  #inPayload = false;
  #isControl = false;
  #isFinal = true;
  #messageBytes = 0;

  /** Bytes of the arriving message, including headers; 0 between messages. */
  get messageBytes(): number {
    return this.#messageBytes;
  }

  /** Whether a frame has begun and not ended. */
  get isInFrame(): boolean {
    return this.#inPayload || this.#headerLength > 0;
  }

  /** Payload bytes that the current frame's header announces and that have not come yet. */
  get announcedBytes(): number {
    return this.#inPayload ? this.#payloadLeft : 0;
  }

  /** Scans up to `maxBytes` of a piece and stops after the end of frame number `maxFrames`. */
  scan(piece: Uint8Array, maxBytes: number, maxFrames: number): Cut {
    const end = Math.min(piece.length, maxBytes);
    let at = 0;
    let wholeBytes = 0;
    let endsMessage = false;
    let frames = 0;
    while (at < end && frames < maxFrames) {
      const taken = this.#inPayload ? this.#takePayload(end - at) : this.#takeHeader(piece, at, end);
      at += taken;
      this.#messageBytes += taken;
      if (this.#inPayload && this.#payloadLeft === 0) {
        frames += 1;
        wholeBytes = at;
        this.#endFrame();
        endsMessage = this.#messageBytes === 0;
      }
    }
    return { bytes: at, wholeBytes, endsMessage, frames };
  }

  #takePayload(available: number): number {
    const taken = Math.min(available, this.#payloadLeft);
    this.#payloadLeft -= taken;
    return taken;
  }

  #takeHeader(piece: Uint8Array, at: number, end: number): number {
    const taken = Math.min(end - at, this.#headerNeeds - this.#headerLength);
    for (let i = 0; i < taken; i += 1) this.#header[this.#headerLength + i] = piece[at + i] ?? 0;
    this.#headerLength += taken;
    if (this.#headerLength === 2) this.#headerNeeds = headerLength(this.#header);
    if (this.#headerLength === this.#headerNeeds) this.#beginPayload();
    return taken;
  }

  #beginPayload(): void {
    const [first = 0, second = 0] = this.#header;
    this.#isControl = (first & 0x0f) >= FIRST_CONTROL_OPCODE;
    this.#isFinal = (first & FIN) !== 0;
    const short = second & 0x7f;
    if (short === 126) this.#payloadLeft = this.#header.readUInt16BE(2);
    else if (short === 127) this.#payloadLeft = Number(this.#header.readBigUInt64BE(2));
    else this.#payloadLeft = short;
    this.#inPayload = true;
    this.#headerLength = 0;
    this.#headerNeeds = 2;
  }

  #endFrame(): void {
    this.#inPayload = false;
    // A control frame between the fragments of a message leaves the message's count unchanged. Its own small count is included.
    if (!this.#isControl && this.#isFinal) this.#messageBytes = 0;
  }
}

function headerLength(header: Uint8Array): number {
  const second = header[1] ?? 0;
  const short = second & 0x7f;
  return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + ((second & MASKED) === 0 ? 0 : 4);
}
