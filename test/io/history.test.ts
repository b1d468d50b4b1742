import { execFileSync } from 'node:child_process';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOperator, noteInHistory, readHistory, type Noted } from '../../src/io/history.js';
import { ensureFolder } from '../../src/io/home.js';
import { temporaryHome } from './temporary-home.js';

const NOTED: Noted = { happening: 'begun', attempted: 'session', attempt: '00'.repeat(8), operator: 'A. Jansen', operation: 'sum', purpose: 'A test', partners: ['South'], rows: null, agreement: null, session: null, outcome: null };

async function three() {
  const home = temporaryHome();
  for (const happening of ['begun', 'approved', 'ended'] as const) await noteInHistory(home, { ...NOTED, happening });
  return home;
}

describe('the history', () => {
  it('holds a line for each thing that happened, chained, for this user only', async () => {
    const home = await three();
    const { entries, head } = await readHistory(home);
    expect(entries.map(({ n, happening, operator }) => [n, happening, operator])).toEqual([[1, 'begun', 'A. Jansen'], [2, 'approved', 'A. Jansen'], [3, 'ended', 'A. Jansen']]);
    expect(entries[1]?.previous).not.toBe(entries[2]?.previous);
    expect(head).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(home.history)).mode & 0o777).toBe(0o600);
  });

  it('loses nobody’s line when several processes write at once', async () => {
    const home = temporaryHome();
    await Promise.all(Array.from({ length: 8 }, async () => noteInHistory(home, NOTED)));
    expect((await readHistory(home)).entries.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each([
    ['a word', (text: string) => text.replace('A test', 'B test'), 2],
    ['the operator of the last line but one', (text: string) => text.split('\n').map((line, i) => (i === 1 ? line.replace('Jansen', 'Visser') : line)).join('\n'), 3],
    ['a line that is gone', (text: string) => text.split('\n').filter((_, i) => i !== 0).join('\n'), 1],
    ['a line twice', (text: string) => text.replace('\n', `\n${text.split('\n')[0] ?? ''}\n`), 2],
    ['a line that is none', (text: string) => text.replace('\n', '\nnonsense\n'), 2],
  ])('notices %s', async (_, change, n) => {
    const home = await three();
    await writeFile(home.history, change(await readFile(home.history, 'utf8')));
    await expect(readHistory(home)).rejects.toMatchObject({ code: 'HISTORY_INVALID', message: expect.stringContaining(`Entry ${n}`) as string });
  });

  it('goes on after a crash within a line, and not after a last line of somebody else', async () => {
    const home = await three();
    await appendFile(home.history, '{"n":4,"ti');
    await noteInHistory(home, NOTED);
    expect((await readHistory(home)).entries.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    await appendFile(home.history, 'nonsense\n');
    await expect(noteInHistory(home, NOTED)).rejects.toMatchObject({ code: 'HISTORY_INVALID' });
  });
});

it.skipIf(process.platform === 'win32')('a history that is a named pipe is refused, and not waited for', async () => {
  const home = temporaryHome();
  await ensureFolder(dirname(home.history));
  execFileSync('mkfifo', [home.history]);
  await expect(readHistory(home)).rejects.toMatchObject({ code: 'HISTORY_INVALID' });
});

it('a name of who works here is one line of text', () => {
  expect(checkOperator(' A. Jansen ')).toBe('A. Jansen');
  for (const bad of ['', ' ', 'a\nb', '\u001b[2J', 'x'.repeat(101)]) expect(() => checkOperator(bad)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
