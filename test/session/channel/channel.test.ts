import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { concat, u32be, utf8 } from '../../../src/crypto/bytes.js';
import { MpcError } from '../../../src/errors.js';
import { ABORT_REASONS, abortOf, decodeAbort, encodeAbort } from '../../../src/session/channel/abort.js';
import { Channel } from '../../../src/session/channel/channel.js';
import { FRAME, MAX_BODY_BYTES, type Frame, type FrameKind } from '../../../src/session/channel/stream.js';
import { deliver, settle, streams, type End } from './link.js';

interface Talker {
  readonly end: End;
  readonly channel: Channel;
}

/** Two channels over one link; `flow` carries everything that is under way. */
function channels(): { a: Talker; b: Talker; flow: () => void } {
  const [x, y] = streams();
  const a = { end: x, channel: new Channel('Ann', x.stream) };
  const b = { end: y, channel: new Channel('Bob', y.stream) };
  const flow = () => {
    while (x.sent.length + y.sent.length > 0) {
      const [from, to] = x.sent.length > 0 ? [x, b] : [y, a];
      const before = to.end.taken.length;
      deliver(to.end, from.sent.shift() ?? new Uint8Array(0));
      for (const frame of to.end.taken.slice(before)) to.channel.accept(frame);
      to.channel.progressed();
    }
  };
  return { a, b, flow };
}

const frame = (kind: FrameKind, ...parts: Uint8Array[]): Frame => ({ kind, body: concat(...parts) });
const head = (label: string, length: number) => concat(Uint8Array.of(utf8(label).length), utf8(label), u32be(length));

/** What a receiver makes of frames that another program could send. */
async function taking(frames: readonly Frame[], label = 'step', maxBytes = 100): Promise<Uint8Array | MpcError> {
  const { b } = channels();
  const received = b.channel.receive(label, maxBytes).catch((error: unknown) => error as MpcError);
  for (const each of frames) b.channel.accept(each);
  return Promise.race([received, new Promise<MpcError>((resolve) => setImmediate(() => resolve(new MpcError('BUG', 'still waiting', ''))))]);
}

