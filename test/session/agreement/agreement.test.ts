import { fc } from '../../support/property.js';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSecretKey, publicKeyOf } from '../../../src/crypto/ed25519.js';
import { FIELDS } from '../../../src/crypto/field.js';
import { encodePublicKey } from '../../../src/crypto/public-key.js';
import { fieldFor, rangeOf, totalRange } from '../../../src/session/operations/linear/bounds.js';
import { canonicalBytes, checkNotExpired, digestOf, parseAgreement, validateAgreement } from '../../../src/session/agreement/canonical.js';
import { describeAgreement } from '../../../src/session/agreement/describe.js';
import { parseColumn } from '../../../src/session/operations/linear/column.js';
import { agreementOf, type Proposal } from '../../support/proposals.js';
import { hasApprovalOf, parseSigned, signedBytes, withApproval, withoutApproval } from '../../../src/session/agreement/signed.js';
import { codeOf } from '../../support/errors.js';

const secretKeys = [generateSecretKey(), generateSecretKey(), generateSecretKey()];
const parties = ['North', 'South', 'Harbour'].map((name, i) => ({ name, publicKey: encodePublicKey(publicKeyOf(secretKeys[i] ?? new Uint8Array(32))) }));
const now = Date.UTC(2026, 0, 1);

function proposal(changes: Partial<Proposal> = {}): Proposal {
  return {
    purpose: 'Average salary of the sector',
    operation: { name: 'average', emptyCells: 'refuse', digits: 6 },
    columns: [parseColumn('salary:0..500000:2')],
    recipients: [],
    withoutData: [],
    threshold: undefined,
    holders: [],
    maxRows: 1000,
    allowTwo: false,
    relay: 'ws://127.0.0.1:7766',
    created: now,
    expires: now + 86_400_000,
    runs: 1,
    ...changes,
  };
}

const agreement = agreementOf(proposal(), parties, 'known keys');
const bytesOf = (value: unknown) => new Uint8Array(Buffer.from(JSON.stringify(value)));

/** Every text of a document, by the path to it. */
function textsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsOf(each, [...path, Array.isArray(value) ? Number(key) : key]));
}

function withText(value: unknown, path: readonly (string | number)[], text: (before: string) => string): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return text(value as string);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[first] = withText(copy[first], rest, text);
  return copy;
}

describe('every text of an agreement', () => {
  const full = agreementOf(proposal({ legalBasis: 'A law', threshold: 2, reference: 'A number', contacts: [{ name: 'South', contact: 'Its officer' }], retainUntil: now + 10 * 86_400_000 }), parties, 'known keys');
  const hostile = ['\u001b[2J', '\n', '\r', '\u009b1m', '\u202e', '\u2028', '\u0000'];

  it.each(textsOf(full).map((path) => [path.join('.'), path] as const))('refuses what could rearrange a screen: %s', (_, path) => {
    for (const odd of hostile) {
      for (const text of [(before: string) => before + odd, (before: string) => before.slice(0, 9) + odd + before.slice(9), (before: string) => odd + before]) {
        expect(codeOf(() => validateAgreement(withText(full, path, text)))).toBe('AGREEMENT_INVALID');
      }
    }
  });
});

