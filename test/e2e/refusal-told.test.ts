import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, oneObject, start, startRelay, type Running, type TestParty } from '../support/processes.js';
import { file, propose } from '../support/sessions.js';
import { AtTerminal, hasTerminals } from '../support/terminal.js';

let relay = '';
let parties: TestParty[];

beforeAll(async () => {
  ({ url: relay } = await startRelay());
  parties = await makeParties('North', 'South', 'Harbour');
});

const join = (seat: number, agreement: { file: string; digest: string }, csv: string, ...flags: string[]): Running =>
  start(['join', agreement.file, '--csv', file(csv), '--approve', agreement.digest, '--json', ...(flags.length > 0 ? flags : ['--timeout', '4m'])], { home: parties[seat]?.home ?? '' });

/** Two parties that wait for the third. */
async function waiting(): Promise<{ agreement: { file: string; digest: string }; others: Running[] }> {
  const agreement = await propose(parties, relay, 'sum', '-c', 'salary');
  const others = [0, 1].map((seat) => join(seat, agreement, 'salary\n1\n'));
  await Promise.all(others.map(async (each) => each.printed(/2 of 3 parties are here/)));
  return { agreement, others };
}

const errorsOf = async (others: readonly Running[]) => Promise.all(others.map(async (each) => (oneObject((await each.done).stdout) as { error: { code: string; exit: number; message: string } }).error));

describe('a party that refuses before it connects', () => {
  it('because of its file tells those who wait, at once, and not what is in it', async () => {
    const { agreement, others } = await waiting();
    const refusing = await join(2, agreement, 'salary\nsecret-4711\n').done;
    expect(refusing.code).toBe(8);
    for (const error of await errorsOf(others)) {
      expect(error).toMatchObject({ code: 'PEER_LEFT', exit: 6 });
      expect(error.message).toBe('Harbour cannot take part, because of something on its own side.');
    }
  });

  it('whose relay is not there ends as fast, with its own error', async () => {
    const agreement = await propose(parties, 'ws://127.0.0.1:9', 'sum', '-c', 'salary');
    expect((await join(2, agreement, 'salary\nx\n').done).code).toBe(8);
  });

  it('without approval calls nobody', async () => {
    const agreement = await propose(parties, relay, 'sum', '-c', 'salary');
    const waiter = join(0, agreement, 'salary\n1\n', '--timeout', '12s');
    await waiter.printed(/1 of 3 parties are here/);
    const refusing = await start(['join', agreement.file, '--csv', file('salary\n1\n'), '--approve', '0'.repeat(64), '--json'], { home: parties[2]?.home ?? '' }).done;
    expect(refusing.code).toBe(4);
    expect((await waiter.done).code).toBe(7);
    expect(waiter.stderr).not.toMatch(/2 of 3/);
  });

  it.skipIf(!hasTerminals)('because its user declines tells those who wait', async () => {
    const { agreement, others } = await waiting();
    const declining = new AtTerminal(['join', agreement.file, '--csv', file('salary\n1\n'), '--json'], { home: parties[2]?.home ?? '' });
    await declining.answer(/Do you approve\?/, 'n');
    expect((await declining.done).code).toBe(3);
    for (const error of await errorsOf(others)) expect(error).toMatchObject({ code: 'PEER_DECLINED', exit: 3, message: expect.stringContaining('Harbour') as string });
  });
});
