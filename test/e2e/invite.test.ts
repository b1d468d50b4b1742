import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, oneObject, startRelay, type Running, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, propose, type SessionResult } from '../support/sessions.js';
import { AtTerminal, CTRL_C, hasTerminals } from '../support/terminal.js';

let relay = '';
let relayProcess: Running;
let parties: [TestParty, TestParty, TestParty];
const CONTENTS = ['salary\n1.25\n', 'salary\n2.50\n', 'salary\n3\n'];
const QUESTION = /Do you approve\?/;

beforeAll(async () => {
  ({ url: relay, relay: relayProcess } = await startRelay());
  parties = (await makeParties('North', 'South', 'Harbour')) as [TestParty, TestParty, TestParty];
});

const csv = (seat: number): string[] => ['--csv', file(CONTENTS[seat] ?? '')];

interface Room {
  readonly proposer: AtTerminal;
  readonly inviteFile: string;
  readonly invite: string;
}

/** The proposer at its terminal, and the invite that it got. */
async function open(...flags: string[]): Promise<Room> {
  const inviteFile = join(newFolder(), 'invite');
  const proposer = new AtTerminal(
    ['sum', '--parties', '3', '--purpose', 'A test', '-c', 'salary', '--relay', relay, '--invite-file', inviteFile, ...csv(0), '--json', ...flags],
    { home: parties[0].home },
  );
  await proposer.printed(/1 of 3 parties/);
  return { proposer, inviteFile, invite: readFileSync(inviteFile, 'utf8').trim() };
}

/** All three at their terminals: the proposer, one who is asked for the invite and the data, one who has the invite in a file. */
async function meet(): Promise<{ room: Room; all: [AtTerminal, AtTerminal, AtTerminal] }> {
  const room = await open();
  const pasting = new AtTerminal(['join', '--json'], { home: parties[1].home });
  const reading = new AtTerminal(['join', room.inviteFile, ...csv(2), '--json'], { home: parties[2].home });
  await pasting.answer(/Paste the invite/, room.invite);
  await pasting.answer(/Which file holds/, csv(1)[1] ?? '');
  return { room, all: [room.proposer, pasting, reading] };
}

function errorOf(terminal: AtTerminal): { code: string; exit: number; message: string } {
  const output = oneObject(terminal.standardOutput);
  expect(problems('error', output)).toEqual([]);
  return (output as { error: { code: string; exit: number; message: string } }).error;
}

