import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeParties, oneObject, start, type Running } from '../support/processes.js';
import { AtTerminal, hasTerminals } from '../support/terminal.js';

/** More than a pipe holds, so that it is taken only by a program that reads. */
const ROWS = `surname\n${'Jansen\n'.repeat(300_000)}`;

async function taken({ child }: Running, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    child.stdin?.write(text, () => {
      resolve();
    });
  });
}

describe.each([
  ['SIGINT', 130, 'INTERRUPTED', 'Interrupted.'],
  ['SIGTERM', 143, 'TERMINATED', 'Ended by SIGTERM.'],
] as const)('a command that is no session, ended by %s', (signal, exit, code, message) => {
  it('prints an error object under --json', async () => {
    const running = start(['keys', '--data', '-', '--key', 'surname', '--json']);
    await taken(running, ROWS);
    running.child.kill(signal);
    const done = await running.done;
    expect([done.code, oneObject(done.stdout)]).toEqual([exit, { error: { code, exit, message, next: '' } }]);
  });

  it('says so to people, and prints no result', async () => {
    const running = start(['keys', '--data', '-', '--key', 'surname']);
    await taken(running, ROWS);
    running.child.kill(signal);
    const done = await running.done;
    expect([done.code, done.stdout]).toEqual([exit, '']);
    expect(done.stderr).toContain(`Error: ${message}\n  (${code})\n`);
  });

  it.runIf(hasTerminals)('ends at a question', async () => {
    const [party] = await makeParties('Ann', 'Ben');
    const terminal = new AtTerminal(['sum'], { home: party?.home ?? '' });
    await terminal.printed(/purpose/);
    process.kill(childOf(terminal), signal);
    expect((await terminal.done).code).toBe(exit);
    expect(terminal.screen).toContain(`(${code})`);
  });
});

/** The program itself: what stands between is only its terminal. */
function childOf({ child: { pid } }: Running): number {
  return Number(readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8'));
}
