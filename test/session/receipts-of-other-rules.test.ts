import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, parseAgreement } from '../../src/session/agreement/canonical.js';
import { verifyReceipt } from '../../src/session/receipt-verify.js';

const receipt = (name: string) => new Uint8Array(readFileSync(new URL(`../../fixtures/receipts/${name}.json`, import.meta.url)));

describe.each(['psi-keys-2', 'psi-near-2'])('a receipt by rules of an earlier version (%s)', (name) => {
  it('still verifies: what was signed then does not lapse with the rules', () => {
    expect(verifyReceipt(receipt(name)).missing).toEqual([]);
  });

  it('is noticed when it was altered', () => {
    const altered = Buffer.from(receipt(name)).toString('utf8').replace('"runs":1', '"runs":2');
    expect(() => verifyReceipt(new Uint8Array(Buffer.from(altered)))).toThrow(/digest/);
  });

  it('has an agreement that no new session can be held under', () => {
    const { agreement } = verifyReceipt(receipt(name)).receipt;
    expect(() => parseAgreement(canonicalBytes(agreement))).toThrow(/its keys are made by the rules/);
  });
});