describe.skipIf(!hasTerminals)('a session by invite', () => {
  it('gives all the same result when all approve, with identities unverified', async () => {
    const { room, all } = await meet();
    for (const terminal of all) await terminal.answer(QUESTION, 'y');
    const codes = await Promise.all(all.map(async (terminal) => (await terminal.done).code));
    expect(codes, all.map((each) => each.screen).join('\n')).toEqual([0, 0, 0]);
    const results = all.map((terminal) => oneObject(terminal.standardOutput) as SessionResult);
    for (const result of results) {
      expect(problems('session', result)).toEqual([]);
      expect(result.result).toEqual({ columns: { salary: { sum: '6.75' } } });
      expect(result.session).toBe(results[0]?.session);
    }
    for (const terminal of all) expect(terminal.screen).toMatch(/Identities unverified/);
    const { unverified } = await mpcJson<{ unverified: string[] }>(['receipt', 'verify', results[0]?.receipt ?? '']);
    expect([...unverified].sort()).toEqual(['Harbour', 'North', 'South']);
    expect(statSync(room.inviteFile).mode & 0o077).toBe(0);
    // The relay is told a room that follows from the invite, and never the invite.
    expect(relayProcess.stdout + relayProcess.stderr).not.toContain(room.invite.slice(0, 24));
  });

  it('has verified identities for those who say that they compared the words', async () => {
    for (const [me, others] of [[0, ['South', 'Harbour']], [1, ['North', 'Harbour']]] as const) for (const name of others) await mpc(['party', 'remove', name], { home: parties[me].home });
    const { all } = await meet();
    const [proposer, pasting, reading] = all;
    await proposer.answer(QUESTION, 'compared');
    await pasting.answer(QUESTION, 'maybe');
    await pasting.printed(/Please answer/);
    pasting.type('\u007f'.repeat(5));
    pasting.type('c\r');
    await reading.answer(QUESTION, 'yes');
    // Who compared is asked afterwards, when the result is out.
    await proposer.answer(/Keep them among your known parties/, 'y');
    await pasting.answer(/Keep them among your known parties/, 'y');
    await Promise.all(all.map(async (terminal) => terminal.done));
    const kept = async (terminal: 0 | 1) => (await mpcJson<{ parties: { name: string; verified: object | null }[] }>(['party', 'list'], { home: parties[terminal].home })).parties.filter(({ verified }) => verified !== null).map(({ name }) => name);
    expect(await Promise.all([kept(0), kept(1)])).toEqual([['Harbour', 'South'], ['Harbour', 'North']]);
    const { receipt } = oneObject(proposer.standardOutput) as SessionResult;
    expect((await mpcJson<{ unverified: string[] }>(['receipt', 'verify', receipt])).unverified).toEqual(['Harbour']);
    expect(proposer.screen).not.toMatch(/Identities unverified/);
    expect((await mpc(['receipt', 'show', receipt])).stdout).toMatch(/IDENTITIES UNVERIFIED: Harbour/);
  });

  it('ends with exit 3 for all when one declines', async () => {
    const { all } = await meet();
    const [proposer, pasting, reading] = all;
    await proposer.answer(QUESTION, 'y');
    await reading.printed(QUESTION);
    await pasting.answer(QUESTION, 'n');
    const codes = await Promise.all(all.map(async (terminal) => (await terminal.done).code));
    expect(codes).toEqual([3, 3, 3]);
    expect(all.map((terminal) => errorOf(terminal).code)).toEqual(['PEER_DECLINED', 'DECLINED', 'PEER_DECLINED']);
    expect(errorOf(reading).message).toContain('South');
  });

  it('ends with 130 on Ctrl-C at the question, and the others learn who left', async () => {
    const { all } = await meet();
    const [proposer, pasting, reading] = all;
    await Promise.all([proposer.printed(QUESTION), pasting.printed(QUESTION), reading.printed(QUESTION)]);
    reading.type(CTRL_C);
    const codes = await Promise.all(all.map(async (terminal) => (await terminal.done).code));
    expect(codes).toEqual([6, 6, 130]);
    // Either hears it from Harbour, or from the other one first.
    for (const terminal of [proposer, pasting]) expect(errorOf(terminal).message).toMatch(/Harbour was interrupted and left\.$/);
    expect(errorOf(reading).code).toBe('INTERRUPTED');
  });

  it('takes an invite that a mail program broke and quoted, and asks again for one with a part missing', async () => {
    const room = await open();
    const pasting = new AtTerminal(['join', '--json', ...csv(1)], { home: parties[1].home });
    await pasting.answer(/Paste the invite/, room.invite.slice(0, 40));
    const half = Math.floor(room.invite.length / 2);
    await pasting.answer(/no whole invite/, `> ${room.invite.slice(0, half)}\r> ${room.invite.slice(half)}`);
    await pasting.printed(/2 of 3 parties/);
    for (const terminal of [pasting, room.proposer]) terminal.type(CTRL_C);
    expect([(await pasting.done).code, (await room.proposer.done).code]).toEqual([130, 130]);
  });

  it('refuses a file whose headers do not fit before anybody is asked to approve', async () => {
    const room = await open();
    const wrong = new AtTerminal(['join', room.inviteFile, '--csv', file('wages\n1\n'), '--json'], { home: parties[1].home });
    const reading = new AtTerminal(['join', room.inviteFile, ...csv(2), '--json'], { home: parties[2].home });
    expect((await wrong.done).code).toBe(8);
    expect(errorOf(wrong).message).toContain('"wages"');
    expect(wrong.screen).not.toMatch(QUESTION);
    for (const terminal of [reading, room.proposer]) terminal.type(CTRL_C);
    await Promise.all([reading.done, room.proposer.done]);
  });

  it('the proposer’s own file is read before the invite is printed: one that does not fit leaves no invite', async () => {
    const inviteFile = join(newFolder(), 'invite');
    const proposer = new AtTerminal(['sum', '--parties', '3', '--purpose', 'A test', '-c', 'salary', '--relay', relay, '--invite-file', inviteFile, '--csv', file('salary\n1\nsecret\n'), '--json'], { home: parties[0].home });
    expect((await proposer.done).code).toBe(8);
    expect(errorOf(proposer).message).toContain('line 3');
    expect(existsSync(inviteFile)).toBe(false);
    expect(proposer.screen).not.toMatch(/mpcinvite1/);
  });

  it('ends with 130 on Ctrl-C while waiting for others, and at the prompt for the invite', async () => {
    const { proposer } = await open();
    const pasting = new AtTerminal(['join', ...csv(1)], { home: parties[1].home });
    await pasting.printed(/Paste the invite/);
    proposer.type(CTRL_C);
    pasting.type(CTRL_C);
    expect([(await proposer.done).code, (await pasting.done).code]).toEqual([130, 130]);
  });

  it('takes the invite from a pipe, and then asks at the terminal itself', async () => {
    const room = await open();
    const piped = new AtTerminal(['join', '-', ...csv(1), '--json'], { home: parties[1].home, pipedInput: room.inviteFile });
    const reading = new AtTerminal(['join', room.inviteFile, ...csv(2), '--json'], { home: parties[2].home });
    for (const terminal of [room.proposer, piped, reading]) await terminal.answer(QUESTION, 'y');
    const codes = await Promise.all([room.proposer, piped, reading].map(async (terminal) => (await terminal.done).code));
    expect(codes, piped.screen).toEqual([0, 0, 0]);
    expect((oneObject(piped.standardOutput) as SessionResult).result?.columns['salary']?.sum).toBe('6.75');
  });

  it('asks for everything that no flag says', async () => {
    const proposer = new AtTerminal(['sum'], { home: parties[0].home });
    await proposer.answer(/purpose/, 'Asked for');
    await proposer.answer(/Which columns/, 'salary:0..10:2');
    await proposer.answer(/Address of the relay/, relay);
    await proposer.answer(/How many parties/, '');
    await proposer.answer(/Which file holds/, csv(0)[1] ?? '');
    const [, invite = ''] = await proposer.printed(/(mpcinvite1[a-z0-9]+)\s/);
    expect(invite.length).toBeGreaterThan(60);
    proposer.type(CTRL_C);
    expect((await proposer.done).code).toBe(130);
    expect(proposer.standardOutput).toBe('');
  });
});

