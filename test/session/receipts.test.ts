import { afterEach, expect, it, vi } from 'vitest';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { randomBytes } from '../../src/crypto/random.js';
import { toHex } from '../../src/crypto/bytes.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { agreementOf } from '../../src/session/agreement/propose.js';
import { RECEIPT_FORMAT, signReceipt, type ReceiptBody } from '../../src/session/receipt.js';
import { exchangeReceipts } from '../../src/session/receipts.js';
import { memoryNetwork } from '../../src/testing/memory-network.js';
import { keyRulesOf } from '../../src/session/operations/lists/key-rules.js';

afterEach(() => {
  vi.useRealTimers();
});

it.each([[false], [true]])('waits for the signature of who still computes, unless it would keep a result back (%s)', async (hasResult) => {
  const { parties } = memoryNetwork(2);
  const [north, south] = parties as [(typeof parties)[0], (typeof parties)[0]];
  const roster = parties.map(({ names, publicKeys }, i) => ({ name: names[i] ?? '', publicKey: encodePublicKey(publicKeys[i] as Uint8Array) }));
  const columns = [{ name: 'id', type: 'exact' as const }];
  const operation = { name: 'psi' as const, protocol: 'voprf' as const, reveals: 'matches' as const, keys: keyRulesOf(columns, false) };
  const created = Date.now();
  const terms = { operation, columns, caps: { general: 1, byName: new Map<string, number>() } };
  const agreement = agreementOf({ purpose: 'a test', terms, recipients: [], withoutData: [], relay: 'ws://127.0.0.1:1', created, expires: created + 3_600_000, runs: 1 }, roster, 'known keys');
  const hex = () => toHex(randomBytes(32));
  const body: ReceiptBody = { format: RECEIPT_FORMAT, agreement, digest: digestOf(agreement), session: hex(), approvals: [hex(), hex()], nonces: [hex(), hex()], transcript: hex(), commitments: [hex(), hex()] };
  const signed = (seat: number) => signReceipt(body, parties[seat]?.secretKey as Uint8Array, roster[seat]?.publicKey ?? '', true, Date.now());

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const waiting = exchangeReceipts(north.network, body, signed(0), hasResult);
  await vi.advanceTimersByTimeAsync(3_600_000);
  await exchangeReceipts(south.network, body, signed(1), false);
  const { signatures, problem } = await waiting;
  expect([signatures.length, problem?.code]).toEqual(hasResult ? [1, 'RECEIPT_INCOMPLETE'] : [2, undefined]);
});
