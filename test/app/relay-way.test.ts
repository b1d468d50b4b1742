import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { homeStore } from '../../src/app/home-store.js';
import { reachRelay } from '../../src/app/reach-relay.js';
import { wayTo } from '../../src/app/relay-way.js';
import { locateHome } from '../../src/io/home.js';
import { startRelay, type Relay } from '../../src/session/relay/server.js';
import { makeParties, mpc, newFolder, oneObject } from '../support/processes.js';
import { file, propose } from '../support/sessions.js';
import { endlessProxy, httpProxy, RELAY_NAME, rudeProxy, silentProxy, socksProxy } from '../support/proxies.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url));
const home = locateHome({ MPC_HOME: newFolder() });
let plain: Relay;
let secure: Relay;
let [ws, wss] = ['', ''];

beforeAll(async () => {
  plain = await startRelay({});
  secure = await startRelay({ tls: { cert: readFileSync(fixture('relay-cert.pem')), key: readFileSync(fixture('relay-key.pem')) } });
  ws = `ws://${RELAY_NAME}:${plain.port}`;
  wss = `wss://${RELAY_NAME}:${secure.port}`;
});
afterAll(async () => {
  await plain.close();
  await secure.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function environment(variables: Readonly<Record<string, string>>): void {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) for (const each of [name, name.toLowerCase()]) vi.stubEnv(each, '');
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

const CA = fixture('relay-cert.pem');

describe('a relay through a proxy', () => {
  it('of HTTP is reached at ws:// and wss://, with the certificate checked against --ca', async () => {
    const proxy = await httpProxy();
    environment({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, HTTPS_PROXY: `127.0.0.1:${proxy.port}` });
    expect(await reachRelay(homeStore(home), ws)).toMatch(new RegExp(`answers, through the proxy http://127.0.0.1:${proxy.port} \\(HTTP_PROXY\\)`));
    expect(await reachRelay(homeStore(home), wss, CA)).toMatch(/\(HTTPS_PROXY\)/);
    await expect(reachRelay(homeStore(home), wss)).rejects.toMatchObject({ code: 'RELAY_UNREACHABLE', message: expect.stringMatching(/certificate is .* \(DEPTH_ZERO_SELF_SIGNED_CERT\)/) as string, next: expect.stringContaining('--ca FILE') as string });
    await expect(reachRelay(homeStore(home), wss, fixture('cert.pem'))).rejects.toMatchObject({ message: expect.stringContaining('SELF_SIGNED') as string });
    expect(proxy.asked.slice(0, 2)).toEqual([`${RELAY_NAME}:${plain.port}`, `${RELAY_NAME}:${secure.port}`]);
  });

  it('of SOCKS has its name looked up by the proxy, whatever kind of SOCKS is written', async () => {
    const proxy = await socksProxy();
    for (const scheme of ['socks', 'socks5', 'socks5h']) {
      environment({ ALL_PROXY: `${scheme}://127.0.0.1:${proxy.port}` });
      expect(await reachRelay(homeStore(home), ws)).toContain('(ALL_PROXY)');
    }
    expect(await reachRelay(homeStore(home), wss, CA)).toContain('answers');
    await expect(reachRelay(homeStore(home), wss)).rejects.toMatchObject({ message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') as string });
    expect(new Set(proxy.asked)).toEqual(new Set([`${RELAY_NAME}:${plain.port}`, `${RELAY_NAME}:${secure.port}`]));
  });

  it('that asks for a password gets it, and no message shows it', async () => {
    const [http, socks] = [await httpProxy({ password: 'pa:ss wörd' }), await socksProxy({ password: 'pa:ss wörd' })];
    for (const address of [`http://user:PASSWORD@127.0.0.1:${http.port}`, `socks5h://user:PASSWORD@127.0.0.1:${socks.port}`]) {
      environment({ ALL_PROXY: address.replace('PASSWORD', encodeURIComponent('pa:ss wörd')) });
      const said = await reachRelay(homeStore(home), ws);
      expect(said).toContain('answers');
      expect(said).not.toContain('user');
      environment({ ALL_PROXY: address.replace('PASSWORD', 'wrong-one') });
      const error = await reachRelay(homeStore(home), ws).catch((reason: unknown) => reason as Error & { next: string });
      expect(error).toMatchObject({ code: 'RELAY_UNREACHABLE', message: expect.stringContaining('name and password') as string });
      expect(JSON.stringify([(error as Error).message, (error as Error).stack])).not.toContain('wrong-one');
    }
  });

  it('that refuses, fails, is away or is none says so of the proxy and not of the relay', async () => {
    const [refusing, lame, socks] = [await httpProxy({ status: 403 }), await httpProxy(), await socksProxy()];
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [`http://127.0.0.1:${refusing.port}`, ws, /the proxy .* answered with HTTP status 403/],
      [`http://127.0.0.1:${lame.port}`, 'ws://elsewhere.test:9', /the proxy .* answered with HTTP status 502: it cannot reach the relay/],
      [`socks5h://127.0.0.1:${socks.port}`, 'ws://elsewhere.test:9', /the proxy .* cannot reach elsewhere\.test:9/],
      ['http://127.0.0.1:1', ws, /the proxy .* cannot be reached \(ECONNREFUSED\)/],
      ['socks5h://127.0.0.1:1', ws, /the proxy .* cannot be reached \(/],
      ['http://no-such-name.invalid:3128', ws, /the proxy .*: its name (is not known|cannot be looked up)/],
    ];
    for (const [address, url, message] of cases) {
      environment({ ALL_PROXY: address });
      await expect(reachRelay(homeStore(home), url)).rejects.toMatchObject({ code: 'RELAY_UNREACHABLE', message: expect.stringMatching(message) as string });
    }
  });

  it('that says nothing is given up, and it is the proxy of which that is said', async () => {
    const { port } = await silentProxy();
    for (const scheme of ['http', 'https', 'socks5h']) {
      environment({ ALL_PROXY: `${scheme}://user:hush@127.0.0.1:${port}` });
      await expect(reachRelay(homeStore(home), ws, undefined, 200)).rejects.toMatchObject({ message: `${ws} cannot be reached: the proxy ${scheme}://127.0.0.1:${port} (ALL_PROXY) does not answer.`, next: expect.stringContaining('NO_PROXY') as string });
    }
  });

  const RUBBISH: readonly (readonly [string, string | Buffer | undefined])[] = [
    ['nothing, and goes at once', undefined],
    ['nothing, and goes when it is asked', ''],
    ['rubbish', 'lorem ipsum\r\n\r\n\0\u0001\u0002'],
    ['half a line', 'HTTP/1.'],
    ['control sequences', '\u001B[31mHTTP/1.1 200 OK\r\n\r\n'],
    ['as a server of SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['SOCKS of a version that is none', Buffer.of(9, 9, 9, 9)],
    ['SOCKS that breaks off', Buffer.of(5)],
  ];
  it.each(RUBBISH)('that answers %s is told from the relay, with what to do next', async (_, answer) => {
    const { port } = await rudeProxy(answer);
    for (const scheme of ['http', 'https', 'socks5h']) {
      environment({ ALL_PROXY: `${scheme}://user:hush@127.0.0.1:${port}` });
      for (const url of [ws, wss]) {
        const error = await reachRelay(homeStore(home), url, CA).catch((reason: unknown) => reason as Error & { next: string });
        expect(error).toMatchObject({ code: 'RELAY_UNREACHABLE', message: expect.stringMatching(/: the proxy \w+:\/\/127\.0\.0\.1:\d+ \(ALL_PROXY\) (ends the connection without an answer|does not (answer as a proxy of this kind|speak TLS))/) as string, next: expect.stringContaining('http://') as string });
        for (const hidden of ['hush', '\u001B']) expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(hidden);
      }
    }
  });

  it('that answers without end is cut off', async () => {
    environment({ ALL_PROXY: `http://127.0.0.1:${(await endlessProxy()).port}` });
    await expect(reachRelay(homeStore(home), ws)).rejects.toMatchObject({ message: expect.stringContaining('does not answer as a proxy of this kind does') as string });
  });

  it('is not asked for this machine, nor for what NO_PROXY names; small letters come first', async () => {
    const proxy = await httpProxy();
    environment({ ALL_PROXY: `http://127.0.0.1:${proxy.port}` });
    expect(await reachRelay(homeStore(home), plain.url)).toContain('directly');
    expect((await wayTo('wss://localhost:1')).tunnel).toBeUndefined();
    expect((await wayTo('wss://[::1]:1')).tunnel).toBeUndefined();
    expect((await wayTo('wss://relay.example.org')).tunnel).toBeDefined();
    for (const none of ['*', 'relay.example.org', '.example.org', 'x.org, *.example.org', 'relay.example.org:443']) {
      environment({ ALL_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: none });
      expect((await wayTo('wss://relay.example.org')).tunnel).toBeUndefined();
    }
    environment({ HTTPS_PROXY: 'http://capitals:1', https_proxy: 'http://small:1' });
    expect((await wayTo('wss://relay.example.org')).proxy).toBe('the proxy http://small:1 (https_proxy)');
    expect((await wayTo('ws://relay.example.org')).proxy).toBeUndefined();
    expect(proxy.asked).toEqual([]);
  });

  it('whose address is none is refused without being shown, and an onion address needs one', async () => {
    for (const address of ['ftp://user:secret@host:1', 'http://user:secret@', 'socks9://secret:1']) {
      environment({ HTTPS_PROXY: address });
      const error = await wayTo('wss://relay.example.org').catch((reason: unknown) => reason as Error);
      expect(error).toMatchObject({ code: 'USAGE', message: expect.not.stringContaining('secret') as string });
    }
    environment({});
    await expect(wayTo('ws://relayrelayrelay.onion')).rejects.toMatchObject({ code: 'USAGE', next: expect.stringContaining('socks5h://127.0.0.1:9050') as string });
  });

  it('--ca takes certificates only', async () => {
    const file = join(newFolder(), 'ca.pem');
    environment({});
    for (const content of ['', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', readFileSync(fixture('relay-key.pem'), 'utf8')]) {
      await writeFile(file, content);
      await expect(wayTo('wss://relay.example.org', file)).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('no certificates in PEM') as string });
    }
    expect((await wayTo('wss://relay.example.org', CA)).ca?.length).toBeGreaterThan(50);
  });
});

it('a session goes through, each party by another proxy', async () => {
  const proxies = [await httpProxy(), await httpProxy({ password: 'hush' }), await socksProxy()];
  const [open, locked, socks] = proxies.map(({ port }) => port);
  const addresses = [`http://127.0.0.1:${open}`, `http://user:hush@127.0.0.1:${locked}`, `socks5h://127.0.0.1:${socks}`];
  const parties = await makeParties('North', 'South', 'Harbour');
  const agreement = await propose(parties, wss, 'sum', '-c', 'n:0..9');
  const ends = await Promise.all(parties.map(async ({ home: own }, seat) => mpc(['join', agreement.file, '--csv', file(`n\n${seat + 1}\n`), '--approve', agreement.digest, '--ca', CA, '--json', '--no-input'], { home: own, env: { ALL_PROXY: addresses[seat] ?? '', NO_PROXY: '' } })));
  for (const { code, stdout, stderr } of ends) {
    expect([code, stderr.includes('hush')]).toEqual([0, false]);
    expect(oneObject(stdout)).toMatchObject({ result: { columns: { n: { sum: '6' } } } });
  }
  for (const { asked } of proxies) expect(asked).toEqual([`${RELAY_NAME}:${secure.port}`]);
});

it('doctor says which way it went, also where DEBUG shows what the agents do, and shows no password', async () => {
  const proxy = await httpProxy({ password: 'hush' });
  const { stdout, stderr } = await mpc(['doctor', '--relay', wss, '--ca', CA], { env: { HTTPS_PROXY: `http://user:hush@127.0.0.1:${proxy.port}`, DEBUG: 'https-proxy-agent*,agent-base*', NO_PROXY: '' } });
  expect(stdout).toMatch(new RegExp(`ok {3}relay: ${wss} answers, through the proxy http://127.0.0.1:${proxy.port} \\(HTTPS_PROXY\\)`));
  expect(stderr + stdout).not.toContain('hush');
  expect(stderr + stdout).not.toContain(Buffer.from('user:hush').toString('base64'));
});

/** The names that a process looked up, as its own resolver was asked for them. */
async function namesLookedUp(url: string, env: Readonly<Record<string, string>>): Promise<string[]> {
  const log = join(newFolder(), 'names');
  await writeFile(log, '');
  await mpc(['doctor', '--relay', url], { env: { HTTP_PROXY: '', HTTPS_PROXY: '', ALL_PROXY: '', NO_PROXY: '', ...env, NODE_OPTIONS: `--import ${pathToFileURL(fileURLToPath(new URL('../support/names-looked-up.mjs', import.meta.url))).href}`, NAMES_LOOKED_UP: log } });
  return [...new Set((await readFile(log, 'utf8')).split('\n').filter((name) => name !== ''))];
}

it('a process asks no name server for the relay, except where it goes there directly', async () => {
  const [http, socks] = [await httpProxy(), await socksProxy()];
  const through = await Promise.all([`http://127.0.0.1:${http.port}`, `socks5://127.0.0.1:${socks.port}`, `socks5h://127.0.0.1:${socks.port}`].map(async (proxy) => namesLookedUp(ws, { ALL_PROXY: proxy })));
  expect(through).toEqual([[], [], []]);
  expect([http.asked, new Set(socks.asked)]).toEqual([[`${RELAY_NAME}:${plain.port}`], new Set([`${RELAY_NAME}:${plain.port}`])]);
  expect(await namesLookedUp(ws, { ALL_PROXY: `socks5h://127.0.0.1:${socks.port}`, NO_PROXY: RELAY_NAME })).toEqual([RELAY_NAME]);
  expect(await namesLookedUp(ws, { ALL_PROXY: 'socks5h://localhost:1' })).toEqual(['localhost']);
  expect(await namesLookedUp('ws://relayrelayrelay.onion', {})).toEqual([]);
}, 120_000);

it('a process ends with an error, and no trace of a crash, whatever a proxy does', async () => {
  const ports = [(await rudeProxy()).port, (await rudeProxy('lorem\r\n\r\n')).port];
  const proxies = ports.flatMap((port) => ['http', 'https', 'socks5h'].map((scheme) => `${scheme}://user:hush@127.0.0.1:${port}`));
  const ends = await Promise.all(proxies.map(async (proxy) => mpc(['doctor', '--relay', wss, '--json'], { env: { ALL_PROXY: proxy, NO_PROXY: '' } })));
  for (const { code, stdout, stderr } of ends) expect([code, stderr, stdout.includes('hush'), (oneObject(stdout) as { ok: boolean }).ok]).toEqual([4, '', false, false]);
}, 120_000);