describe('the digest', () => {
  it('is the SHA-256 of the canonical bytes, which are the unsigned file', () => {
    const file = signedBytes({ agreement, approvals: [] });
    expect(createHash('sha256').update(file).digest('hex')).toBe(digestOf(agreement));
    expect(Buffer.from(file).equals(Buffer.from(canonicalBytes(agreement)))).toBe(true);
  });

  it('differs between two agreements in the same words', () => {
    expect(digestOf(agreementOf(proposal(), parties, 'known keys'))).not.toBe(digestOf(agreement));
  });

  it('changes with every single field', () => {
    const seen = new Set([digestOf(agreement)]);
    const changes: object[] = [
      { purpose: 'Another purpose' },
      { legalBasis: 'Article 6' },
      { reference: 'No. 7' },
      { contacts: [{ name: 'North', contact: 'its officer' }] },
      { contacts: [{ name: 'South', contact: 'its officer' }] },
      { retainUntil: '2026-01-31' },
      { retainUntil: '2026-02-01' },
      { operation: { name: 'sum', emptyCells: 'refuse' } },
      { operation: { name: 'average', emptyCells: 'skip', digits: 6 } },
      { recipients: ['North'] },
      { contributors: ['North', 'South', 'Harbour'].slice(0, 2), limits: { maxRows: 1000, minContributors: 2 } },
      { limits: { maxRows: 1001, minContributors: 3 } },
      { relay: 'wss://relay.example.org' },
      { expires: '2026-01-03T00:00:00Z' },
      { runs: 2 },
      { meeting: 'invite' },
    ];
    for (const change of changes) seen.add(digestOf(validateAgreement({ ...agreement, ...change })));
    expect(seen.size).toBe(changes.length + 1);
  });
});

describe('a received agreement', () => {
  it('is read back as it was', () => {
    expect(parseAgreement(canonicalBytes(agreement))).toEqual(agreement);
  });

  it.each<[string, (text: string) => string]>([
    ['with a space', (text) => text.replace(':', ': ')],
    ['with a line end', (text) => `${text}\n`],
    ['with members in another order', (text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse()))],
    ['with a member twice', (text) => text.replace('{', '{"runs":1,')],
    ['with an escape where none is needed', (text) => text.replace('Average', '\\u0041verage')],
    ['with another spelling of a number', (text) => text.replace('"maxRows":1000', '"maxRows":1e3')],
    ['cut off', (text) => text.slice(0, -1)],
    ['with a byte order mark', (text) => `\uFEFF${text}`],
    ['empty', () => ''],
    ['an array', () => '[]'],
    ['null', () => 'null'],
  ])('is refused %s', (_, change) => {
    const bytes = new Uint8Array(Buffer.from(change(Buffer.from(canonicalBytes(agreement)).toString())));
    expect(codeOf(() => parseAgreement(bytes))).toBe('AGREEMENT_INVALID');
  });

  it.each<[string, object]>([
    ['an unknown field', { surprise: true }],
    ['an unknown operation', { operation: { name: 'median', emptyCells: 'refuse' } }],
    ['an unknown field in a part', { limits: { maxRows: 1, minContributors: 2, other: 1 } }],
    ['a purpose that turns the text around', { purpose: 'paid \u202Eton' }],
    ['an empty purpose', { purpose: '' }],
    ['a reference longer than 200 characters', { reference: 'x'.repeat(201) }],
    ['a reference that turns the text around', { reference: 'a\u202Eb' }],
    ['an empty list of contacts', { contacts: [] }],
    ['a contact of nobody', { contacts: [{ name: 'West', contact: 'its officer' }] }],
    ['two contacts of one party', { contacts: [{ name: 'North', contact: 'a' }, { name: 'North', contact: 'b' }] }],
    ['contacts in another order', { contacts: [{ name: 'South', contact: 'a' }, { name: 'North', contact: 'b' }] }],
    ['a contact longer than 300 characters', { contacts: [{ name: 'North', contact: 'x'.repeat(301) }] }],
    ['a contact with a line of its own', { contacts: [{ name: 'North', contact: 'a\nEvery party.' }] }],
    ['an unknown field in a contact', { contacts: [{ name: 'North', contact: 'a', role: 'b' }] }],
    ['a last day that does not exist', { retainUntil: '2026-02-31' }],
    ['a last day with an hour', { retainUntil: '2026-02-01T00:00:00Z' }],
    ['a last day before the last run', { retainUntil: '2026-01-01' }],
    ['a purpose that is not in NFC', { purpose: 'Cafe\u0301' }],
    ['one party', { parties: parties.slice(0, 1) }],
    ['a key twice', { parties: [parties[0], { ...parties[1], publicKey: parties[0]?.publicKey }, parties[2]] }],
    ['a name twice', { parties: [parties[0], { ...parties[1], name: 'north' }, parties[2]] }],
    ['a malformed key', { parties: [parties[0], parties[1], { name: 'Harbour', publicKey: 'mpc1qqqq' }] }],
    ['a recipient who is no party', { recipients: ['Nobody'] }],
    ['recipients in another order', { recipients: ['South', 'North'] }],
    ['nobody to learn the result', { recipients: [] }],
    ['fewer contributors than it asks for', { contributors: ['North', 'South'] }],
    ['a column twice', { columns: [agreement.columns[0], agreement.columns[0]] }],
    ['a range upside down', { columns: [{ ...agreement.columns[0], min: '5.00', max: '1.00' }] }],
    ['a range in another spelling', { columns: [{ ...agreement.columns[0], min: '0' }] }],
    ['a range beyond 128 bits', { columns: [{ ...agreement.columns[0], max: `${2n ** 128n}.00` }] }],
    ['an expiry before its making', { expires: agreement.created }],
    ['a day that does not exist', { expires: '2026-02-30T00:00:00Z' }],
    ['a relay with a password', { relay: 'ws://user:secret@127.0.0.1' }],
    ['a relay that is a web page', { relay: 'https://relay.example.org' }],
    ['no rows', { limits: { maxRows: 0, minContributors: 3 } }],
    ['half a run', { runs: 1.5 }],
  ])('is refused with %s', (_, change) => {
    expect(codeOf(() => validateAgreement({ ...agreement, ...change }))).toBe('AGREEMENT_INVALID');
  });

  it('is never anything but refused or equal, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(codeOf(() => parseAgreement(new Uint8Array(Buffer.from(text))))).toBe('AGREEMENT_INVALID');
      }),
    );
  });
});