describe.skipIf(!hasTerminals)('at a terminal', () => {
  it('--expect-fingerprint with the others’ fingerprints vouches for identities, and with another’s ends with 4 before anyone connects', async () => {
    const strangers = (await makeParties('A', 'B', 'C')) as [TestParty, TestParty, TestParty];
    const agreement = await propose(strangers, relay, 'sum', '-c', 'salary');
    for (const party of strangers) await mpcJson(['party', 'remove', party === strangers[0] ? 'B' : 'A'], { home: party.home });
    const shown = await mpc(['agreement', 'show', agreement.file], { home: strangers[0].home });
    expect(shown.stdout).toContain('KEYS, IN WORDS TO COMPARE BY PHONE');
    const prints = await Promise.all(strangers.map(async (party) => (await mpcJson<{ fingerprint: string }>(['whoami'], { home: party.home })).fingerprint));
    const expecting = (own: number, change = (words: string) => words) => prints.flatMap((words, i) => (i === own ? [] : ['--expect-fingerprint', change(words)]));

    const wrong = await mpc(['join', agreement.file, ...csv(0), '--approve', agreement.digest, ...expecting(0, (words) => words.replace(/^\S+ (\S+)/, '$1 $1')), '--json'], { home: strangers[0].home });
    expect([wrong.code, (JSON.parse(wrong.stdout) as { error: { code: string } }).error.code]).toEqual([4, 'FINGERPRINT_MISMATCH']);
    expect(wrong.stderr).not.toContain('Connecting');

    const terminals = strangers.map((party, i) => new AtTerminal(['join', agreement.file, ...csv(i), '--json', ...(i < 2 ? expecting(i, (words) => words.toUpperCase()) : [])], { home: party.home }));
    for (const terminal of terminals) await terminal.answer(QUESTION, 'y');
    expect(await Promise.all(terminals.map(async (terminal) => (await terminal.done).code))).toEqual([0, 0, 0]);
    const { receipt } = oneObject(terminals[0]?.standardOutput ?? '') as SessionResult;
    expect((await mpcJson<{ unverified: string[] }>(['receipt', 'verify', receipt])).unverified).toEqual(['C']);
  });

  it('init asks for the name, and for a passphrase twice, which never shows', async () => {
    const home = join(newFolder(), 'home');
    const terminal = new AtTerminal(['init', '--passphrase'], { home });
    await terminal.answer(/Name of your organisation/, 'Typed');
    await terminal.answer(/Passphrase/, 'sesame-canary');
    await terminal.answer(/The same again/, 'sesame-canary');
    expect((await terminal.done).code).toBe(0);
    expect(terminal.screen).not.toContain('sesame');
    expect(terminal.standardOutput).toMatch(/^Name: +Typed\n/);
    expect(existsSync(join(home, 'identity.json'))).toBe(true);
    const rename = new AtTerminal(['init', '--rename', 'Retyped'], { home });
    await rename.answer(/passphrase/, 'sesame-canary');
    expect((await rename.done).code).toBe(0);
  });

  it('--no-input never asks', async () => {
    const terminal = new AtTerminal(['join', ...csv(1), '--no-input', '--json'], { home: parties[1].home });
    expect((await terminal.done).code).toBe(2);
    expect(errorOf(terminal).code).toBe('USAGE');
  });
});

