import { describe, expect, it } from 'vitest';
import { describeAgreement } from '../../../../src/session/agreement/describe.js';
import { agreementOf } from '../../../../src/session/agreement/propose.js';
import type { Agreement } from '../../../../src/session/agreement/types.js';
import { asParty, createIdentity } from '../../../support/three-parties.js';
import { keyRulesOf } from '../../../../src/session/operations/lists/key-rules.js';

describe('the approval text of a match against several lists', () => {
  const columns = [{ name: 'id', type: 'exact' as const }];
  const now = Date.now();
  const written = (oost: number, names: readonly string[] = ['Noord', 'Politie', 'West', 'Oost'], named: readonly [string, number][] = [], more: { allowLargerLast?: boolean } = {}) => agreementOf(
    {
      purpose: 'a test',
      terms: { operation: { name: 'match', protocol: 'block-mix', keys: keyRulesOf(columns, false) }, columns, caps: { general: 100, byName: new Map([['Oost', oost], ...named]) }, ...more },
      recipients: ['Politie'],
      withoutData: [],
      relay: 'ws://127.0.0.1:1',
      created: now,
      expires: now + 3_600_000,
      runs: 1,
    },
    names.map((name) => asParty(createIdentity(name))),
    'known keys',
  );
  const textOf = (agreement: Agreement) =>
    describeAgreement(agreement)
      .flatMap(({ lines }) => lines)
      .join('\n');
  const text = textOf(written(7));

  it('names who mixes first and last, in the order in which they do, and what either can do', () => {
    expect(text).toContain('only as long as Noord, which mixes first, follows the rules. If Noord and Politie work together against the rules, they learn whose list each match is on, and nobody notices');
    expect(text).toContain('Oost, which mixes last, sees how many rows are on more than one list, and no names');
    expect(text).toContain('it can also try 7 rows of its choice and learn for each whether another list has it, and nobody notices');
  });

  it('says what the last can try with the recipient, and what ledgers are charged', () => {
    expect(text).toContain('Together with Politie, it can try 107 rows in all. Each owner’s ledger is charged for this: 7 rows to Oost, and 107 rows to Politie.');
    const attention = 'ATTENTION: Oost, which mixes last, can secretly try more on other lists (101 rows) than Politie may try (100 rows)';
    expect(text).not.toContain('secretly try more');
    expect(textOf(written(101, undefined, [], { allowLargerLast: true }))).toContain(attention);
  });

  it('says of a last one without a list that it can try nothing by itself, and does not name its list', () => {
    const without = textOf(written(0));
    expect(without).toContain('Oost, which mixes last, sees how many rows are on more than one list, and no names. It has no list, so by itself it cannot try names');
    expect(without).toContain('on at least one of the lists of Noord, West.');
    expect(without).toMatch(/Oost \(puts no data in\)/);
  });

  it('warns where there are two lists: an owner with the recipient learns of each match whether it is on the other’s', () => {
    const warning = 'ATTENTION: there are only two lists beside Politie’s. If Noord works together with Politie, the two can learn for every match whether it is on the list of West';
    expect(textOf(written(0))).toContain(warning);
    expect(text).not.toContain('only two lists');
    expect(text).not.toContain('Not in whose list');
  });

  it('says that three who compare notes get a hint of whose list a match is on, where the pool goes round in blocks', () => {
    const hint = 'Even if everyone follows the rules, Noord, Oost and Politie can put together what they saw. That gives them a hint of whose list each match is on, but no certainty.';
    expect(textOf(written(7, undefined, [['Noord', 1000], ['West', 1041]]))).toContain(hint);
    expect(textOf(written(7, undefined, [['Noord', 1000], ['West', 1040]]))).not.toContain('a hint of whose list');
    expect(textOf(written(100, ['Noord', 'Politie', 'Oost'], [['Noord', 5000]]))).not.toContain('a hint of whose list');
  });

  it('says that matches can be missed, and that nobody notices', () => {
    expect(text).toContain('can make Politie miss names on the other lists, and nobody notices');
  });
});
