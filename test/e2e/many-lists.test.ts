import { expect, it } from 'vitest';
import { makeParties, oneObject, start, startRelay } from '../support/processes.js';
import { file, propose } from '../support/sessions.js';

const errorOf = (stdout: string) => (oneObject(stdout) as { error: { code: string; message: string } }).error;

const PARTIES = ['Asker', 'First', 'Between', 'Last'] as const;

it.each([1, 2])('a match against several lists ends for all when a sender is interrupted while it works: sender %i', async (seat) => {
  const [{ url: relay }, parties] = await Promise.all([startRelay(), makeParties(...PARTIES)]);
  // Five blocks, which are not all mixed when the first of them is.
  const agreement = await propose(parties, relay, 'match', '--key', 'id', '--cap', '3000', '--cap', 'Asker=10', '--cap', 'Last=0');
  const csv = file('id\na\n');
  const running = parties.map(({ name, home }) => start(['join', agreement.file, ...(name === 'Last' ? [] : ['--csv', csv]), '--approve', agreement.digest, '--json'], { home }));
  // Which step the first line is about depends on the machine. Most of the mixing comes after any of them.
  await running[seat]?.printed(/: \d+ %/);
  running[seat]?.child.kill('SIGINT');
  const ends = await Promise.all(running.map(async ({ done }) => done));
  const own = ends[seat];
  expect([own?.code, errorOf(own?.stdout ?? '').code]).toEqual([130, 'INTERRUPTED']);
  for (const other of ends.filter((each) => each !== own)) {
    expect(other.code).toBe(6);
    expect(errorOf(other.stdout)).toMatchObject({ code: 'PEER_LEFT', message: expect.stringContaining(`${PARTIES[seat] ?? ''} was interrupted`) as string });
  }
  for (const each of ends) expect(each.stderr).not.toMatch(/internal|^\s+at |Signing/im);
});
