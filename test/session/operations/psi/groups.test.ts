import { expect, it } from 'vitest';
import { encodePublicKey } from '../../../../src/crypto/public-key.js';
import { readKeys } from '../../../../src/io/linkage/index.js';
import { parseKeys } from '../../../../src/linkage/index.js';
import { agreementOf } from '../../../../src/session/agreement/propose.js';
import { validateAgreement } from '../../../../src/session/agreement/canonical.js';
import { keyRulesOf } from '../../../../src/session/operations/lists/key-rules.js';
import { matchingJson } from '../../../../src/session/operations/lists/result.js';
import type { MatchingAgreement } from '../../../../src/session/operations/lists/types.js';
import type { RecordKeys } from '../../../../src/session/operations/reading.js';
import { csv } from '../../../io/csv-files.js';
import { memoryNetwork } from '../../../../src/testing/memory-network.js';
import { runMatching } from '../../../support/operations.js';

const COLUMNS = parseKeys(['A/passport:id', 'B/name:name', 'B/born:date:dmy']);

async function records(content: string): Promise<RecordKeys> {
  const read = await readKeys({ file: csv(content) }, COLUMNS, { near: false, maxRows: 10, keepCells: true });
  return { ...read, slots: read.rules.length, cells: (row) => read.cells(row - 1), texts: [] };
}

it('rows match where any one key agrees, and it is said by which', async () => {
  const session = memoryNetwork(2);
  const roster = session.parties.map(({ names, publicKeys }, i) => ({ name: names[i] ?? '', publicKey: encodePublicKey(publicKeys[i] as Uint8Array) }));
  const operation = { name: 'psi' as const, protocol: 'voprf' as const, reveals: 'matches' as const, keys: keyRulesOf(COLUMNS, false) };
  const created = Date.now();
  const terms = { operation, columns: COLUMNS, caps: { general: 10, byName: new Map<string, number>() } };
  const agreement = agreementOf({ purpose: 'a test', terms, recipients: [roster[0]?.name ?? ''], withoutData: [], relay: 'ws://127.0.0.1:1', created, expires: created + 3_600_000, runs: 1 }, roster, 'known keys') as MatchingAgreement;
  expect(validateAgreement(JSON.parse(JSON.stringify(agreement)))).toEqual(agreement);
  const lists = [
    await records('passport,name,born\nAB 1,Ann Lee,1.2.1980\nCD 2,Bob Ray,3.4.1970\n,Cid Mor,5.6.1960\nEF 3,,7.8.1950\nGH 4,Dot Fay,9.9.1940\n'),
    await records('passport,name,born\nab-1,Anna Lee,1.2.1981\nXX 9,"RAY, Bob",1970-04-03\nYY 8,Cid Mor,1960-06-05\nef3,Eve,7.8.1950\ngh4,Fay Dot,1940-09-09\n'),
  ];
  const [outcome] = await Promise.all(session.parties.map(async (party, i) => runMatching(party, agreement, lists[i], {})));
  const result = await outcome?.readResult?.();
  if (result === undefined || !('matches' in result)) throw new Error('no matches');
  const { matches } = JSON.parse(JSON.stringify(matchingJson(result, false), (_, value: unknown) => (value !== null && typeof value === 'object' && 'members' in value ? [...(value as { members(): Iterable<unknown> }).members()] : value))) as { matches: { row: number; rules: string[]; groups: string[] }[] };
  expect(matches.map(({ row, rules, groups }) => [row, rules, groups])).toEqual([
    [1, ['exact'], ['A']],
    [2, ['exact'], ['B']],
    [3, ['exact'], ['B']],
    [4, ['exact'], ['A']],
    [5, ['exact', 'exact'], ['A', 'B']],
  ]);
});
