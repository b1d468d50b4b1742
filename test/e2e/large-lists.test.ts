import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, newFolder, oneObject, start, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, propose } from '../support/sessions.js';
import { AtTerminal, hasTerminals } from '../support/terminal.js';

/** From here on a file is read in a thread. */
const LARGE = 2 * 2 ** 20;
const QUESTION = /Do you approve\?/;

let relay = '';
let north: TestParty;
let south: TestParty;

beforeAll(async () => {
  ({ url: relay } = await startRelay());
  [north, south] = (await makeParties('North', 'South')) as [TestParty, TestParty];
});

/** A file of keys from … to − 1, each with a note that makes the file large. */
function listFile(from: number, to: number): string {
  const path = file(`note,id\n${Array.from({ length: to - from }, (_, i) => `${'n'.repeat(200)},id ${from + i}`).join('\n')}\n`);
  expect(statSync(path).size).toBeGreaterThan(LARGE);
  return path;
}

interface Room {
  readonly proposer: AtTerminal;
  readonly joiner: AtTerminal;
}

/** Two at their terminals, who both approve. */
async function meet(cap: number, csvs: readonly [string, string], flags: readonly string[] = []): Promise<Room> {
  const inviteFile = join(newFolder(), 'invite');
  const proposer = new AtTerminal(
    ['psi', '--parties', '2', '--purpose', 'A test', '--key', 'id', '--cap', String(cap), '--protocol', 'vole', '--relay', relay, '--invite-file', inviteFile, '--csv', csvs[0], '--json', ...flags],
    { home: north.home },
  );
  await proposer.printed(/1 of 2 parties/);
  const joiner = new AtTerminal(['join', inviteFile, '--csv', csvs[1], '--json'], { home: south.home });
  for (const terminal of [proposer, joiner]) await terminal.answer(QUESTION, 'y');
  return { proposer, joiner };
}

/** What the terminal shows from the agreement's approval on. */
const shownAfterwards = ({ screen }: AtTerminal) => screen.slice(screen.indexOf('Comparing the agreement'));
const ODD = /[Ww]arning|[Ee]rror|undefined|NaN|\[object|^\s+at /m;
const rowsOf = (stdout: string) => (oneObject(stdout) as { result: { matches: { row: number }[] } }).result.matches.map(({ row }) => row);
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

function errorOf(stdout: string): { code: string; message: string } {
  const output = oneObject(stdout);
  expect(problems('error', output)).toEqual([]);
  return (output as { error: { code: string; message: string } }).error;
}

describe.skipIf(!hasTerminals)('large lists by invite', () => {
  it('give both what they have in common, and the terminals show nothing odd', async () => {
    const { proposer, joiner } = await meet(30_000, [listFile(0, 12_000), listFile(11_900, 30_000)]);
    const codes = [(await proposer.done).code, (await joiner.done).code];
    expect(codes, proposer.screen + joiner.screen).toEqual([0, 0]);
    expect(rowsOf(proposer.standardOutput)).toEqual(numbers(11_901, 12_001));
    expect(rowsOf(joiner.standardOutput)).toEqual(numbers(1, 101));
    for (const terminal of [proposer, joiner]) {
      expect(problems('session', oneObject(terminal.standardOutput))).toEqual([]);
      expect(shownAfterwards(terminal)).toMatch(/Comparing the lists/);
      expect(shownAfterwards(terminal)).not.toMatch(ODD);
    }
  });

  it('of which one is longer than agreed end with exit 8 where it is, and for the other with its name, although the comparison has begun', async () => {
    const { proposer, joiner } = await meet(12_000, [file('id\na\n'), listFile(0, 12_001)]);
    const codes = [(await proposer.done).code, (await joiner.done).code];
    expect(codes, proposer.screen + joiner.screen).toEqual([6, 8]);
    expect(errorOf(joiner.standardOutput).code).toBe('INPUT_TOO_MANY');
    expect(errorOf(proposer.standardOutput)).toMatchObject({ code: 'PEER_LEFT', message: 'South stopped the session because of a problem on its own side.' });
    for (const terminal of [proposer, joiner]) {
      expect(shownAfterwards(terminal)).toMatch(/Comparing the lists/);
      expect(shownAfterwards(terminal)).not.toMatch(/[Ii]nternal|^\s+at |Signing/m);
    }
  });
});

describe('large lists by agreement', () => {
  it('are written out with what matched, and standard error has a line for each step and no other', async () => {
    const agreement = await propose([north, south], relay, 'psi', '--key', 'id', '--cap', '20000', '--protocol', 'vole', '--to', 'North');
    const out = join(newFolder(), 'matches.csv');
    const csv = listFile(0, 12_000);
    const taking = async ({ home }: TestParty, ...flags: string[]) => mpc(['join', agreement.file, '--approve', agreement.digest, '--json', ...flags], { home });
    const [own, other] = await Promise.all([taking(north, '--csv', csv, '--out', out), taking(south, '--csv', listFile(3_000, 16_000))]);
    expect([own.code, other.code], own.stderr + other.stderr).toEqual([0, 0]);
    expect(rowsOf(own.stdout)).toEqual(numbers(3_001, 12_001));
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\n');
    expect(readFileSync(out, 'utf8')).toBe([`${lines[0] ?? ''},match`, ...lines.slice(1).map((line, i) => `${line},${i < 3000 ? 'no' : 'yes'}`), ''].join('\n'));
    for (const { stderr } of [own, other]) {
      const known = /^$|^Reading the file|^Connecting to|parties are here|^Comparing |^Waiting for|^Preparing|^Handing over|^Answering|^Signing|^Done|: \d+ (of \d+ )?rows|^This session in words: |^ {2}Identities|^Receipt/;
      expect(stderr.split('\n').filter((line) => !known.test(line))).toEqual([]);
    }
  });

  it.each([0, 1])('end at once for all when one is interrupted while they are compared: party %i', async (seat) => {
    // So many that the comparison is not over when it is.
    const agreement = await propose([north, south], relay, 'psi', '--key', 'id', '--cap', '1000000', '--protocol', 'vole');
    const csv = file('id\na\n');
    const running = [north, south].map(({ home }) => start(['join', agreement.file, '--csv', csv, '--approve', agreement.digest, '--json'], { home }));
    await Promise.all(running.map(async (party) => party.printed(/Comparing the lists/)));
    running[seat]?.child.kill('SIGINT');
    const ends = await Promise.all(running.map(async ({ done }) => done));
    const [own, other] = [ends[seat], ends[1 - seat]];
    expect([own?.code, errorOf(own?.stdout ?? '').code]).toEqual([130, 'INTERRUPTED']);
    expect(other?.code).toBe(6);
    expect(errorOf(other?.stdout ?? '')).toMatchObject({ code: 'PEER_LEFT', message: expect.stringContaining(`${seat === 0 ? 'North' : 'South'} was interrupted`) as string });
    for (const each of ends) expect(each.stderr).not.toMatch(/internal|^\s+at |Signing/im);
  });
});
