import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { newFolder, PROGRAM, ROOT, Running, start } from '../support/processes.js';
import { TestClient } from '../session/relay/support.js';

const fixture = (name: string): string => join(ROOT, 'fixtures', 'tls', name);

async function relay(...flags: string[]): Promise<{ running: Running; url: string; http: string; metrics: string }> {
  const running = start(['relay', '--port', '0', '--json', ...flags]);
  const [line] = await running.printed(/^\{.*\}\n/);
  const { url, metrics = '' } = JSON.parse(line) as { url: string; metrics?: string };
  return { running, url, http: url.replace('ws', 'http'), metrics };
}

describe('a relay as a service', () => {
  it('serves metrics on a port of their own, without addresses or rooms', async () => {
    const { url, http, metrics } = await relay('--metrics-port', '0');
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.join(url, 'room', 'b');
    b.send('a', 'hello');
    await a.next();
    await a.next();
    const text = await (await fetch(metrics)).text();
    expect(text).toMatch(/^mpc_relay_rooms 1$/m);
    expect(text).toMatch(/^mpc_relay_connections 2$/m);
    expect(text).toMatch(/^mpc_relay_forwarded_frames_total 1$/m);
    expect(text).toMatch(/^mpc_relay_events_total\{kind="join"\} 2$/m);
    expect(text).not.toMatch(/127\.0\.0\.1/);
    expect((await fetch(`${http}/metrics`)).status).toBe(404);
    expect((await fetch(`${new URL(metrics).origin}/ready`)).status).toBe(200);
  });

  it('writes its log as JSON, with addresses only where asked to', async () => {
    const told = await relay('--log', 'json', '--log-addresses');
    const silent = await relay('--log', 'json');
    for (const { url, running } of [told, silent]) {
      await TestClient.join(url, 'room', 'a');
      await running.printed(/"event":"join".*\n/);
    }
    const [line = ''] = told.running.stderr.trim().split('\n');
    expect(JSON.parse(line)).toMatchObject({ level: 'info', event: 'join', present: 1, seats: 3, rooms: 1, connections: 1, address: '127.0.0.1' });
    expect(silent.running.stderr).not.toContain('127.0.0.1');
  });

  it('on SIGTERM opens no new rooms, lets those there are end, and then ends with 0', async () => {
    const { url, http, running } = await relay('--drain', '5m');
    const a = await TestClient.join(url, 'room', 'a');
    expect((await fetch(`${http}/ready`)).status).toBe(200);
    running.child.kill('SIGTERM');
    await running.printed(/No new sessions/);
    expect((await fetch(`${http}/ready`)).status).toBe(503);
    expect((await fetch(`${http}/health`)).status).toBe(200);
    const late = await TestClient.open(url);
    late.join('other', 'c');
    expect(await late.next()).toEqual({ kind: 'refused', reason: 'shuttingDown' });
    const b = await TestClient.join(url, 'room', 'b');
    expect(await a.next()).toMatchObject({ kind: 'present' });
    await Promise.all([a.leave(), b.leave()]);
    expect((await running.done).code).toBe(0);
  });

  it('on SIGTERM ends after its drain, or at once when told twice, whoever is there', async () => {
    for (const [drain, signals] of [['100ms', 1], ['1h', 2]] as const) {
      const { url, running } = await relay('--drain', drain);
      const a = await TestClient.join(url, 'room', 'a');
      running.child.kill('SIGTERM');
      await running.printed(/No new sessions/);
      if (signals === 2) running.child.kill('SIGTERM');
      expect(await a.next()).toEqual({ kind: 'refused', reason: 'shuttingDown' });
      expect((await running.done).code).toBe(0);
    }
  });

  it('on SIGHUP takes a new certificate, and keeps the old one where the new cannot be used', async () => {
    const folder = newFolder();
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    copyFileSync(fixture('cert.pem'), cert);
    copyFileSync(fixture('key.pem'), key);
    const { url, running } = await relay('--tls-cert', cert, '--tls-key', key);
    const fingerprint = async (): Promise<string> => {
      const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    };
    const old = await fingerprint();
    writeFileSync(cert, 'nonsense');
    running.child.kill('SIGHUP');
    await running.printed(/cannot be used, and the old stays/);
    expect(await fingerprint()).toBe(old);
    copyFileSync(fixture('other-cert.pem'), cert);
    copyFileSync(fixture('other-key.pem'), key);
    running.child.kill('SIGHUP');
    await running.printed(/tokens are read again/);
    expect(await fingerprint()).not.toBe(old);
  });

  it('listens on the socket that systemd hands over', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
    const child = spawn('/bin/sh', ['-c', 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$1" relay --json --port 1', process.execPath, PROGRAM], { stdio: ['ignore', 'pipe', 'inherit', fd] });
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    expect(JSON.parse(line.toString())).toEqual({ url: `ws://127.0.0.1:${port}` });
    server.close();
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('says so when it runs out of file descriptors', async () => {
    const running = new Running('/bin/sh', ['-c', 'ulimit -n 64; exec "$0" "$@"', process.execPath, PROGRAM, 'relay', '--port', '0', '--json'], {});
    const [, url = ''] = await running.printed(/^\{"url":"(.*)"\}\n/);
    const clients = await Promise.allSettled(Array.from({ length: 80 }, async (_, i) => TestClient.open(url, { localAddress: `127.0.2.${i + 1}`, handshakeTimeout: 20_000 })));
    await running.printed(/no more files can be opened/);
    for (const client of clients) if (client.status === 'fulfilled') client.value.socket.terminate();
  });
});

describe('the files for systemd', () => {
  it('harden the relay and leave no core file', () => {
    const unit = readFileSync(join(ROOT, 'packaging', 'systemd', 'mpc-relay.service'), 'utf8');
    for (const line of ['DynamicUser=yes', 'LimitCORE=0', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'MemoryDenyWriteExecute=no']) expect(unit.split('\n')).toContain(line);
  });
});
