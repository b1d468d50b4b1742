import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { openFeldman } from '../../src/crypto/feldman.js';
import { resultJson, resultText } from '../../src/cli/result-view.js';
import { approve, approveSession } from '../../src/session/agreement/approval.js';
import { canonicalBytes, digestOf, parseAgreement, validateAgreement } from '../../src/session/agreement/canonical.js';
import { describeAgreement } from '../../src/session/agreement/describe.js';
import { parseSigned, signedBytes, withApproval } from '../../src/session/agreement/signed.js';
import { operationOf } from '../../src/session/operations/registry.js';
import { seatsOf } from '../../src/session/operations/seats.js';
import { pointOf } from '../../src/session/protocol/dealing.js';
import { receiptText, signReceipt } from '../../src/session/receipt.js';
import { verifyReceipt } from '../../src/session/receipt-verify.js';
import { sessionId } from '../../src/session/session-id.js';
import { encodeShare, parseShare } from '../../src/session/share/file.js';
import { decodeList, encodeList } from '../../src/session/share/list-file.js';
import { sealingOf } from '../../src/session/share/sealing.js';
import { GOLDEN_CASES, type GoldenCase } from './cases.js';
import { play, SIGNED_AT, transcriptOf } from './play.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { expectGolden, IS_WRITING, readGolden, writeGolden } from './store.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const named = GOLDEN_CASES.map((each): [string, GoldenCase] => [each.name, each]);
const played = named.filter(([, { isPlayed }]) => isPlayed);
const sealed = played.filter(([, { agreement }]) => agreement.threshold !== undefined);

describe('what is signed stays to the byte', () => {
  it.each(named)('the agreement %s, its digest, its words and its approvals', (name, { agreement, parties }) => {
    const sid = sessionId(agreement, parties.map((_, i) => new Uint8Array(32).fill(i)));
    const digest = digestOf(agreement);
    expectGolden(`agreements/${name}`, {
      canonical: text(canonicalBytes(agreement)),
      digest,
      session: toHex(sid),
      words: describeAgreement(agreement),
      // Who can test keys against each party's list, and how many: what its ledger is charged with.
      testers: Object.fromEntries(parties.map((party) => [party.name, operationOf(agreement).testers(agreement, party.name)])),
      approvals: parties.map(({ secretKey }) => toHex(approve(secretKey, digest))),
      sessionApprovals: parties.map(({ secretKey }) => toHex(approveSession(secretKey, digest, sid))),
    });
  });

  it.each(named)('the agreement %s is read from its bytes, alone and with approvals', (name, { agreement, parties }) => {
    const { canonical } = readGolden(`agreements/${name}`) as { canonical: string };
    expect(parseAgreement(utf8(canonical))).toEqual(agreement);
    const signed = parties.reduce((file, party) => withApproval(file, party), parseSigned(utf8(canonical)));
    expect(parseSigned(signedBytes(signed))).toEqual(signed);
  });
});

/** One session that was played once, as its files were left. */
interface Records {
  readonly receipt: string;
  /** Of each holder. */
  readonly shares: Readonly<Record<string, string>>;
  /** Of each recipient of a sealed comparison. */
  readonly lists: Readonly<Record<string, string>>;
  /** Of each recipient. */
  readonly results: Readonly<Record<string, { readonly json: unknown; readonly text: string }>>;
}

describe('what goes over the wire stays in label, order and length', () => {
  it.each(played)('of the session %s', async (name, each) => {
    const { agreement, parties } = each;
    const { wire, ended } = await play(each);
    expectGolden(`transcripts/${name}`, transcriptOf(wire, parties.map((party) => party.name)));

    const results = Object.fromEntries(
      ended.flatMap(({ result }, i) => {
        if (result === undefined) return [];
        const json = resultJson(agreement, result);
        return [[parties[i]?.name ?? '', { json: JSON.parse(JSON.stringify(json)) as unknown, text: [...resultText(agreement, json)].join('') }]];
      }),
    );
    if (IS_WRITING) await writeRecords(each, ended, results);
    else expect(results).toEqual(agreement.threshold === undefined ? (readGolden(`records/${name}`) as Records).results : {});
    for (const { receipt } of ended) expect(verifyReceipt(utf8(receiptText(receipt))).missing).toEqual([]);
  });
});

