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
    expect(text).toContain('as long as Noord, who mixes first, follows the rules. If Noord breaks them together with Politie, they see whose list each match is on');
    expect(text).toContain('as long as Oost, who mixes last, follows the rules');
    expect(text).toContain('find out of 7 names of its choice whether they are on another list');
  });

  it('says that matches can be missed, and that nobody notices', () => {
    expect(text).toContain('can make Politie miss matches on other lists: a name that is not found may still be on one');
    expect(text).toContain('nobody else notices anything');
  });
});