describe('without a terminal', () => {
  it('a session by invite ends with 4 before connecting, whoever begins it', async () => {
    const sum = await mpc(['sum', '--parties', '3', '--purpose', 'A test', '-c', 'salary', '--relay', 'ws://127.0.0.1:9', ...csv(0), '--json'], { home: parties[0].home });
    expect([sum.code, (JSON.parse(sum.stdout) as { error: { code: string } }).error.code]).toEqual([4, 'APPROVAL_MISSING']);
    // No invite to a room where nobody will be.
    expect(sum.stderr).not.toContain('mpcinvite1');

    const { createInvite, encodeInvite } = await import('../../src/session/invite.js');
    const invite = join(newFolder(), 'invite');
    writeFileSync(invite, `${encodeInvite(createInvite('ws://127.0.0.1:9', 3))}\n`);
    const joined = await mpc(['join', invite, ...csv(1), '--json'], { home: parties[1].home });
    expect([joined.code, (JSON.parse(joined.stdout) as { error: { code: string } }).error.code]).toEqual([4, 'APPROVAL_MISSING']);
    const piped = await mpc(['join', '-', ...csv(1), '--no-input', '--json'], { home: parties[1].home, input: readFileSync(invite, 'utf8') });
    expect([piped.code, (JSON.parse(piped.stdout) as { error: { code: string } }).error.code]).toEqual([4, 'APPROVAL_MISSING']);
  });

  it.each([['join'], ['sum'], ['average', '-c'], []])('an invite on the command line is refused and not repeated (%s)', async (...words) => {
    const done = await mpc([...words, 'mpcinvite1qqqqcanarycanary', '--json'], { home: parties[0].home });
    expect(done.code).toBe(2);
    expect(done.stdout + done.stderr).not.toContain('canary');
  });
});
