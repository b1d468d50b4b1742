import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/processes.js';

interface Flag {
  readonly type: string;
  readonly char?: string;
  readonly env?: string;
  readonly multiple?: boolean;
  readonly required?: boolean;
  readonly options?: readonly string[];
  readonly default?: unknown;
}

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly hidden?: boolean; readonly aliases: readonly string[]; readonly args: Readonly<Record<string, { readonly required?: boolean }>>; readonly flags: Readonly<Record<string, Flag>> }>>;
}

const { commands } = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8')) as Manifest;

// Users and scripts lean on these names. Where a change is meant: `npx vitest run test/e2e/command-snapshot.test.ts -u`.
it('commands, their arguments and flags are those of the committed snapshot', async () => {
  const snapshot = Object.entries(commands)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, command]) => ({
      command: id.replaceAll(':', ' '),
      aliases: command.aliases,
      args: Object.entries(command.args).map(([name, { required }]) => (required === true ? name : `[${name}]`)),
      flags: Object.fromEntries(Object.entries(command.flags).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, flag]) => [name, shown(flag)])),
    }));
  await expect(`${JSON.stringify(snapshot, null, 2)}\n`).toMatchFileSnapshot('command-snapshot.json');
});

function shown({ type, char, env, multiple, required, options, default: value }: Flag): string {
  const parts = [type, char === undefined ? '' : `-${char}`, multiple === true ? 'repeatable' : '', required === true ? 'required' : '', options?.join('|') ?? '', value === undefined ? '' : `default ${JSON.stringify(value)}`, env ?? 'no variable'];
  return parts.filter((part) => part !== '').join(', ');
}

it('every command takes --json, --no-input and --quiet, and every flag has its variable', () => {
  expect(Object.keys(commands).length).toBeGreaterThan(10);
  for (const [id, { flags }] of Object.entries(commands)) {
    expect(Object.keys(flags), id).toEqual(expect.arrayContaining(['json', 'no-input', 'quiet']));
    for (const [name, { env }] of Object.entries(flags)) {
      // A variable of that name would be taken for the passphrase itself.
      // MPC_OUT and MPC_FORMAT are of results, and results alone have reports or come from a reveal.
      const isOwn = ['format', 'out'].includes(name) && flags['report'] === undefined;
      const expected = name === 'passphrase' ? undefined : `MPC_${(isOwn ? `${id}-${name}` : name).toUpperCase().replaceAll(/[-: ]/g, '_')}`;
      expect(env, `${id} --${name}`).toBe(expected);
    }
  }
});

it('a base class is not a command', () => {
  expect(Object.keys(commands).filter((id) => /command|base/i.test(id))).toEqual([]);
});
