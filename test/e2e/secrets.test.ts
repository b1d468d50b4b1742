import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpcJson, newFolder, oneObject, start, startRelay, type Running, type TestParty } from '../support/processes.js';
import { file } from '../support/sessions.js';

/** What a party must keep to itself, by what it is. */
type Secrets = Readonly<Record<string, string>>;

const isLinux = existsSync('/proc/self/cmdline');
if (!isLinux) process.stderr.write('SKIPPED: what other users see of a process is looked up in /proc, which is not on this machine.\n');

const TOKEN = 'Zm9yIHNlY3JldHMgdGVzdHMsIDMyIGJ5dGVzIGxvbmc';
const PASSPHRASE = 'correct horse of the secrets test';
const CELLS = ['481516.23', '421337.42', '271828.18'];
const VISIBLE = ['/proc/PID/cmdline', '/proc/PID/environ', '/proc/PID/comm'];

let parties: TestParty[];
let relay: { url: string; relay: Running };

beforeAll(async () => {
  const tokens = privateFile(`${TOKEN}\n`);
  relay = await startRelay('--token-file', tokens, '--log', 'json', '--log-addresses');
  parties = await makeParties('North', 'South', 'Harbour');
});

/** A file that this user alone can read. */
function privateFile(content: string): string {
  const path = join(newFolder(), 'secret');
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

/** Every file below a folder, with what is in it. */
function filesIn(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isFile() ? [{ path: relative(folder, path), text: readFileSync(path, 'latin1') }] : [];
  });
}

const found = (text: string, secrets: Secrets): string[] => Object.entries(secrets).flatMap(([what, secret]) => (text.includes(secret) || text.includes(Buffer.from(secret).toString('base64').replace(/=+$/, '')) ? [what] : []));

describe('what a party keeps to itself', () => {
  it.runIf(isLinux)('stands in no argument, no variable, no output, no log, no temporary file, and in no file of its home but the one that is for it', async () => {
    for (const { home } of parties) await mpcJson(['relay-token', 'add', relay.url, '--token-file', '-'], { home, input: `${TOKEN}\n` });
    const agreement = join(newFolder(), 'agreement.json');
    const [north] = parties as [TestParty];
    const { digest } = await mpcJson<{ digest: string }>(['sum', '--purpose', 'A test', '-c', 'salary:0..500000:2', '--party', 'South', '--party', 'Harbour', '--relay', relay.url, '--threshold', '2', '--propose', agreement], { home: north.home });
    const temporary = newFolder();
    const seen: { where: string; what: string[] }[] = [];
    const look = (where: string, text: string, secrets: Secrets) => {
      const what = found(text, secrets);
      if (what.length > 0) seen.push({ where, what });
    };
    const secretsOf = (seat: number): Secrets => ({ 'secret key': Buffer.from(parties[seat]?.secretKey ?? []).toString('hex'), token: TOKEN, cell: CELLS[seat] ?? '', 'cell as it is added': (CELLS[seat] ?? '').replace('.', '') });
    const running = parties.map(({ home }, seat) => start(['join', agreement, '--csv', file(`salary\n${CELLS[seat] ?? ''}\n`), '--approve', digest, '--json'], { home, env: { TMPDIR: temporary } }));
    // While they run, as soon as each has said something.
    await Promise.all(running.map(async (each) => each.printed(/./)));
    running.forEach(({ child }, seat) => {
      for (const path of VISIBLE) look(path, readFileSync(path.replace('PID', String(child.pid)), 'latin1'), secretsOf(seat));
    });
    const ends = await Promise.all(running.map((each) => each.done));
    expect(ends.map(({ code }) => code), ends.map(({ stderr }) => stderr).join('')).toEqual([0, 0, 0]);

    const shares = ends.map(({ stdout }) => (oneObject(stdout) as { share: string }).share);
    parties.forEach(({ home }, seat) => {
      const { stdout = '', stderr = '' } = ends[seat] ?? {};
      look('standard output', stdout, secretsOf(seat));
      look('standard error', stderr, secretsOf(seat));
      const own: Readonly<Record<string, string>> = { 'identity.json': 'secret key', 'relay-tokens.json': 'token' };
      for (const { path, text } of filesIn(home)) seen.push(...found(text, secretsOf(seat)).flatMap((what) => (own[path] === what ? [] : [{ where: path, what: [what] }])));
      expect(statSync(shares[seat] ?? '').mode & 0o077).toBe(0);
    });
    look('the log of the relay', relay.relay.stdout + relay.relay.stderr, Object.fromEntries(parties.flatMap((_, seat) => Object.entries(secretsOf(seat)).map(([what, secret]) => [`${what} ${seat}`, secret]))));
    expect(seen).toEqual([]);
    expect(filesIn(temporary)).toEqual([]);
    // That this looks at all: the files that are for them hold them.
    expect(found(readFileSync(join(north.home, 'identity.json'), 'latin1'), secretsOf(0))).toEqual(['secret key']);
  });

  it('stands in no error: of a file that does not fit, a wrong passphrase, an address with a password', async () => {
    const home = join(newFolder(), 'home');
    mkdirSync(home, { mode: 0o700 });
    await mpcJson(['init', 'Vale', '--passphrase-file', privateFile(`${PASSPHRASE}\n`), '--json'], { home });
    const agreement = join(newFolder(), 'agreement.json');
    const [north] = parties as [TestParty];
    const { digest } = await mpcJson<{ digest: string }>(['sum', '--purpose', 'A test', '-c', 'salary:0..10', '--party', 'South', '--party', 'Harbour', '--relay', relay.url, '--propose', agreement], { home: north.home });
    const secrets = { passphrase: PASSPHRASE, cell: CELLS[0] ?? '', password: 'hunter2 of the test' };
    const done = await Promise.all([
      start(['join', agreement, '--csv', file(`salary\n${CELLS[0] ?? ''}\n`), '--approve', digest, '--json'], { home: north.home }).done,
      start(['check', agreement, '--csv', file(`salary\n"${CELLS[0] ?? ''}\n`)], { home: north.home }).done,
      start(['agreement', 'sign', agreement, '--approve', digest, '--passphrase-file', privateFile(`not ${PASSPHRASE}\n`)], { home }).done,
      start(['doctor', '--relay', 'wss://me:hunter2 of the test@relay.example'], { home: north.home }).done,
    ]);
    for (const { code, stdout, stderr } of done) {
      expect(code).not.toBe(0);
      expect(found(stdout + stderr, secrets)).toEqual([]);
    }
  });
});
