import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, oneObject, start, startRelay, type Running, type TestParty } from '../support/processes.js';
import { file } from '../support/sessions.js';
import { AtTerminal, hasTerminals } from '../support/terminal.js';

const TOKEN = 'Zm9yIHBhcnRuZXJzIG9ubHksIDMyIGJ5dGVzIGxvbmc=';
let relay = '';
let relayProcess: Running;
let parties: TestParty[];

const tokenFile = (): string => {
  const path = join(newFolder(), 'tokens');
  writeFileSync(path, `# partners\n${TOKEN}\n`, { mode: 0o600 });
  return path;
};

beforeAll(async () => {
  ({ url: relay, relay: relayProcess } = await startRelay('--token-file', tokenFile()));
  parties = await makeParties('North', 'South', 'Harbour');
});

const add = async (party: TestParty) => mpcJson<{ relay: string }>(['relay-token', 'add', relay, '--token-file', '-'], { home: party.home, input: `${TOKEN}\n` });

describe('a relay for partners only', () => {
  it('turns away who has no token, with exit 6 and what to do', async () => {
    const [north] = parties as [TestParty];
    const done = await mpc(['doctor', '--relay', relay, '--json'], { home: north.home });
    expect(done.code).toBe(6);
    expect(done.stdout).toContain('mpc relay-token add URL');
  });

  it('lets in parties that keep its token, which stands in no agreement, receipt or log', async () => {
    for (const party of parties) await add(party);
    const agreement = join(newFolder(), 'agreement.json');
    const [north] = parties as [TestParty];
    const { digest } = await mpcJson<{ digest: string }>(['sum', '--purpose', 'A test', '-c', 'salary', '--party', 'South', '--party', 'Harbour', '--relay', relay, '--propose', agreement], { home: north.home });
    const ends = await Promise.all(parties.map(async ({ home }) => start(['join', agreement, '--csv', file('salary\n1\n'), '--approve', digest, '--json'], { home }).done));
    expect(ends.map(({ code }) => code), ends.map(({ stderr }) => stderr).join('')).toEqual([0, 0, 0]);
    const receipts = ends.map(({ stdout }) => readFileSync((oneObject(stdout) as { receipt: string }).receipt, 'utf8'));
    for (const text of [readFileSync(agreement, 'utf8'), ...receipts, ...ends.flatMap(({ stdout, stderr }) => [stdout, stderr]), relayProcess.stdout, relayProcess.stderr]) expect(text).not.toContain(TOKEN);
  });

  it('keeps them in a private file, lists the relays alone, and forgets them', async () => {
    const [north] = parties as [TestParty];
    await add(north);
    const path = join(north.home, 'relay-tokens.json');
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(await mpcJson(['relay-token', 'list'], { home: north.home })).toEqual({ relays: [relay] });
    expect(await mpcJson(['relay-token', 'remove', `${relay}/`], { home: north.home })).toEqual({ relay });
    expect(await mpcJson(['relay-token', 'list'], { home: north.home })).toEqual({ relays: [] });
    const again = await mpc(['relay-token', 'remove', relay], { home: north.home });
    expect(again.code).toBe(2);
  });

  it.each<[string, string[], string]>([
    ['a token that is none', ['relay-token', 'add', 'wss://relay.example.org', '--token-file', '-'], 'too short\n'],
    ['an address that is none', ['relay-token', 'add', 'https://relay.example.org', '--token-file', '-'], `${TOKEN}\n`],
    ['no token where nobody can be asked', ['relay-token', 'add', 'wss://relay.example.org'], ''],
  ])('refuses %s with exit 2, and does not repeat it', async (_, args, input) => {
    const done = await mpc(args, { home: newFolder(), input });
    expect(done.code).toBe(2);
    expect(done.stderr).not.toContain(input.trim() === '' ? '\u0000' : input.trim());
  });

  it('does not start with a token file that others can read, or that holds something else', async () => {
    const path = tokenFile();
    writeFileSync(path, 'short\n');
    expect((await mpc(['relay', '--token-file', path], { home: newFolder() })).stderr).toMatch(/Line 1 of the token file/);
    const open = join(newFolder(), 'open');
    writeFileSync(open, `${TOKEN}\n`, { mode: 0o644 });
    expect((await mpc(['relay', '--token-file', open], { home: newFolder() })).code).toBe(4);
  });

  it.skipIf(!hasTerminals)('lets in who is invited by a party that has the token', async () => {
    const [north, south, harbour] = parties as [TestParty, TestParty, TestParty];
    for (const party of [south, harbour]) await mpc(['relay-token', 'remove', relay], { home: party.home });
    await add(north);
    const inviteFile = join(newFolder(), 'invite');
    const proposer = new AtTerminal(['sum', '--parties', '3', '--purpose', 'A test', '-c', 'salary', '--relay', relay, '--invite-file', inviteFile, '--csv', file('salary\n1\n'), '--json'], { home: north.home });
    await proposer.printed(/1 of 3 parties/);
    expect(proposer.screen).toMatch(/holds your admission token/);
    const others = [south, harbour].map(({ home }) => new AtTerminal(['join', inviteFile, '--csv', file('salary\n2\n'), '--json'], { home }));
    const all = [proposer, ...others];
    for (const terminal of all) await terminal.answer(/Do you approve\?/, 'y');
    expect(await Promise.all(all.map(async (terminal) => (await terminal.done).code))).toEqual([0, 0, 0]);
    for (const terminal of all) expect(terminal.screen).not.toContain(TOKEN);
  });
});
