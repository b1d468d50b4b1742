import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/crypto/bytes.js';
import { MpcError } from '../../src/errors.js';
import { parseAgreement } from '../../src/session/agreement/canonical.js';
import { canonicalJson } from '../../src/session/documents/canonical-json.js';
import { parseReceiptValue } from '../../src/session/receipt-verify.js';
import { makeOpening, openingBytes, parseOpening } from '../../src/session/share/opening.js';
import { GOLDEN_CASES } from '../golden/cases.js';
import { readGolden } from '../golden/store.js';

type Path = readonly (string | number)[];

/** Where texts stand in a JSON value, names of entries included. */
function textsIn(value: unknown, path: Path = []): { path: Path; isName: boolean }[] {
  if (typeof value === 'string') return [{ path, isName: false }];
  if (Array.isArray(value)) return value.flatMap((each, i) => textsIn(each, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [{ path: [...path, name], isName: true }, ...textsIn(each, [...path, name])]);
}

/** The value with one of its texts, or one name of an entry, changed. */
function changed(value: unknown, [step, ...rest]: Path, isName: boolean, change: (text: string) => string): unknown {
  if (step === undefined) return change(value as string);
  if (Array.isArray(value)) return value.map((each: unknown, i) => (i === step ? changed(each, rest, isName, change) : each));
  return Object.fromEntries(Object.entries(value as object).map(([name, each]: [string, unknown]) => (name !== step ? [name, each] : rest.length === 0 && isName ? [change(name), each] : [name, changed(each, rest, isName, change)])));
}

/** What would move the cursor, begin a line, or turn a line around. */
const HOSTILE = ['\u001b[2J\u001b[H', '\n', '\r', '\u0007', '\u009b31m', '\u202e', '\u2066', '\u2028', '\u2029'];
/** A program is read line by line, and shown with its lines. */
const HAS_LINES = (path: Path) => path.at(-1) === 'text' && path.at(-2) === 'operation';

/** Changes each text of a document in each way; gives the members at which the document is still taken. */
function takenAt(document: unknown, read: (bytes: Uint8Array) => unknown, changes: readonly string[] = HOSTILE): string[] {
  const seen = new Set<string>();
  return textsIn(document).flatMap(({ path, isName }) => {
    // One entry of a list is as good as another.
    const member = `${path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')}${isName ? ' (name)' : ''}`;
    if (seen.has(member)) return [];
    seen.add(member);
    return changes.filter((change) => !(change === '\n' && HAS_LINES(path))).flatMap((change) => {
      const value = changed(document, path, isName, (text) => `${text.slice(0, 2)}${change}${text.slice(2)}`);
      try {
        read(utf8(canonicalJson(value)));
        return [`${member} with ${JSON.stringify(change)}`];
      } catch (error) {
        if (error instanceof MpcError) return [];
        throw error;
      }
    });
  });
}

const names = GOLDEN_CASES.map(({ name }) => name);
const agreementOf = (name: string) => JSON.parse((readGolden(`agreements/${name}`) as { canonical: string }).canonical) as unknown;
const receiptOf = (name: string) => JSON.parse((readGolden(`records/${name}`) as { receipt: string }).receipt) as unknown;
/** What the format says of a receipt, whoever signed it. */
const readReceipt = (bytes: Uint8Array) => parseReceiptValue(JSON.parse(Buffer.from(bytes).toString('utf8')));
const opening = () => {
  const receipt = parseReceiptValue(receiptOf('sum-threshold'));
  return JSON.parse(Buffer.from(openingBytes(makeOpening(receipt, { recipients: receipt.agreement.recipients, purpose: 'A golden purpose', legalBasis: 'A law' }, 0))).toString('utf8')) as unknown;
};

describe('a document with something that would rearrange the screen, in any of its texts, is refused', () => {
  it.each(names)('the agreement %s', (name) => {
    expect(takenAt(agreementOf(name), parseAgreement)).toEqual([]);
  });

  it.each(['average', 'compare-order', 'match', 'program', 'psi', 'sum-threshold'].filter((name) => GOLDEN_CASES.find((each) => each.name === name)?.isPlayed))('the receipt of %s, though all had signed it', (name) => {
    expect(takenAt(receiptOf(name), readReceipt)).toEqual([]);
  });

  it('an opening', () => {
    expect(takenAt(opening(), parseOpening)).toEqual([]);
  });

  it('and is taken with a letter more where people write what they like', () => {
    expect(takenAt(agreementOf('sum-columns'), parseAgreement, ['x'])).toContain('purpose with "x"');
    expect(takenAt(receiptOf('psi'), readReceipt, ['x'])).toContain('agreement.purpose with "x"');
    expect(takenAt(opening(), parseOpening, ['x'])).toEqual(['legalBasis with "x"', 'purpose with "x"', 'recipients.* with "x"']);
  });
});

/** Where objects stand in a JSON value, itself among them. */
function objectsIn(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((each, i) => objectsIn(each, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return [path, ...Object.entries(value).flatMap(([name, each]) => objectsIn(each, [...path, name]))];
}

/** The value with one entry more in one of its objects. */
function withEntry(value: unknown, [step, ...rest]: Path, name: string, entry: unknown): unknown {
  if (step === undefined) return Object.fromEntries([...Object.entries(value as object), [name, entry]]);
  if (Array.isArray(value)) return value.map((each: unknown, i) => (i === step ? withEntry(each, rest, name, entry) : each));
  return Object.fromEntries(Object.entries(value as object).map(([key, each]: [string, unknown]) => [key, key === step ? withEntry(each, rest, name, entry) : each]));
}

describe('a document in which an object has one entry more, called as what every object inherits,', () => {
  const documents: [string, unknown, (bytes: Uint8Array) => unknown][] = [
    ...['sum-columns', 'psi-payload', 'program'].map((name): [string, unknown, typeof parseAgreement] => [`the agreement ${name}`, agreementOf(name), parseAgreement]),
    ['the receipt sum-threshold', receiptOf('sum-threshold'), readReceipt],
    ['an opening', opening(), parseOpening],
  ];
  it.each(documents)('%s, is refused and changes nothing', (_, document, read) => {
    const own = Object.getOwnPropertyNames(Object.prototype);
    for (const path of objectsIn(document)) {
      for (const name of ['__proto__', 'constructor', 'prototype', 'toString']) expect(() => read(utf8(canonicalJson(withEntry(document, path, name, { polluted: true }))))).toThrow(MpcError);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(own);
    expect('polluted' in {}).toBe(false);
  });
});

it('what becomes part of the name of a file holds no way out of its folder', () => {
  const PARTS = ['.session ', '.digest ', '.id ', 'session ', 'digest ', 'parties.*.name ', '.publicKey ', 'holders.* ', 'recipients.* '];
  for (const change of ['/../../', '../', '\\..\\', '\0']) {
    const taken = [...takenAt(receiptOf('sum-threshold'), readReceipt, [change]), ...takenAt(agreementOf('sum-threshold'), parseAgreement, [change])];
    expect(taken.filter((place) => PARTS.some((part) => place.includes(part)))).toEqual([]);
  }
});
