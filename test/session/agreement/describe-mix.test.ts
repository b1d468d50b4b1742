import { describe, expect, it } from 'vitest';
import { describeAgreement } from '../../../src/session/agreement/describe.js';
import { keyRulesOf } from '../../../src/session/agreement/matching.js';
import { agreementOf } from '../../../src/session/agreement/propose.js';
import { asParty, createIdentity } from '../../support/three-parties.js';

describe('the approval text of a match against several lists', () => {
  const columns = [{ name: 'id', type: 'exact' as const }];
  const now = Date.now();
  const agreement = agreementOf(
    {
      purpose: 'a test',
      terms: { kind: 'matching', operation: { name: 'match', protocol: 'mix', keys: keyRulesOf(columns, false) }, columns, caps: { general: 100, byName: new Map([['Oost', 7]]) } },
      recipients: ['Politie'],
      withoutData: [],
      relay: 'ws://127.0.0.1:1',
      created: now,
      expires: now + 3_600_000,
      runs: 1,
    },
    ['Noord', 'Politie', 'West', 'Oost'].map((name) => asParty(createIdentity(name))),
    'known keys',
  );
  const text = describeAgreement(agreement)
    .flatMap(({ lines }) => lines)
    .join('\n');

  it('names who mixes first and last, in the order in which they do, and what either can do', () => {
    expect(text).toContain('only as long as Noord, which mixes first, follows the rules. If Noord and Politie work together against the rules, they learn whose list each match is on, and nobody notices');
    expect(text).toContain('Oost, which mixes last, sees how many keys stand in more than one list, and no names');
    expect(text).toContain('as many keys as its own list may have (7) whether another list has them, and nobody notices');
  });

  it('says that matches can be missed, and that nobody notices', () => {
    expect(text).toContain('can make Politie miss names on other lists, and nobody notices: a name that is not found may still stand on a list');
  });
});