describe('overflow', () => {
  it('cannot happen: every total that the ranges allow has its own element', () => {
    const amount = fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 10_000_000_000 }), fc.integer({ min: 0, max: 8 }), (a, b, maxRows, decimals) => {
        const [min, max] = a < b ? [a, b] : [b, a];
        const scaled = 10n ** BigInt(decimals);
        const range = `${min / scaled}..${max / scaled}:${decimals}`;
        const made = agreementOf(proposal({ columns: [parseColumn(`x:${range}`)], maxRows }), parties, 'known keys');
        const [column] = made.columns;
        if (column === undefined) throw new Error('no column');
        const { low, high } = totalRange(made, column);
        const cell = rangeOf(column);
        expect(low <= cell.min * BigInt(maxRows) * 3n && high >= cell.max * BigInt(maxRows) * 3n && low <= 0n && high >= 0n).toBe(true);
        const field = fieldFor(made);
        expect(high - low < field.modulus).toBe(true);
        const smaller = FIELDS[FIELDS.indexOf(field) - 1];
        expect(smaller === undefined || high - low >= smaller.modulus || BigInt(maxRows) * 3n >= smaller.modulus).toBe(true);
      }),
    );
  });
});

describe('a proposal', () => {
  it('needs three contributors, or a word that two are meant', () => {
    expect(codeOf(() => agreementOf(proposal(), parties.slice(0, 2), 'known keys'))).toBe('USAGE');
    expect(codeOf(() => agreementOf(proposal({ withoutData: ['South'] }), parties, 'known keys'))).toBe('USAGE');
    expect(agreementOf(proposal({ allowTwo: true }), parties.slice(0, 2), 'known keys').limits.minContributors).toBe(2);
  });

  it('says to everyone that of two contributors each learns the other’s total', () => {
    const two = agreementOf(proposal({ allowTwo: true }), parties.slice(0, 2), 'known keys');
    expect(JSON.stringify(describeAgreement(two))).toContain('North will learn the total of South, and South will learn that of North');
  });

  it('names no recipient that is not there', () => {
    expect(codeOf(() => agreementOf(proposal({ recipients: ['Nobody'] }), parties, 'known keys'))).toBe('USAGE');
  });

  it.each<[string, object]>([
    ['salary', { name: 'salary', decimals: 2, min: '-10000000000000.00', max: '10000000000000.00' }],
    ['beds:0..5000', { name: 'beds', decimals: 0, min: '0', max: '5000' }],
    ['t:-3.5..40.25:2', { name: 't', decimals: 2, min: '-3.50', max: '40.25' }],
    ['gross pay:0..1:30', { name: 'gross pay', decimals: 30 }],
  ])('reads the column %s', (text, column) => {
    expect(parseColumn(text)).toMatchObject(column);
  });

  it.each(['', ':0..5', 'x:5', 'x:5..', 'x:..5', 'x:a..b', 'x:5..1', 'x:0..1.5', 'x:0..5:31', 'x:0..5:-1', 'x:0..5:2:3', 'x:0..5..9', 'x:1e3..1e4'])('refuses the column "%s"', (text) => {
    expect(codeOf(() => parseColumn(text))).toBe('USAGE');
  });
});

