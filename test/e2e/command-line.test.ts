import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, newFolder, oneObject, PROGRAM, start, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, propose, type Proposed } from '../support/sessions.js';

function has(shell: string): boolean {
  const found = spawnSync(shell, ['-c', 'true']).status === 0;
  if (!found) process.stderr.write(`\n*** NOT TESTED: completions of ${shell}, which is not installed. ***\n\n`);
  return found;
}

/**
 * $1: a folder with _mpc; $2: what is typed. Prints what an interactive shell at a terminal of its own shows then. It is typed once the prompt is there, and a key
 * of the shell prints the mark that ends it.
 */
const ZSH_ASKS = String.raw`
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "stty cols 200 rows 60; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=0; tell() { zle -I; print EN''DED }; zle -N tell; bindkey '^X' tell; PS1=REA''DY"
zpty -r -m shell shown '*READY*' || exit 3
zpty -w -n shell "$2"$'\C-x'
zpty -r -m shell shown '*ENDED*' || exit 4
print -r -- "$shown"
`;

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
    [['version'], 'There is no command "version"', 'Did you mean `mpc --version`?'],
    [['relay-token', 'add', '--frobnicate'], 'There is no flag "--frobnicate".', '→ See `mpc relay-token add --help`'],
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
    const [short, long, root, joining] = await Promise.all([mpc(['check', '-h']), mpc(['check', '--help']), mpc(['-h']), mpc(['join', '-h'])]);
    expect(short).toEqual(long);
    expect(short.stdout).toMatch(/^Dry run.*\n\nEXAMPLES\n[\s\S]*\nUSAGE\n[\s\S]*\nREADING THE FILE FLAGS\n/);
    // Examples and paths stay whole, for copying.
    const [text = ''] = /^USAGE\n[\s\S]*(?=^DOCUMENTS\n)/m.exec(joining.stdout) ?? [];
    expect(text.length).toBeGreaterThan(1_000);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
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

  it('completes after "=", and by the second name, in bash', async () => {
    const script = file((await mpc(['completion', 'bash'])).stdout, 'mpc.bash');
    const ask = 'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mpc; echo "${COMPREPLY[*]}"';
    const asked = (...words: string[]): string => execFileSync('bash', ['-c', `source "$0"; complete -p mpc-tool >/dev/null; ${ask}`, script, ...words], { encoding: 'utf8' }).trim();
    expect(asked('mpc', 'join', '--lang', '=')).toBe('en nl de uk');
    expect(asked('mpc', 'join', '--lang', '=', 'n')).toBe('nl');
    expect(execFileSync('bash', ['-c', 'source "$0"; complete -p mpc-tool', script], { encoding: 'utf8' })).toContain('_mpc mpc-tool');
  });

  it.skipIf(!has('zsh'))('completes commands, flags, and values in zsh', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, '_mpc'), (await mpc(['completion', 'zsh'])).stdout);
    const asked = (line: string): string => execFileSync('zsh', ['-fc', ZSH_ASKS, 'zsh', folder, line], { encoding: 'utf8', cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8', TERM: 'dumb' } }).replaceAll('\r', '');
    expect(asked('mpc pa\t')).toContain('mpc party');
    expect(asked('mpc party \t')).toMatch(/^add +-- Add a party[^]*^verify +-- /m);
    expect(asked('mpc party \t')).not.toContain('anova');
    expect(asked('mpc sum --emp\t')).toContain('mpc sum --empty');
    expect(asked('mpc sum --empty \t')).toMatch(/refuse +skip +zero/);
    expect(asked('mpc sum --empty=\t')).toMatch(/refuse +skip +zero/);
    expect(asked('mpc-tool completion z\t')).toContain('mpc-tool completion zsh');
  });

  it.skipIf(!has('fish'))('completes commands, flags, and values in fish', async () => {
    const script = file((await mpc(['completion', 'fish'])).stdout, 'mpc.fish');
    const asked = (line: string): string[] => {
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line], { encoding: 'utf8', cwd: newFolder() });
      expect(stderr).toBe('');
      return stdout.trimEnd().split('\n').map((each) => each.split('\t', 1)[0] ?? '');
    };
    expect(asked('mpc pa')).toEqual(['party']);
    expect(asked('mpc party ')).toEqual(['add', 'export', 'import', 'list', 'remove', 'show', 'verify']);
    expect(asked('mpc sum --emp')).toEqual(['--empty']);
    expect(asked('mpc sum --empty ')).toEqual(['refuse', 'skip', 'zero']);
    expect(asked('mpc-tool completion z')).toEqual(['zsh']);
  });

  it('has every command and flag in zsh and fish, too', async () => {
    const [zsh, fish] = await Promise.all([mpc(['completion', 'zsh']), mpc(['completion', 'fish'])]);
    for (const { stdout } of [zsh, fish]) for (const word of ['relay-token', 'party add', 'expect-fingerprint', 'refuse skip zero']) expect(stdout).toContain(word);
    expect(zsh.stdout).toMatch(/^#compdef mpc mpc-tool\n/);
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

  it('writes events to a descriptor that a shell opened, and none to those that Node has for itself', () => {
    const [ann] = parties;
    const command = [process.execPath, PROGRAM, 'join', agreement.file, '--csv', file('salary\n1\n'), '--approve', agreement.digest, '--no-input', '--timeout', '1s', '--events'];
    const run = (target: string, redirection: string) => spawnSync('bash', ['-c', `"$@" ${target} ${redirection}`, 'bash', ...command], { encoding: 'utf8', env: { ...process.env, MPC_HOME: ann?.home } });
    const opened = join(newFolder(), 'events');
    expect(run('3', `3>"${opened}"`).status).toBe(7);
    expect(readFileSync(opened, 'utf8').split('\n', 1)[0]).toContain('"event":"connecting"');
    expect(run('3', '3>&1 | cat').stdout.split('\n', 1)[0]).toContain('"event":"connecting"');
    expect(run('-', '2>/dev/null').stdout.split('\n', 1)[0]).toContain('"event":"connecting"');
    // Queues of events and pipes for signals.
    for (let closed = 3; closed < 10; closed++) {
      const { status, stderr } = run(String(closed), `${closed}>&-`);
      expect([status, stderr]).toEqual([2, expect.stringContaining('nobody opened this file descriptor')]);
    }
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
