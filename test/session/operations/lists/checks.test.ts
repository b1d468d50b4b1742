import { describe, expect, it } from 'vitest';
import { english } from '../../../../src/texts/en/index.js';
import { generateSecretKey, publicKeyOf } from '../../../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../../../src/crypto/public-key.js';
import { MpcError } from '../../../../src/errors.js';
import { validateAgreement } from '../../../../src/session/agreement/canonical.js';
import { describeAgreement } from '../../../../src/session/agreement/describe.js';
import { agreementOf, type Proposal } from '../../../../src/session/agreement/propose.js';
import { voleLength } from '../../../../src/session/protocol/matching/psi-vole.js';
import { codeOf } from '../../../support/errors.js';
import { sameLines } from '../../../../src/session/operations/lists/describe.js';
import { keyRulesOf } from '../../../../src/session/operations/lists/key-rules.js';
import { testableKeysOf } from '../../../../src/session/operations/psi/testers.js';
import { usualProtocol } from '../../../../src/session/operations/psi/protocol.js';
import type { MatchingAgreement } from '../../../../src/session/operations/lists/types.js';
import type { KeyColumn } from '../../../../src/linkage/index.js';
import type { MatchingTerms } from '../../../../src/session/operations/lists/propose.js';
import type { AnyMatching } from '../../../support/operations.js';

const columns = [{ name: 'name', type: 'name' }] as const;
const keys = keyRulesOf(columns, false);
const near = keyRulesOf(columns, true);
const parties = ['Police', 'North', 'South'].map((name) => ({ name, publicKey: encodePublicKey(publicKeyOf(generateSecretKey())) }));

const PSI: AnyMatching = { name: 'psi', protocol: 'voprf', reveals: 'matches', keys };
const MATCH: AnyMatching = { name: 'match', protocol: 'block-mix', keys };

const proposal = (operation: AnyMatching, change: Partial<Proposal<MatchingTerms>> = {}, cap = 10): Proposal<MatchingTerms> => ({
  purpose: 'A test',
  terms: { operation, columns, caps: { general: cap, byName: new Map() } },
  recipients: ['Police'],
  withoutData: operation.name === 'psi' ? ['South'] : [],
  relay: 'ws://127.0.0.1:9',
  created: Date.now(),
  expires: Date.now() + 3_600_000,
  runs: 1,
  ...change,
});

const made = (operation: AnyMatching, change?: Partial<Proposal<MatchingTerms>>, cap?: number) => agreementOf(proposal(operation, change, cap), parties, 'known keys') as MatchingAgreement;

const withColumns = (own: readonly KeyColumn[]) => ({ columns: own, operation: { ...PSI, keys: keyRulesOf(own, false) } });

