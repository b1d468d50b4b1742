import { expect, it } from 'vitest';
import { generateSecretKey, publicKeyOf } from '../../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../../src/crypto/public-key.js';
import { keyRulesOf } from '../../../src/session/agreement/matching.js';
import { agreementOf, type Proposal } from '../../../src/session/agreement/propose.js';
import type { MatchingOperation } from '../../../src/session/agreement/types.js';
import { validateAgreement } from '../../../src/session/agreement/canonical.js';

const columns = [{ name: 'name', type: 'name' }] as const;
const keys = keyRulesOf(columns, false);
const parties = ['Police', 'North', 'South'].map((name) => ({ name, publicKey: encodePublicKey(publicKeyOf(generateSecretKey())) }));

const proposal = (operation: MatchingOperation, withoutData: readonly string[]): Proposal => ({
  purpose: 'A test',
  terms: { kind: 'matching', operation, columns, caps: { general: 10, byName: new Map() } },
  recipients: ['Police'],
  withoutData,
  relay: 'ws://127.0.0.1:9',
  created: Date.now(),
  expires: Date.now() + 3_600_000,
  runs: 1,
});

const PSI: MatchingOperation = { name: 'psi', protocol: 'voprf', reveals: 'matches', keys };
const MATCH: MatchingOperation = { name: 'match', protocol: 'mix', keys };

it.each([['psi', PSI, ['South']], ['match', MATCH, []]] as const)('%s is refused with a threshold: it would promise a result that stays sealed, and give it at once', (_, operation, withoutData) => {
  const terms = proposal(operation, withoutData);
  const agreement = agreementOf(terms, parties, 'known keys');
  expect(validateAgreement(agreement)).toEqual(agreement);
  const refused = expect.objectContaining({ code: 'AGREEMENT_INVALID', message: expect.stringContaining('stays sealed') as string }) as Error;
  expect(() => agreementOf({ ...terms, threshold: 2 }, parties, 'known keys')).toThrow(refused);
  expect(() => validateAgreement({ ...agreement, threshold: { needed: 2, holders: ['Police', 'North'] } })).toThrow(refused);
});