describe('a channel', () => {
  it('delivers messages of every length whole and in order, empty ones and those of many frames', async () => {
    const lengths = [0, 1, MAX_BODY_BYTES - 9, MAX_BODY_BYTES - 8, 3 * MAX_BODY_BYTES, 5_000_000];
    const { a, b, flow } = channels();
    const messages = lengths.map((length, i) => new Uint8Array(length).fill(i + 1));
    for (const message of messages) a.channel.send('step', message);
    for (const message of messages) {
      const received = b.channel.receive('step', 5_000_000);
      flow();
      expect(Buffer.from(await received).equals(message)).toBe(true);
    }
    b.end.stream.flushAck();
    flow();
    expect(a.channel.isSettled).toBe(true);
  });

  it('keeps what comes before anybody asks', async () => {
    const { a, b, flow } = channels();
    a.channel.send('one', utf8('1'));
    a.channel.send('two', utf8('2'));
    flow();
    expect(Buffer.from(await b.channel.receive('one', 10)).toString()).toBe('1');
    expect(Buffer.from(await b.channel.receive('two', 10)).toString()).toBe('2');
  });

  it('rejects and fails once, also for those who ask later, when the other side aborts', async () => {
    const { a, b, flow } = channels();
    let failures = 0;
    b.channel.onFailure(() => failures++);
    const waiting = b.channel.receive('step', 10);
    a.channel.abort({ reason: 'declined', text: '', isPassedOn: false });
    flow();
    await expect(waiting).rejects.toMatchObject({ code: 'PEER_DECLINED', party: 'Bob' });
    await expect(b.channel.receive('step', 10)).rejects.toMatchObject({ code: 'PEER_DECLINED' });
    expect(failures).toBe(1);
  });

  it('tells a late listener of its failure', () => {
    const { b } = channels();
    b.channel.fail(new MpcError('PEER_LEFT', 'gone', ''));
    let heard: MpcError | undefined;
    b.channel.onFailure((error) => (heard = error));
    expect(heard?.code).toBe('PEER_LEFT');
  });

  it('gives what came before the end, then says that the party left', async () => {
    const { a, b, flow } = channels();
    a.channel.send('last', utf8('word'));
    a.channel.end();
    a.channel.send('after', utf8('the end'));
    flow();
    expect(b.channel.hasEnded).toBe(true);
    expect(Buffer.from(await b.channel.receive('last', 10)).toString()).toBe('word');
    await expect(b.channel.receive('after', 10)).rejects.toMatchObject({ code: 'PEER_LEFT' });
    expect(a.channel.isSettled).toBe(true);
  });

  it('makes no failure of an abort that follows the end', () => {
    const { b } = channels();
    b.channel.accept(frame(FRAME.END));
    b.channel.accept(frame(FRAME.ABORT, encodeAbort({ reason: 'interrupted', text: '', isPassedOn: false })));
    let heard = false;
    b.channel.onFailure(() => (heard = true));
    expect(heard).toBe(false);
  });

  it('is settled only when everything sent is acknowledged', () => {
    const { a, b, flow } = channels();
    a.channel.send('step', utf8('x'));
    expect(a.channel.isSettled).toBe(false);
    flow();
    expect(a.channel.isSettled).toBe(false);
    let told = 0;
    a.channel.onProgress(() => told++);
    b.end.stream.flushAck();
    flow();
    expect(a.channel.isSettled).toBe(true);
    expect(told).toBeGreaterThan(0);
  });

  it('lets messages of a lane be waited for beside the others', async () => {
    const { a, b, flow } = channels();
    b.channel.openLane('aside/');
    const long = new Uint8Array(3 * MAX_BODY_BYTES).fill(1);
    a.channel.send('aside/first', long);
    a.channel.send('step', Uint8Array.of(2));
    a.channel.send('aside/second', Uint8Array.of(3));
    a.channel.send('step', Uint8Array.of(4));
    flow();
    expect(await b.channel.receive('step', 1)).toEqual(Uint8Array.of(2));
    expect(await b.channel.receive('step', 1)).toEqual(Uint8Array.of(4));
    const later = b.channel.receive('step', 1);
    expect(await b.channel.receive('aside/first', long.length)).toEqual(long);
    expect(await b.channel.receive('aside/second', 1)).toEqual(Uint8Array.of(3));
    a.channel.send('step', Uint8Array.of(5));
    flow();
    expect(await later).toEqual(Uint8Array.of(5));
  });

  it('takes a message of a lane that nobody opened for one out of place', async () => {
    expect(await taking([frame(FRAME.FIRST, head('aside/first', 1), Uint8Array.of(1))])).toMatchObject({ code: 'DEVIATION' });
  });

  it.each([
    ['the main one', 'step', 'aside/first'],
    ['another', 'aside/first', 'step'],
  ])('names who cuts a message of %s short with one of another lane', async (_, cut, cutting) => {
    const { b } = channels();
    b.channel.openLane('aside/');
    const ends = Promise.allSettled([b.channel.receive(cut, 100), b.channel.receive(cutting, 100)]);
    b.channel.accept(frame(FRAME.FIRST, head(cut, 2), Uint8Array.of(1)));
    b.channel.accept(frame(FRAME.FIRST, head(cutting, 1), Uint8Array.of(1)));
    for (const end of await ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'DEVIATION', party: 'Bob' } });
  });

  it('gives what came before an abort, in every lane, before it fails', async () => {
    const { a, b, flow } = channels();
    b.channel.openLane('aside/');
    const waiting = b.channel.receive('aside/first', 1).catch((error: unknown) => error);
    a.channel.send('step', Uint8Array.of(1));
    a.channel.abort(abortOf(new MpcError('DECLINED', '', '')));
    flow();
    expect(await b.channel.receive('step', 1)).toEqual(Uint8Array.of(1));
    expect(await b.channel.receive('step', 1).catch((error: unknown) => error)).toMatchObject({ code: 'PEER_DECLINED' });
    expect(await waiting).toMatchObject({ code: 'PEER_DECLINED' });
  });

  it('refuses two receives at once', () => {
    const { b } = channels();
    void b.channel.receive('one', 1).catch(() => undefined);
    expect(() => b.channel.receive('two', 1)).toThrow('two receives at once');
  });
});

