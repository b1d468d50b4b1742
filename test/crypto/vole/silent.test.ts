import { describe, expect, it } from 'vitest';
import { randomBytes } from '../../../src/crypto/random.js';
import { checkColumns, proveColumns, receiveRows, sendRows } from '../../../src/crypto/ot/extension.js';
import { elementAt, multiplyElements } from '../../../src/crypto/ot/element.js';
import { layoutOf } from '../../../src/crypto/vole/layout.js';
import { voleParameters } from '../../../src/crypto/vole/parameters.js';
import { SilentReceiver } from '../../../src/crypto/vole/receiver.js';
import { SilentSender } from '../../../src/crypto/vole/sender.js';

describe('x', () => {
  it.each([1000, 6000, 20000, 1363149])('n = %i', (n) => {
    const parameters = voleParameters(n);
    const { blocks } = layoutOf(parameters);
    const binding = randomBytes(32);
    const delta = randomBytes(16);
    const zeros = randomBytes(4096), ones = randomBytes(4096);
    const chosen = Uint8Array.from(zeros);
    for (let i = 0; i < 128; i++) if (((delta[i >> 3] as number) >> (i & 7)) & 1) chosen.set(ones.subarray(32 * i, 32 * i + 32), 32 * i);
    const time = (label: string, since: number) => { const now = performance.now(); console.log(n, label, (now - since).toFixed(1)); return performance.now(); };
    let at = performance.now();
    const { rows, corrections } = receiveRows({ zeros, ones }, blocks); at = time('R rows', at);
    const columns = sendRows(delta, chosen, blocks, corrections); at = time('S rows', at);
    const challenge = randomBytes(16);
    const proof = proveColumns(rows, challenge); at = time('R prove', at);
    expect(checkColumns(delta, columns, challenge, proof)).toBe(true); at = time('S check', at);
    const sender = new SilentSender(parameters, binding, delta, columns); at = time('S new', at);
    const receiver = new SilentReceiver(parameters, binding, rows); at = time('R new', at);
    const message = sender.plant(); at = time('S plant', at);
    receiver.grow(message); at = time('R grow', at);
    const { message: c, expected } = receiver.challenge(); at = time('R challenge', at);
    expect(Buffer.from(sender.answer(c.subarray(0, 16), c.subarray(16))).toString('hex')).toBe(Buffer.from(expected).toString('hex')); at = time('S answer', at);
    const s = sender.finish(); at = time('S finish', at);
    const r = receiver.finish(); at = time('R finish', at);
    for (let i = 0; i < n; i += Math.ceil(n / 300)) expect(elementAt(r.C, i)).toBe(multiplyElements(elementAt(r.A, i), elementAt(delta, 0)) ^ elementAt(s.B, i));
  });
});
