import { describe, expect, it } from 'vitest';
import { hashOfSet } from '../../../../src/crypto/set-hash.js';
import { atOnce } from '../../../../src/crypto/steps.js';
import { concat } from '../../../../src/crypto/bytes.js';
import { encodePublicKey } from '../../../../src/crypto/public-key.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { parseKey } from '../../../../src/linkage/index.js';
import { agreementOf } from '../../../../src/session/agreement/propose.js';
import { voleSteps } from '../../../../src/session/protocol/vole/binding.js';
import { memoryNetwork, type Sent, type MemorySession } from '../../../../src/testing/memory-network.js';
import { flipping, tampering, type Tamper } from '../../../support/tampering.js';
import { deviationOf, outcomes } from '../../protocol/outcomes.js';
import { digests } from '../../protocol/matching/support.js';
import { keyRulesOf } from '../../../../src/session/operations/lists/key-rules.js';
import type { MatchingAgreement } from '../../../../src/session/operations/lists/types.js';
import type { PsiProtocol } from '../../../../src/session/operations/psi/types.js';
import type { RecordKeys } from '../../../../src/session/operations/reading.js';
import { runMatching } from '../../../support/operations.js';

/** Of the first run. */
const VOLE_STEPS = voleSteps('psi/0>1/1');

/** North sends, South receives. */
const SENDER = 0;
const RECEIVER = 1;
const COLUMNS = [parseKey('passport')];

interface Caps {
  readonly North: number;
  readonly South: number;
}

function agreementFor({ parties }: MemorySession, protocol: PsiProtocol, recipients: readonly string[], caps: Caps): MatchingAgreement {
  const roster = parties.map(({ names, publicKeys }, i) => ({ name: names[i] ?? '', publicKey: encodePublicKey(publicKeys[i] as Uint8Array) }));
  const operation = { name: 'psi' as const, protocol, reveals: 'matches' as const, keys: keyRulesOf(COLUMNS, false) };
  const terms = { operation, columns: COLUMNS, caps: { general: 1, byName: new Map(Object.entries(caps)) } };
  const created = Date.now();
  return agreementOf({ purpose: 'a test', terms, recipients, withoutData: [], relay: 'ws://127.0.0.1:1', created, expires: created + 3_600_000, runs: 1 }, roster, 'known keys') as MatchingAgreement;
}

function recordsOf(names: readonly number[]): RecordKeys {
  const keys = digests(names);
  return { rows: names.length, slots: 1, digests: keys, setHash: atOnce(hashOfSet(keys)), count: names.length, itemOf: Uint32Array.from(names, (_, i) => i), cells: (row) => [String(names[row - 1])], texts: [] };
}

interface Comparison {
  readonly lists: readonly [readonly number[], readonly number[]];
  readonly caps?: Caps;
  readonly protocol?: PsiProtocol;
  readonly recipients?: readonly string[];
  /** What each party puts in the place of its messages. */
  readonly tampers?: readonly [Readonly<Record<string, Tamper>>, Readonly<Record<string, Tamper>>];
}

/** The whole operation on both sides: commitments, correlation, function, delivery. Of each party, the members of its list that it learns to match, or its error. */
async function compare({ lists, caps = { North: lists[0].length, South: lists[1].length }, protocol = 'vole', recipients = ['South'], tampers = [{}, {}] }: Comparison) {
  const session = memoryNetwork(2);
  const agreement = agreementFor(session, protocol, recipients, caps);
  const ends = await outcomes(
    session.parties.map(async (party, i) => runMatching(tampering(party, tampers[i] ?? {}), agreement, recordsOf(lists[i] ?? []), {}).finally(() => party.network.leave())),
  );
  const learnt = await Promise.all(
    ends.map(async (end) => {
      if (end instanceof Error) return end;
      const result = await end.readResult?.();
      return result !== undefined && 'matches' in result ? Array.from(result.matches ?? [], ({ cells }) => Number(cells[0])) : undefined;
    }),
  );
  return { learnt, wire: session.wire };
}

/** `count` numbers from `from` on, descending. */
function numbers(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + count - 1 - i);
}

function common(own: readonly number[], theirs: readonly number[]): number[] {
  const others = new Set(theirs);
  return own.filter((each) => others.has(each));
}

const LISTS = [numbers(0, 40), numbers(25, 30)] as const;
/** Caps under which noise and trees are used. */
const SILENT = { North: 600, South: 600 };

describe('two lists by the protocol for large ones, as a whole', () => {
  it.each([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
    [2, 2],
    [2, 300],
    [300, 2],
    [1000, 700],
    [2 ** 12, 2 ** 12],
    [10_000, 10_000],
  ])('of %i and %i have in common what a plain intersection has', async (theirs, own) => {
    const lists = [numbers(0, theirs), numbers(Math.floor(theirs / 2), own)] as const;
    const { learnt } = await compare({ lists, caps: { North: Math.max(1, theirs), South: Math.max(1, own) } });
    expect(learnt).toEqual([undefined, common(lists[1], lists[0])]);
  });

  it('tell both owners, where both are recipients, and each has other correlations', async () => {
    const { learnt, wire } = await compare({ lists: LISTS, recipients: ['North', 'South'] });
    expect(learnt).toEqual([common(LISTS[0], LISTS[1]), common(LISTS[1], LISTS[0])]);
    const requests = wire.filter(({ label }) => label.endsWith('/base-request'));
    expect(new Set(requests.map(({ from, label }) => `${from} ${label}`))).toEqual(new Set([`1 ${voleSteps('psi/1>0/1').request}`, `0 ${voleSteps('psi/0>1/2').request}`]));
  });

  it('give the same as the protocol for small ones', async () => {
    const answers = await Promise.all((['vole', 'voprf'] as const).map(async (protocol) => (await compare({ lists: LISTS, protocol, recipients: ['North', 'South'] })).learnt));
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[1]).toHaveLength(15);
  });
});