async function writeRecords({ name, agreement, parties }: GoldenCase, ended: Awaited<ReturnType<typeof play>>['ended'], inSession: Records['results']): Promise<void> {
  const shares: Record<string, string> = {};
  const lists: Record<string, string> = {};
  for (const [i, { share, outcome, receipt }] of ended.entries()) {
    const party = parties[i];
    if (party === undefined) continue;
    if (share !== undefined) shares[party.name] = text(await encodeShare(share, party, false));
    if (outcome.kept !== undefined) lists[party.name] = text(await encodeList(outcome.kept, { agreement, session: receipt.session, identity: party }));
  }
  const records: Records = { receipt: receiptText(ended[0]?.receipt ?? (undefined as never)), shares, lists, results: inSession };
  writeGolden(`records/${name}`, agreement.threshold === undefined ? records : { ...records, results: await openAll({ agreement, parties }, records) });
}

/** What each recipient reads of a sealed result, out of the files that the parties kept. */
async function openAll({ agreement, parties }: Pick<GoldenCase, 'agreement' | 'parties'>, records: Records): Promise<Records['results']> {
  const shares = await Promise.all(parties.filter(({ name }) => records.shares[name] !== undefined).map(async (party) => parseShare(utf8(records.shares[party.name] ?? '')).open(party)));
  const [first] = shares;
  if (first === undefined) throw new Error('a sealed result without shares');
  const keys = first.dealings.map(({ current }, i) => openFeldman(current, shares.map((share) => ({ x: pointOf(seatsOf(agreement, [share.holder])[0] ?? -1), share: share.shares[i] ?? 0n }))).secret ?? 0n);
  const opener = await sealingOf(agreement).load();
  const results: Record<string, Records['results'][string]> = {};
  for (const party of parties.filter(({ name }) => agreement.recipients.includes(name))) {
    const file = records.lists[party.name];
    const list = file === undefined ? undefined : await decodeList(utf8(file), { agreement, session: first.receipt.session, identity: party });
    const json = resultJson(agreement, opener.open(agreement, fromHex(first.receipt.session), first.dealings, keys, list)());
    results[party.name] = { json: JSON.parse(JSON.stringify(json)) as unknown, text: [...resultText(agreement, json)].join('') };
  }
  return results;
}

describe('what sessions left behind stays readable', () => {
  it.each(played)('the receipt of %s', (name, { parties }) => {
    const { receipt } = readGolden(`records/${name}`) as Records;
    const verified = verifyReceipt(utf8(receipt));
    expect([verified.missing, verified.unverified]).toEqual([[], []]);
    expect(receiptText(verified.receipt)).toBe(receipt);
    // Ed25519 signs the same bytes in the same way.
    const signed = parties.map(({ secretKey, publicKey }) => signReceipt(verified.receipt, secretKey, encodePublicKey(publicKey), true, SIGNED_AT));
    expect(verified.receipt.signatures).toEqual(signed);
  });

  it.each(sealed)('the shares and the lists of %s', async (name, each) => {
    const records = readGolden(`records/${name}`) as Records;
    for (const party of each.parties) {
      const file = records.shares[party.name];
      if (file === undefined) continue;
      const share = await parseShare(utf8(file)).open(party);
      expect(text(await encodeShare(share, party, false))).toBe(file);
    }
    expect(await openAll(each, records)).toEqual(records.results);
  });

  it.each(['psi-threshold-both', 'match-threshold'])('what %s sealed by rules of an earlier version is opened', async (name) => {
    const { parties } = sealed.map(([, each]) => each).find((each) => each.name === name) as GoldenCase;
    const records = readGolden(`earlier/${name}`) as Records;
    const { agreement } = verifyReceipt(utf8(records.receipt)).receipt;
    expect(() => validateAgreement(agreement)).toThrow(/its keys are made by the rules/);
    expect(await openAll({ agreement, parties }, records)).toEqual(records.results);
  });
});