describe('an approval given ahead', () => {
  const identityOf = (i: number) => ({ publicKey: publicKeyOf(secretKeys[i] ?? new Uint8Array(32)), secretKey: secretKeys[i] ?? new Uint8Array(32) });
  const unsigned = parseSigned(signedBytes({ agreement, approvals: [] }));
  const signed = withApproval(unsigned, identityOf(1));

  it('stands in the file, does not change the digest, and can be taken out', () => {
    const read = parseSigned(signedBytes(signed));
    expect(read.digest).toBe(digestOf(agreement));
    expect(hasApprovalOf(read, identityOf(1).publicKey)).toBe(true);
    expect(hasApprovalOf(read, identityOf(0).publicKey)).toBe(false);
    expect(signedBytes(withoutApproval(read, identityOf(1).publicKey))).toEqual(signedBytes(unsigned));
  });

  it('is of no use on another agreement', () => {
    const other = agreementOf(proposal({ purpose: 'Another' }), parties, 'known keys');
    expect(codeOf(() => parseSigned(signedBytes({ agreement: other, approvals: signed.approvals })))).toBe('SIGNATURE_INVALID');
  });

  it('is refused when it is another party’s, a stranger’s, or there twice', () => {
    const [approval] = signed.approvals;
    const stranger = generateSecretKey();
    const by = (publicKey: string) => ({ agreement, approvals: [{ publicKey, signature: approval?.signature ?? '' }] });
    expect(codeOf(() => parseSigned(signedBytes(by(parties[0]?.publicKey ?? ''))))).toBe('SIGNATURE_INVALID');
    expect(codeOf(() => parseSigned(signedBytes(withApproval(unsigned, { secretKey: stranger, publicKey: publicKeyOf(stranger) }))))).toBe('SIGNATURE_INVALID');
    expect(codeOf(() => parseSigned(signedBytes({ agreement, approvals: [...signed.approvals, ...signed.approvals] })))).toBe('AGREEMENT_INVALID');
  });

  it('lets an editor add one line end, and nothing else', () => {
    const text = Buffer.from(signedBytes(signed)).toString();
    expect(parseSigned(new Uint8Array(Buffer.from(`${text}\n`))).digest).toBe(signed.digest);
    expect(codeOf(() => parseSigned(new Uint8Array(Buffer.from(`${text}\n\n`))))).toBe('AGREEMENT_INVALID');
    expect(codeOf(() => parseSigned(bytesOf({ ...agreement, approvals: [] })))).toBe('AGREEMENT_INVALID');
  });
});

describe('expiry', () => {
  it('is a matter of the second', () => {
    expect(() => checkNotExpired(agreement, now + 86_399_999)).not.toThrow();
    expect(codeOf(() => checkNotExpired(agreement, now + 86_400_000))).toBe('AGREEMENT_EXPIRED');
  });
});