type Part = 'sender' | 'receiver';

/** One party changes one of its messages; the other names it. */
async function accused(part: Part, label: string, tamper: Tamper, caps: Caps = SILENT): Promise<{ party: string | undefined; message: string }> {
  const cheats = { [label]: tamper };
  const { learnt } = await compare({ lists: LISTS, caps, tampers: part === 'sender' ? [cheats, {}] : [{}, cheats] });
  return deviationOf(learnt[part === 'sender' ? RECEIVER : SENDER]);
}

const NAME = { sender: 'North', receiver: 'South' } as const;
const shorter: Tamper = (message) => message.slice(1);
const longer: Tamper = (message) => concat(message, new Uint8Array(1));
const noPoint: Tamper = (message) => message.fill(0xff, 0, 32);

describe('who deviates within it', () => {
  it.each([
    ['sender', VOLE_STEPS.request],
    ['receiver', VOLE_STEPS.reply],
  ] as const)('as %s with base transfers that are no points is named', async (part, label) => {
    expect(await accused(part, label, noPoint)).toMatchObject({ party: NAME[part], message: expect.stringContaining('not an element') as string });
  });

  it('with base transfers that are points, but other ones than its columns come from, is named', async () => {
    const exchanged: Tamper = (message) => concat(...Array.from({ length: 64 }, (_, pair) => [message.slice(128 * pair + 64, 128 * pair + 128), message.slice(128 * pair, 128 * pair + 64)]).flat());
    expect(await accused('receiver', VOLE_STEPS.reply, exchanged)).toMatchObject({ party: 'South', message: expect.stringContaining('inconsistent columns') as string });
  });

  it('with a proof of its own making for its columns is named', async () => {
    expect(await accused('receiver', VOLE_STEPS.columnProof, (message) => randomBytes(message.length))).toMatchObject({ party: 'South', message: expect.stringContaining('inconsistent columns') as string });
  });

  it('with inconsistent columns is named, and learns nothing that depends on Δ', async () => {
    const flips: Tamper = (message) => flipping(...Array.from({ length: 64 }, (_, i) => (message.length / 128) * 2 * i + 20))(message, new Map());
    const { learnt, wire } = await compare({ lists: LISTS, caps: SILENT, tampers: [{}, { [VOLE_STEPS.columns]: flips }] });
    expect(deviationOf(learnt[SENDER])).toMatchObject({ party: 'South', message: expect.stringContaining('inconsistent columns') as string });
    expect(wire.map(({ label }) => label)).not.toContain(VOLE_STEPS.forest);
    expect(wire.map(({ label }) => label)).not.toContain('match/0>1/tags');
  });

  it('with another opening of the hash seed is named', async () => {
    expect(await accused('sender', 'match/0>1/seed-open', flipping(33))).toMatchObject({ party: 'North', message: expect.stringContaining('another part of the hash seed') as string });
  });

  const steps = [
    ...[VOLE_STEPS.request, VOLE_STEPS.columnChallenge, VOLE_STEPS.forest, 'match/0>1/seed-commit', 'match/0>1/seed-open', 'match/0>1/tags'].map((label) => ['sender', label] as const),
    ...[VOLE_STEPS.reply, VOLE_STEPS.columns, VOLE_STEPS.treeValue, 'match/0>1/seed', 'match/0>1/store'].map((label) => ['receiver', label] as const),
  ];

  it.each(steps)('as %s with a "%s" of another length is named', async (part, label) => {
    expect((await accused(part, label, shorter)).party).toBe(NAME[part]);
    expect((await accused(part, label, longer)).party).toBe(NAME[part]);
  });
});

describe('what another session sent', () => {
  const before = compare({ lists: LISTS, caps: SILENT });
  const sentBefore = (wire: readonly Sent[], label: string) => wire.find((each) => each.label === label)?.message as Uint8Array;

  // The trees of another session: test/session/protocol/vole.test.ts, where the sender goes on although it cannot pass the check.
  it.each([
    ['sender', VOLE_STEPS.treeOpening],
    ['sender', 'match/0>1/seed-commit'],
    ['sender', 'match/0>1/seed-open'],
    ['receiver', VOLE_STEPS.reply],
    ['receiver', VOLE_STEPS.columns],
    ['receiver', VOLE_STEPS.treeValue],
  ] as const)('is refused when the %s sends its "%s" again', async (part, label) => {
    const { wire } = await before;
    expect((await accused(part, label, () => sentBefore(wire, label))).party).toBe(NAME[part]);
  });

  it('matches nothing when its tags or its store are sent again', async () => {
    const { learnt, wire } = await before;
    expect(learnt[RECEIVER]).toHaveLength(15);
    for (const [part, label] of [[SENDER, 'match/0>1/tags'], [RECEIVER, 'match/0>1/store']] as const) {
      const again = { [label]: () => sentBefore(wire, label) };
      const repeated = await compare({ lists: LISTS, caps: SILENT, tampers: part === SENDER ? [again, {}] : [{}, again] });
      expect(repeated.learnt).toEqual([undefined, []]);
    }
  });
});
