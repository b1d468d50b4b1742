import { createServer as plainServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer as tlsServer } from 'node:https';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { relayAdvice, relayArgument } from '../../../src/app/relay-address.js';
import { errorProblem } from '../../../src/session/relay/problem.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What a program hears that calls this address. */
async function problemAt(server: Server, scheme: 'ws' | 'wss') {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const error = await new Promise<Error>((resolve) => new WebSocket(url, { rejectUnauthorized: false }).on('error', resolve));
  return errorProblem(error, url);
}

it('wss to a relay without a certificate is told so, and not tried again', async () => {
  const { text, next, retryAfterMs } = await problemAt(plainServer(), 'wss');
  expect([text, next, retryAfterMs]).toEqual([expect.stringContaining('does not speak TLS'), expect.stringContaining('ws://'), 'never']);
});

it('ws to a relay with a certificate hears of wss', async () => {
  const pem = (name: string) => readFileSync(fileURLToPath(new URL(`../../../fixtures/tls/${name}`, import.meta.url)));
  expect((await problemAt(tlsServer({ cert: pem('cert.pem'), key: pem('key.pem') }), 'ws')).next).toContain('wss://');
});

it('an address without a port says which port was tried', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(errorProblem(refused, 'ws://relay.example').next).toMatch(/no port, so 80/);
  expect(errorProblem(refused, 'wss://relay.example').next).toMatch(/no port, so 443/);
  expect(errorProblem(refused, 'ws://relay.example:7766').next).toBeUndefined();
});

it.each([
  ['http://relay.example:7766', /write ws:\/\/relay\.example:7766\./],
  ['https://relay.example/x', /write wss:\/\/relay\.example\/x\./],
  ['relay.example:7766', /wss:\/\/relay\.example:7766 or ws:\/\/relay\.example:7766/],
  ['ftp://relay.example', /for example/],
  ['ws://relay.example:77660', /65535/],
  ['ws://relay.example:7766 ', /blank/],
  ['ws://me@relay.example', /relay-token add/],
])('%s is answered with what to write', (address, advice) => expect(relayAdvice(address)).toMatch(advice));

it.each(['https://me:secret@relay.example', 'http://relay.example/?token=secret', 'relay.example#secret'])('%s is not repeated', (address) => expect(relayAdvice(address)).not.toContain('secret'));

it('a flag with a password in it is not repeated either', () => {
  expect(() => relayArgument('ws://me:secret@relay.example', '--relay')).toThrow(/^--relay: not a ws/);
  expect(() => relayArgument('http://relay.example', '--relay')).toThrow('--relay http://relay.example: not a ws');
});
