import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { agreementOf } from '../../../src/session/agreement/propose.js';
import { digestOf } from '../../../src/session/agreement/canonical.js';
import { signedBytes } from '../../../src/session/agreement/signed.js';
import { CutProxy, type Folder, type Link, type Mpc } from '../cut-proxy.js';
import { drawReal, type RealCase } from './real-cases.js';
import { Dice } from './weather.js';

/** How a session may end in which a process was killed. */
const CLEAR = ['PEER_LEFT', 'PEER_ABORTED', 'TIMEOUT'];

/** How long what may happen takes: shorter where it runs with all other tests. */
export interface Patience {
  readonly longestStopMs: number;
  readonly longestRestartMs: number;
  readonly timeout: string;
  readonly grace: string;
}

interface Said {
  readonly result?: object | null;
  readonly share?: string;
  readonly error?: { readonly code: string };
}

/** Something that happens at a piece of the traffic of one party, once. */
interface Event {
  readonly at: number;
  readonly seat: number;
  readonly run: (link: Link) => void;
}

/** One session of processes, with a relay of its own. Gives what must not be; empty where all is well. */
export async function realSession(folder: Folder, seed: number, patience: Patience, draw: (dice: Dice) => RealCase = drawReal): Promise<{ what: string; faults: string[]; ends: string[] }> {
  const dice = new Dice(seed);
  const { what, count, terms, isSealed = false, expected, file: own, pieces = 60 } = draw(dice);
  const members = folder.parties.slice(0, count);
  const parties: Mpc[] = [];
  const pending: Promise<unknown>[] = [];
  const killed = new Set<number>();
  let relay = await folder.relay();
  const { port } = relay;

  const restart = (ms: number) => {
    relay.mpc.child.kill('SIGKILL');
    pending.push(relay.mpc.ended.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      relay = await folder.relay(port);
    }));
  };
  const stop = (seat: number, ms: number) => {
    parties[seat]?.child.kill('SIGSTOP');
    pending.push(new Promise((resolve) => setTimeout(resolve, ms)).then(() => parties[seat]?.child.kill('SIGCONT')));
  };
  const kill = (seat: number) => {
    killed.add(seat);
    parties[seat]?.child.kill('SIGKILL');
  };
  /** What may happen in one meeting, whose parties are those from `from` on. */
  const drawEvents = (from: number, mayKill: boolean): Event[] => {
    const seat = () => from + dice.whole(0, count - 1);
    const event = (chance: number, draw: () => Event): Event[] => (dice.chance(chance) ? [draw()] : []);
    return [
      ...dice.times(dice.whole(0, 4), (): Event => ({ at: dice.whole(3, pieces), seat: seat(), run: (link) => link.cut() })),
      ...event(0.4, () => {
        const [who, ms] = [seat(), dice.spread(100, patience.longestStopMs)];
        return { at: dice.whole(3, pieces - 10), seat: who, run: () => stop(who, ms) };
      }),
      ...event(mayKill ? 0.2 : 0, () => {
        const who = seat();
        return { at: dice.whole(3, pieces - 10), seat: who, run: () => kill(who) };
      }),
      ...event(0.3, () => {
        const ms = dice.spread(20, patience.longestRestartMs);
        return { at: dice.whole(10, pieces), seat: from, run: () => restart(ms) };
      }),
    ];
  };
  const due = new Set([...drawEvents(0, !isSealed), ...(isSealed ? drawEvents(count, true) : [])]);
  const proxy = await CutProxy.before(port, (link, seat) => {
    link.onPiece(() => {
      for (const event of [...due]) {
        if (event.seat !== seat || link.pieces < event.at) continue;
        due.delete(event);
        event.run(link);
      }
    });
  });

  const now = Date.now();
  const agreement = agreementOf(
    { purpose: 'Chaos', terms, recipients: [], withoutData: [], relay: proxy.url, created: now, expires: now + 3_600_000, runs: 1, ...(isSealed ? { threshold: 2 } : {}) },
    members.map(({ name, publicKey }) => ({ name, publicKey })),
    'known keys',
  );
  const file = join(folder.path, `chaos-${what.replaceAll(' ', '-')}-${seed}.json`);
  await writeFile(file, signedBytes({ agreement, approvals: [] }));
  const csvs = await Promise.all(members.map(async ({ csv }, seat) => {
    if (own === undefined) return csv;
    const path = join(folder.path, `chaos-${what}-${seed}-${seat}.csv`);
    await writeFile(path, own(seat));
    return path;
  }));
  const flags = ['--approve', digestOf(agreement), '--json', '--no-input', '--timeout', patience.timeout, '--grace', patience.grace];
  const meet = async (from: number, argsOf: (seat: number) => readonly string[]): Promise<Said[]> => {
    for (const [seat, { home }] of members.entries()) {
      const party = folder.start(home, [...argsOf(seat), ...flags]);
      parties.push(party);
      // In this order, so that the proxy knows who is who. One that refuses never comes.
      await Promise.race([proxy.link(from + seat), party.ended]);
    }
    const mine = parties.slice(from);
    await Promise.all(mine.map(async (party) => party.ended));
    await Promise.all(pending);
    return mine.map(({ stdout }) => JSON.parse(stdout.trim().split('\n').at(-1) || '{}') as Said);
  };
  const isKilledIn = (from: number) => [...killed].some((seat) => seat >= from && seat < from + count);
  const faultsOf = (said: readonly Said[], from: number, isRight: (each: Said, name: string) => boolean) =>
    said.flatMap((each, i) => {
      const seat = from + i;
      const party = parties[seat];
      if (killed.has(seat) || isRight(each, members[i]?.name ?? '')) return [];
      if (isKilledIn(from) && each.error !== undefined && CLEAR.includes(each.error.code)) return [];
      return [`seed ${seed}, ${what}, ${members[i]?.name ?? ''}: ${party?.child.exitCode ?? ''}: ${party?.stdout ?? ''}\n${party?.stderr ?? ''}`];
    });
  const endsOf = (said: readonly Said[], from: number) => said.map((each, i) => (killed.has(from + i) ? 'killed' : (each.error?.code ?? 'right')));

  const first = await meet(0, (seat) => ['join', file, '--csv', csvs[seat] ?? '']);
  // Whoever learns nothing says so.
  const isRight = ({ result }: Said, name: string) => (result === null ? !agreement.recipients.includes(name) : expected.test(JSON.stringify(result ?? null)));
  const faults = faultsOf(first, 0, isSealed ? ({ share }) => share !== undefined : isRight);
  const ends = endsOf(first, 0);
  if (isSealed && faults.length === 0) {
    const second = await meet(count, (seat) => ['reveal', first[seat]?.share ?? '', ...members.flatMap(({ name }) => ['--with', name])]);
    faults.push(...faultsOf(second, count, isRight));
    ends.push(...endsOf(second, count));
  }
  relay.mpc.child.kill('SIGTERM');
  await Promise.all([proxy.close(), relay.mpc.ended]);
  return { what: isSealed ? `${what}, sealed and opened` : what, faults, ends };
}