describe('a channel to a party that does not follow the protocol', () => {
  it.each([
    ['another label', [frame(FRAME.FIRST, head('other', 1), utf8('x'))]],
    ['a message longer than allowed', [frame(FRAME.FIRST, head('step', 101), utf8('x'))]],
    ['a message of 4 GB', [frame(FRAME.FIRST, head('step', 0xffff_ffff), utf8('x'))]],
    ['a message longer than it said', [frame(FRAME.FIRST, head('step', 2), utf8('xyz'))]],
    ['a piece longer than is due', [frame(FRAME.FIRST, head('step', 3), utf8('x')), frame(FRAME.MORE, utf8('yyy'))]],
    ['a piece of no message', [frame(FRAME.MORE, utf8('x'))]],
    ['an empty piece', [frame(FRAME.FIRST, head('step', 3), utf8('x')), frame(FRAME.MORE)]],
    ['a beginning without content', [frame(FRAME.FIRST, head('step', 3))]],
    ['a message inside a message', [frame(FRAME.FIRST, head('step', 3), utf8('x')), frame(FRAME.FIRST, head('step', 1), utf8('x'))]],
    ['a head cut short', [frame(FRAME.FIRST, head('step', 3).subarray(0, 6))]],
    ['a label of 255 bytes', [frame(FRAME.FIRST, Uint8Array.of(255), new Uint8Array(300))]],
    ['nothing at all', [frame(FRAME.FIRST)]],
  ])('ends in DEVIATION with its name: %s', async (_, frames) => {
    expect(await taking(frames)).toMatchObject({ code: 'DEVIATION', party: 'Bob' });
  });

  it('never throws and never gives more than was allowed, whatever frames come', async () => {
    const kind = fc.constantFrom<FrameKind>(FRAME.FIRST, FRAME.FIRST, FRAME.MORE, FRAME.ABORT, FRAME.END);
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.tuple(fc.nat(120), fc.uint8Array({ maxLength: 80 })).map(([length, rest]) => concat(head('step', length), rest)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ kind, body }), { maxLength: 8 }), async (frames) => {
        const outcome = await taking(frames);
        if (outcome instanceof Uint8Array) expect(outcome.length).toBeLessThanOrEqual(100);
        else expect(outcome).toBeInstanceOf(MpcError);
      }),
      { numRuns: 300 },
    );
  });

  it('shows of a false label nothing that moves a cursor', async () => {
    const outcome = await taking([frame(FRAME.FIRST, head('\u001b[2J', 1), utf8('x'))]);
    expect((outcome as MpcError).message).not.toContain('\u001b');
  });
});

describe('an abort', () => {
  it('arrives with its reason, whatever it is, and is never a success', () => {
    for (const reason of ABORT_REASONS) {
      for (const isPassedOn of [false, true]) {
        const error = decodeAbort('Ann', encodeAbort({ reason, text: 'why', isPassedOn }));
        expect(error.exit).toBeGreaterThan(2);
        expect(error.message).toMatch(/^Ann .*why/);
        expect(error.party).toBe('Ann');
      }
    }
  });

  it('of garbage is an error without control characters and of bounded length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (body) => {
        const error = decodeAbort('Ann', body);
        expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(error.message.length).toBeLessThan(700);
      }),
    );
  });

  it('tells the others nothing of errors about this party’s own data', () => {
    const { reason, text } = abortOf(new MpcError('INPUT_INVALID', 'payroll.csv, line 7: secret', ''));
    expect({ reason, text }).toEqual({ reason: 'other', text: '' });
  });
});

describe('a stream under a channel', () => {
  it('is not held up by one message larger than window and backlog together', async () => {
    const { a, b, flow } = channels();
    const message = new Uint8Array(20 * 1024 * 1024).fill(5);
    const received = b.channel.receive('big', message.length);
    a.channel.send('big', message);
    for (let i = 0; i < 100; i++) {
      flow();
      b.end.stream.flushAck();
    }
    expect((await received).length).toBe(message.length);
    settle(a.end, b.end);
  });
});