describe('an agreement about lists', () => {
  it.each([['psi', PSI], ['match', MATCH]] as const)('%s is valid as it is proposed, with a threshold too', (_, operation) => {
    for (const change of [{}, { threshold: 2 }]) {
      const agreement = made(operation, change);
      expect(validateAgreement(agreement)).toEqual(agreement);
    }
  });

  it.each<[string, object]>([
    ['keys of another normalisation', { operation: { ...PSI, keys: { ...keys, normalisation: 'keys/0' } } }],
    ['a rule that this program does not have', { operation: { ...PSI, keys: { ...keys, rules: ['exact', 'by luck'] } } }],
    ['near rules under the name of exact ones', { operation: { ...PSI, keys: { ...near, normalisation: keys.normalisation } } }],
    ['a count by a protocol that shows which', { operation: { ...PSI, reveals: 'count' } }],
    ['matches by a protocol that counts', { operation: { ...PSI, protocol: 'dh-count' } }],
    ['a count of several keys a row', { operation: { ...PSI, protocol: 'dh-count', reveals: 'count', keys: near } }],
    ['a payload with a count', { operation: { ...PSI, protocol: 'dh-count', reveals: 'count', payload: { columns: ['x'], bytes: 9 } } }],
    ['a payload of a match against several lists', { operation: { ...MATCH, payload: { columns: ['x'], bytes: 9 } } }],
    ['a recipient without a list', { recipients: ['South'] }],
    ['three lists for two', { contributors: ['Police', 'North', 'South'] }],
    ['a cap of nobody', { limits: { caps: [{ name: 'Police', records: 1 }] } }],
    ['caps in another order', { limits: { caps: [{ name: 'North', records: 1 }, { name: 'Police', records: 1 }] } }],
    ['a cap of nothing', { limits: { caps: [{ name: 'Police', records: 0 }, { name: 'North', records: 1 }] } }],
    ['limits of a sum', { limits: { maxRows: 10, minContributors: 2 } }],
    ['a column of numbers', { columns: [{ name: 'x', type: 'number', decimals: 0, min: '0', max: '1' }] }],
    ['a key column whose name the result needs', { columns: [{ name: 'row', type: 'name' }], operation: { ...PSI, keys: keyRulesOf([{ name: 'row', type: 'name' }], false) } }],
    ['a date without its order', { columns: [{ name: 'name', type: 'date' }], operation: { ...PSI, keys: keyRulesOf([{ name: 'name', type: 'date' }], false) } }],
    ['groups of some columns alone', withColumns([{ name: 'a', type: 'text', groups: ['A'] }, { name: 'b', type: 'text' }])],
    ['one group', withColumns([{ name: 'a', type: 'text', groups: ['A'] }])],
    ['two groups that are one', withColumns([{ name: 'a', type: 'text', groups: ['A', 'B'] }])],
    ['a column twice in a group', withColumns([{ name: 'a', type: 'text', groups: ['A', 'A'] }, { name: 'b', type: 'text', groups: ['B'] }])],
    ['a slash in a group', withColumns([{ name: 'a', type: 'text', groups: ['A/B'] }, { name: 'b', type: 'text', groups: ['B'] }])],
    ['groups that its rules do not name', { columns: [{ name: 'a', type: 'text', groups: ['A'] }, { name: 'b', type: 'text', groups: ['B'] }], operation: { ...PSI, keys: keyRulesOf([{ name: 'a', type: 'text' }, { name: 'b', type: 'text' }], false) } }],
    ['an unknown country', withColumns([{ name: 'a', type: 'phone', region: 'XX' }])],
    ['a scheme that nobody checks', withColumns([{ name: 'a', type: 'id', scheme: 'nl.nothing' }])],
    ['an unknown field', { operation: { ...PSI, extra: 1 } }],
  ])('is refused with %s', (_, change) => {
    expect(codeOf(() => validateAgreement({ ...made(PSI), ...change }))).toBe('AGREEMENT_INVALID');
  });

  it('of an earlier format is refused with the version that reads it', () => {
    expect(() => validateAgreement({ ...made(PSI), format: 'mpc-agreement/1' })).toThrow('format mpc-agreement/1, which mpc 0.1 reads; this program reads mpc-agreement/2');
  });

  it('to mix as mpc 0.2 does is refused with the way out, and stays readable once it is past', () => {
    const agreement = { ...made(MATCH), operation: { ...made(MATCH).operation, protocol: 'mix' } };
    expect(() => validateAgreement(agreement)).toThrow(/protocol "mix"\), which mpc 0\.2 does/);
    expect(validateAgreement(agreement, { isPast: true })).toEqual(agreement);
  });

  it('made for the rules of another version is refused with the way out', () => {
    const withRules = (normalisation: string) => ({ ...made(PSI), operation: { ...PSI, keys: { ...keys, normalisation } } });
    const hintOf = (value: unknown) => {
      try {
        validateAgreement(value);
      } catch (error) {
        return error instanceof MpcError ? `${error.message} ${error.next}` : undefined;
      }
      return undefined;
    };
    expect(hintOf(withRules('keys/1 any-ascii/0.3.3'))).toMatch(/made by the rules "keys\/1 any-ascii\/0\.3\.3", and this mpc makes keys by "keys\/4 .*which tell more people apart.*Propose it again/);
    expect(hintOf(withRules('keys/2 any-ascii/0.3.3'))).toMatch(/Propose it again/);
    expect(hintOf(withRules('keys/99 x'))).toMatch(/All parties need the same version/);
    expect(hintOf(withRules('something else'))).toMatch(/All parties need the same version/);
  });

  it('states what it adds to the placeholders, each once, and in words', () => {
    const withAdded = (...placeholders: string[]) => ({ ...PSI, keys: { ...keys, placeholders } });
    expect(validateAgreement(made(withAdded('9999'))).operation).toMatchObject({ keys: { placeholders: ['9999'] } });
    expect(codeOf(() => made(withAdded('9999', '9999')))).toBe('AGREEMENT_INVALID');
    expect(codeOf(() => made(withAdded(' 9999')))).toBe('AGREEMENT_INVALID');
    expect(codeOf(() => made(withAdded()))).toBe('AGREEMENT_INVALID');
    expect(sameLines(made(withAdded('9999')), english).join(' ')).toContain('In this agreement, so does a cell that holds one of these: "9999".');
  });

  it('of one list against several needs two of them, and one recipient', () => {
    expect(codeOf(() => made(MATCH, { withoutData: ['South'] }))).toBe('AGREEMENT_INVALID');
    expect(codeOf(() => made(MATCH, { recipients: ['Police', 'North'] }))).toBe('AGREEMENT_INVALID');
    expect(made(MATCH, { recipients: [] }).recipients).toEqual(['Police']);
  });

  it('is sealed only where a recipient can keep it', () => {
    expect(codeOf(() => made(PSI, { threshold: 2 }, 2 ** 20))).toBe('AGREEMENT_INVALID');
    expect(made(PSI, {}, 2 ** 20).limits.caps).toHaveLength(2);
  });

  it('is refused where its lists could not be held in memory, before anyone approves it', () => {
    expect(codeOf(() => made({ ...PSI, keys: near }, {}, 2 ** 24))).toBe('AGREEMENT_INVALID');
    expect(codeOf(() => made(MATCH, {}, 2 ** 23))).toBe('AGREEMENT_INVALID');
    expect(made(MATCH, {}, 2 ** 22).limits.caps).toHaveLength(3);
    const payload = { columns: ['call'], bytes: 4096 };
    expect(codeOf(() => made({ ...PSI, payload }, {}, 2 ** 19))).toBe('AGREEMENT_INVALID');
    expect(made({ ...PSI, payload }, {}, 2 ** 18).limits.caps).toHaveLength(2);
    expect(codeOf(() => made({ ...PSI, payload }, { threshold: 2 }, 2 ** 15))).toBe('AGREEMENT_INVALID');
  });

  it('is refused with a payload column that stands in it twice', () => {
    expect(codeOf(() => made({ ...PSI, payload: { columns: ['call', 'call'], bytes: 10 } }))).toBe('AGREEMENT_INVALID');
  });

  it('says how many keys a recipient can test that cheats: its cap, and under vole more, which no cap below 6 million is too long for', () => {
    const vole: AnyMatching = { ...PSI, protocol: 'vole' };
    expect([PSI, MATCH].map((operation) => testableKeysOf(made(operation), 'Police'))).toEqual([10, 10]);
    // Twice the elements of the store, which for few items is made for 128.
    expect(testableKeysOf(made(vole), 'Police')).toBe(2 * voleLength({ receiver: 0, sender: 1, receiverCap: 10, senderCap: 10 }));
    const large = made(vole, {}, 2 ** 20);
    expect(testableKeysOf(large, 'Police') / 2 ** 20).toBeCloseTo(2.72, 2);
    const text = (agreement: MatchingAgreement) => describeAgreement(agreement).flatMap(({ lines }) => lines).join('\n');
    expect(text(large)).toContain(`can try more than its limit: Police ${testableKeysOf(large, 'Police')} rows instead of 1048576 rows`);
    // However small the cap.
    expect(text(made(vole, { recipients: [] }))).toContain('more than its limit: Police 622 rows instead of 10 rows, North 622 rows instead of 10 rows');
    expect(text(made(vole))).toContain('the other party can test guesses at the list of Police without limit');
    expect(text(made(PSI))).not.toContain('more than its limit');
    expect(testableKeysOf(made(vole, {}, 6_000_000), 'Police')).toBeLessThanOrEqual(2 * 2 ** 23);
    expect(codeOf(() => made(vole, {}, 6_000_001))).toBe('AGREEMENT_INVALID');
  });
});

