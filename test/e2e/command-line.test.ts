import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, newFolder, oneObject, start, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, propose, type Proposed } from '../support/sessions.js';

describe('a word that is not known', () => {
  it.each([
    [['sumn'], 'There is no command "sumn"', 'Did you mean `mpc sum`?'],
    [['agrement'], 'There is no command "agrement"', 'Did you mean `mpc agreement`?'],
    [['jion', 'agreement.json'], '"jion agreement.json" is no command', 'Did you mean `mpc join`?'],
    [['partty', 'list'], '"partty list" is no command', 'Did you mean `mpc party list`?'],
    [['sumn', '--help'], 'There is no command "sumn"', 'Did you mean `mpc sum`?'],
    [['help', 'sumn'], 'There is no command "sumn"', 'Did you mean `mpc sum`?'],
    [['sum', '--colum=secret-value'], 'There is no flag "--colum".', 'Did you mean `--column`?'],
    [['check', 'x', '--cvs', 'a.csv'], 'There is no flag "--cvs".', 'Did you mean `--csv`?'],
    [['sum', '--frobnicate'], 'There is no flag "--frobnicate".', '→ See `mpc sum --help`'],
  ])('%j is answered with the nearest', async (args, said, meant) => {
    const { code, stderr } = await mpc(args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).toContain(meant);
    expect(stderr).not.toContain('secret-value');
  });
});

describe('help', () => {
  it('comes with -h, begins with examples and ends with documents that are there, and has no colours under NO_COLOR', async () => {
    const [short, long, root] = await Promise.all([mpc(['check', '-h']), mpc(['check', '--help']), mpc(['-h'])]);
    expect(short).toEqual(long);
    expect(short.stdout).toMatch(/^Dry run.*\n\nEXAMPLES\n[\s\S]*\nUSAGE\n[\s\S]*\nREADING THE FILE FLAGS\n/);
    const documents = short.stdout.slice(short.stdout.indexOf('DOCUMENTS\n')).split('\n').slice(1).map((line) => line.trim()).filter((line) => line !== '');
    expect(documents.length).toBeGreaterThan(0);
    expect(documents.filter((path) => !existsSync(path))).toEqual([]);
    expect(root.stdout).toContain('docs/README.md');
    const coloured = await mpc(['check', '-h'], { env: { NO_COLOR: '1', FORCE_COLOR: '' } });
    expect(coloured.stdout).not.toContain('\u001b');
  });
});

describe('mpc completion', () => {
  it('completes commands, flags, and values in bash', async () => {
    const { stdout, code } = await mpc(['completion', 'bash']);
    expect(code).toBe(0);
    const script = file(stdout, 'mpc.bash');
    const ask = 'ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _mpc; echo "${COMPREPLY[*]}"; }';
    const asked = (...words: string[]): string => execFileSync('bash', ['-c', `source "$0"; ${ask}; ask "$@"`, script, ...words], { encoding: 'utf8' }).trim();
    expect(asked('mpc', 'pa')).toBe('party');
    expect(asked('mpc', 'party', '')).toBe('add export import list remove show verify');
    expect(asked('mpc', 'party', 'add', '--no')).toBe('--no-input');
    expect(asked('mpc', 'sum', '--empty', '')).toBe('refuse skip zero');
    expect(asked('mpc', 'completion', 'z')).toBe('zsh');
    // As bash takes "--csv stays=FILE" apart.
    expect(asked('mpc', 'check', 'a.json', '--csv', 'stays', '=', script.slice(0, -3))).toBe(script);
    expect(asked('mpc', 'check', 'a.json', '--csv', 'stays', '=')).not.toBe('');
  });

  it('has every command and flag in zsh and fish, too', async () => {
    const [zsh, fish] = await Promise.all([mpc(['completion', 'zsh']), mpc(['completion', 'fish'])]);
    for (const { stdout } of [zsh, fish]) for (const word of ['relay-token', 'party add', 'expect-fingerprint', 'refuse skip zero']) expect(stdout).toContain(word);
    expect(zsh.stdout).toMatch(/^#compdef mpc\n/);
  });
});

describe('a session that is watched and ended', () => {
  let parties: readonly TestParty[];
  let agreement: Proposed;

  beforeAll(async () => {
    parties = await makeParties('Ann', 'Bob', 'Cid');
    agreement = await propose(parties, (await startRelay()).url, 'sum', '-c', 'salary');
  });

  it('by SIGTERM ends with 143, and --events has a line for every step', async () => {
    const events = join(newFolder(), 'events.jsonl');
    const running = start(['join', agreement.file, '--csv', file('salary\n1\n'), '--approve', agreement.digest, '--json', '--events', events], { home: parties[0]?.home ?? '' });
    await running.printed(/1 of 3 parties are here/);
    running.child.kill('SIGTERM');
    const { code, stdout } = await running.done;
    expect([code, (oneObject(stdout) as { error: { code: string } }).error.code]).toEqual([143, 'TERMINATED']);
    expect(problems('error', oneObject(stdout))).toEqual([]);
    const lines = readFileSync(events, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ event }) => event)).toEqual(expect.arrayContaining(['connecting', 'meeting', 'failed']));
    expect(lines.at(-1)).toMatchObject({ event: 'failed', code: 'TERMINATED', exit: 143 });
    for (const { time } of lines) expect(new Date(String(time)).toISOString()).toBe(time);
  });

  it('takes events only where they can be written, and says so before anything else', async () => {
    const { code, stderr } = await mpc(['join', agreement.file, '--csv', file('salary\n1\n'), '--approve', agreement.digest, '--events', '/no/such/folder/events'], { home: parties[0]?.home ?? '' });
    expect([code, stderr]).toEqual([2, expect.stringContaining('--events /no/such/folder/events: it cannot be written')]);
  });

  it('has seats by either name, in flags and in the environment', async () => {
    const wanted = ['sum', '--purpose', 'A test', '-c', 'salary', '--relay', 'ws://127.0.0.1:1', '--party', 'Bob', '--csv', file('salary\n1\n')];
    const home = parties[0]?.home ?? '';
    for (const [more, env] of [[['--seats', '3'], {}], [['--parties', '3'], {}], [[], { MPC_PARTIES: '3' }], [[], { MPC_SEATS: '3' }]] as const) {
      const { code, stderr } = await mpc([...wanted, ...more], { home, env });
      expect([code, stderr]).toEqual([2, expect.stringContaining('--party and --seats exclude each other')]);
    }
  });
});
