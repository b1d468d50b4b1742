import { describe, expect, it } from 'vitest';
import { validateAgreement } from '../../../../src/session/agreement/canonical.js';
import { agreementOf } from '../../../../src/session/agreement/propose.js';
import { operationOf } from '../../../../src/session/operations/registry.js';
import { codeOf } from '../../../support/errors.js';
import { asParty, createIdentity } from '../../../support/three-parties.js';
import { keyRulesOf } from '../../../../src/session/operations/lists/key-rules.js';
import type { MatchingAgreement } from '../../../../src/session/operations/lists/types.js';
import type { AnyMatching } from '../../../support/operations.js';

const columns = [{ name: 'id', type: 'exact' as const }];
const keys = keyRulesOf(columns, false);
const MATCH: AnyMatching = { name: 'match', protocol: 'block-mix', keys };
const PSI: AnyMatching = { name: 'psi', protocol: 'voprf', reveals: 'matches', keys };
const parties = ['Police', 'North', 'South', 'Puppet'].map((name) => asParty(createIdentity(name)));
const now = Date.now();

function made(operation: AnyMatching, caps: Record<string, number>, { allowLargerLast = false, recipients = ['Police'] } = {}): MatchingAgreement {
  const named = parties.filter(({ name }) => name in caps);
  const terms = { operation, columns, caps: { general: 1, byName: new Map(Object.entries(caps)) }, allowLargerLast };
  return agreementOf({ purpose: 'a test', terms, recipients, withoutData: [], relay: 'ws://127.0.0.1:1', created: now, expires: now + 3_600_000, runs: 1 }, named, 'known keys') as MatchingAgreement;
}

const testersOf = (agreement: MatchingAgreement, owner: string) => operationOf(agreement).testers(agreement, owner);

/** What ledgers were charged with before: each recipient with its own cap. */
function chargedBefore({ recipients, limits }: MatchingAgreement): number {
  return recipients.reduce((sum, name) => sum + (limits.caps.find((cap) => cap.name === name)?.records ?? 0), 0);
}

describe('who can test keys against a list', () => {
  it('a puppet that mixes last with a cap of two million: an agreement is refused that does not say so, and ledgers are charged', () => {
    const caps = { Police: 1, North: 1000, South: 1000, Puppet: 2_000_000 };
    expect(codeOf(() => made(MATCH, caps))).toBe('USAGE');
    const agreement = made(MATCH, caps, { allowLargerLast: true });
    // mix-limits.test.ts carries the guesses out: as many as the cap. They cost the recipient one.
    expect(chargedBefore(agreement)).toBe(1);
    expect(testersOf(agreement, 'North')).toEqual([
      { name: 'Police', keys: 2_000_001 },
      { name: 'Puppet', keys: 2_000_000 },
    ]);
    expect(agreement.limits.lastMayTest).toEqual({ name: 'Puppet', keys: 2_000_000 });
    // Whoever writes the file by hand cannot leave it out, or say something else.
    const silent = { caps: agreement.limits.caps };
    expect(codeOf(() => validateAgreement({ ...agreement, limits: silent }))).toBe('AGREEMENT_INVALID');
    expect(codeOf(() => validateAgreement({ ...agreement, limits: { ...agreement.limits, lastMayTest: { name: 'Puppet', keys: 5 } } }))).toBe('AGREEMENT_INVALID');
    expect(codeOf(() => validateAgreement({ ...agreement, limits: { ...agreement.limits, lastMayTest: { name: 'North', keys: 2_000_000 } } }))).toBe('AGREEMENT_INVALID');
  });

  it('the last and the recipient are charged to all but the last itself, which only the recipient can question', () => {
    const agreement = made(MATCH, { Police: 10, North: 20, South: 7 });
    expect(testersOf(agreement, 'North')).toEqual([
      { name: 'Police', keys: 17 },
      { name: 'South', keys: 7 },
    ]);
    expect(testersOf(agreement, 'South')).toEqual([{ name: 'Police', keys: 10 }]);
    // The recipient's own list is never questioned but by the others' lists as a whole, of which nobody learns anything.
    expect(codeOf(() => validateAgreement({ ...agreement, limits: { ...agreement.limits, lastMayTest: { name: 'South', keys: 7 } } }))).toBe('AGREEMENT_INVALID');
  });

  it('a party without a list may mix, is charged nothing, and has nothing that could be tested', () => {
    const agreement = made(MATCH, { Police: 10, North: 20, South: 20, Puppet: 0 });
    expect(validateAgreement(agreement)).toEqual(agreement);
    expect(testersOf(agreement, 'North')).toEqual([{ name: 'Police', keys: 10 }]);
    expect(testersOf(agreement, 'Puppet')).toEqual([]);
  });

  it('needs two lists beside the recipient’s, and no cap of 0 elsewhere', () => {
    expect(codeOf(() => made(MATCH, { Police: 10, North: 5, South: 0 }))).toBe('AGREEMENT_INVALID');
    expect(codeOf(() => made(MATCH, { Police: 0, North: 5, South: 5 }))).not.toBeUndefined();
    expect(codeOf(() => made(PSI, { Police: 10, North: 0 }))).toBe('AGREEMENT_INVALID');
  });

  it('of two lists each recipient is charged to the other with its own cap', () => {
    const agreement = made(PSI, { Police: 10, North: 20 }, { recipients: ['Police', 'North'] });
    expect(testersOf(agreement, 'North')).toEqual([{ name: 'Police', keys: 10 }]);
    expect(testersOf(agreement, 'Police')).toEqual([{ name: 'North', keys: 20 }]);
  });
});