describe('the protocol that is proposed', () => {
  const caps = (general: number, named: Record<string, number> = {}) => ({ general, byName: new Map(Object.entries(named)) });

  it.each<[string, Parameters<typeof usualProtocol>, string]>([
    ['5000 each, to both', [caps(5000), [], [], 1], 'vole'],
    ['1000 each, to both', [caps(1000), [], [], 1], 'vole'],
    ['999 each', [caps(999), [], [], 1], 'voprf'],
    ['1000 and 999, to both', [caps(1000, { North: 999 }), [], [], 1], 'voprf'],
    ['a recipient of 10, an owner of 2000', [caps(2000, { Police: 10 }), ['Police'], [], 1], 'voprf'],
    ['a recipient of 10, an owner of a million', [caps(1_000_000, { Police: 10 }), ['Police'], [], 1], 'voprf'],
    ['10 and 2000, to both', [caps(2000, { Police: 10 }), [], [], 1], 'voprf'],
    ['10 and 2000, both named', [caps(5, { North: 2000, Police: 10 }), ['Police', 'North'], [], 1], 'voprf'],
    ['a recipient of 2000, an owner of 10', [caps(2000, { Police: 10 }), ['North'], [], 1], 'vole'],
    ['a recipient of 1500, an owner of 499', [caps(1500, { Police: 499 }), ['North'], [], 1], 'voprf'],
    ['a recipient of 1500, an owner of 500', [caps(1500, { Police: 500 }), ['North'], [], 1], 'vole'],
    ['a recipient of 100 rows with ten keys each', [caps(100), ['North'], [], 10], 'vole'],
    ['a recipient of 99 rows with ten keys each', [caps(5000, { North: 99 }), ['North'], [], 10], 'voprf'],
    ['a cap of somebody without a list', [caps(5000, { South: 10 }), [], ['South'], 1], 'vole'],
  ])('for %s', (_, given, protocol) => {
    expect(usualProtocol(...given)).toBe(protocol);
  });

  it('lets a recipient that cheats try little more than three times its cap', () => {
    const vole: AnyMatching = { ...PSI, protocol: 'vole' };
    for (const cap of [1000, 1001, 1500, 5000, 20_000, 2 ** 20]) {
      expect(usualProtocol(caps(cap), [], [], 1)).toBe('vole');
      expect(testableKeysOf(made(vole, {}, cap), 'Police') / cap).toBeLessThan(3.05);
    }
  });
});
