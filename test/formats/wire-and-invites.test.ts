import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/crypto/bytes.js';
import { decodeInvite, encodeInvite } from '../../src/session/invite.js';
import { addressOf, encodeGone, encodeJoin, encodeJoined, encodePresent, encodeRefused, encodeSend, sendToDeliver } from '../../src/session/relay/wire.js';
import { examplesOf } from './pages.js';

const counting = (length: number, first: number): Uint8Array => Uint8Array.from({ length }, (_, i) => first + i);

describe('the examples in docs/formats', () => {
  it('are what the program writes and reads: invites', () => {
    const invite = { secret: counting(16, 0), relay: 'wss://relay.example.org', seats: 3, admissionToken: undefined };
    const withToken = { ...invite, admissionToken: 'Zm9yIHBhcnRuZXJz' };
    expect(examplesOf('invite.md')).toEqual({ 'Version 1': encodeInvite(invite), 'Version 2': encodeInvite(withToken) });
    expect(decodeInvite(encodeInvite(invite))).toEqual(invite);
    expect(decodeInvite(encodeInvite(withToken))).toEqual(withToken);
  });

  it('are what the program writes and reads: messages of the relay', () => {
    const [room, token] = [counting(32, 0), counting(32, 32)];
    const address = addressOf(token);
    const send = encodeSend(address, fromHex('68656c6c6f'));
    const deliver = Uint8Array.from(send);
    sendToDeliver(deliver, counting(16, 64));
    const messages = { JOIN: encodeJoin({ room, token, seats: 3 }), SEND: send, JOINED: encodeJoined([address]), PRESENT: encodePresent(address), GONE: encodeGone(address), DELIVER: deliver, REFUSED: encodeRefused('tooManyJoins', 'Too many.') };
    expect(examplesOf('relay.md')).toEqual(Object.fromEntries(Object.entries(messages).map(([name, bytes]) => [name, toHex(bytes)])));
  });
});
