import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '../support/property.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homeStore } from '../../src/app/home-store.js';
import { readShareFile, saveShare } from '../../src/app/share-file.js';
import { toHex, utf8 } from '../../src/crypto/bytes.js';
import { sign } from '../../src/crypto/ed25519.js';
import { addScalars, encodeScalar } from '../../src/crypto/scalar.js';
import { locateHome } from '../../src/io/home.js';
import { createIdentity, loadIdentity } from '../../src/io/identity-file.js';
import { canonicalJson } from '../../src/session/documents/canonical-json.js';
import type { Identity } from '../../src/session/channel/identity-proof.js';
import { decodeState, encodeShare, encodeState, parseShare, stateHash, type Share } from '../../src/session/share/file.js';
import { codeOf, codeOfAsync } from '../support/errors.js';
import { identityOf, sealedSession, type SealedSession } from '../support/sealed-sessions.js';
import { problems } from '../support/schemas.js';

const folder = mkdtempSync(join(tmpdir(), 'mpc-share-'));
const TOTALS = { Ann: { sum: 100n, count: 1n }, Bob: { sum: 200n, count: 2n }, Cid: { sum: 300n, count: 3n } };
const identities = ['Ann', 'Bob', 'Cid'].map(identityOf) as [Identity, Identity, Identity];
const [ann, bob] = identities;
let session: SealedSession;
let other: SealedSession;
let bytes: Uint8Array;

beforeAll(async () => {
  [session, other] = await Promise.all([sealedSession(identities, TOTALS, { threshold: 2 }), sealedSession(identities, TOTALS, { threshold: 2 })]);
  bytes = await encodeShare(of('Ann'), ann, false);
});
afterAll(() => rmSync(folder, { recursive: true }));

function of(name: string, from = session): Share {
  const share = from.shares.get(name);
  if (share === undefined) throw new Error(`${name} holds no share`);
  return share;
}

type Document = Record<string, unknown> & { shares: string[]; dealings: Record<string, unknown>[]; receipt: Record<string, unknown> };
const documentOf = () => JSON.parse(Buffer.from(bytes).toString('utf8')) as Document;

/** Signed anew by its holder: what only the holder itself could forge. */
function resigned(document: Record<string, unknown>, identity = ann): Uint8Array {
  const body = Object.fromEntries(Object.entries(document).filter(([name]) => name !== 'signature'));
  // SHA-256 of the canonical body, as the format says.
  const hash = new Uint8Array(createHash('sha256').update(canonicalJson(body)).digest());
  return utf8(canonicalJson({ ...body, signature: toHex(sign(identity.secretKey, 'mpc share file v1', hash)) }));
}

const openCode = async (file: Uint8Array, identity = ann) => codeOfAsync((async () => parseShare(file).open(identity))());

describe('a share file', () => {
  it('comes back as it was written, and fits its schema', async () => {
    const read = parseShare(bytes);
    expect(read.isEncrypted).toBe(false);
    expect({ ...(await read.open(ann)), dealings: [] }).toEqual({ ...of('Ann'), dealings: [] });
    expect(stateHash(read)).toEqual(stateHash(of('Bob')));
    expect(problems('share', documentOf())).toEqual([]);
  });

  it('is encrypted and bound to its identity when it is to be: no share stands in it, and no other identity opens it', async () => {
    const encrypted = await encodeShare(of('Ann'), ann, true);
    const text = Buffer.from(encrypted).toString('utf8');
    for (const share of of('Ann').shares) expect(text).not.toContain(toHex(encodeScalar(share)));
    expect(problems('share', JSON.parse(text))).toEqual([]);
    expect((await parseShare(encrypted).open(ann)).shares).toEqual(of('Ann').shares);
    expect(await openCode(encrypted, bob)).toBe('IDENTITY_LOCKED');
    expect(await encodeShare(of('Ann'), ann, true)).not.toEqual(encrypted);
  });

  it('is encrypted where the identity is, with a real passphrase, and 0600', async () => {
    const home = locateHome({ MPC_HOME: join(folder, 'locked') });
    const identity = await createIdentity(home, 'Ann', 'a passphrase of some length');
    const locked = await sealedSession([identity, ...identities.slice(1)], TOTALS, { threshold: 2 });
    const path = await saveShare(homeStore(home), of('Ann', locked), identity);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const read = await readShareFile(path);
    expect(read.isEncrypted).toBe(true);
    const loaded = await loadIdentity(home, () => Promise.resolve('a passphrase of some length'));
    expect((await read.open(loaded)).shares).toEqual(of('Ann', locked).shares);
  });

  it('that others can read is refused', async () => {
    const path = join(folder, 'readable.json');
    writeFileSync(path, bytes);
    for (const mode of [0o644, 0o640, 0o604]) {
      chmodSync(path, mode);
      expect(await codeOfAsync(readShareFile(path))).toBe('IDENTITY_READABLE');
    }
    chmodSync(path, 0o600);
    expect((await readShareFile(path)).holder).toBe('Ann');
  });

  it('of which any byte was altered is refused without a secret or a network', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        expect(codeOf(() => parseShare(bytes.map((byte, i) => (i === at ? byte ^ by : byte))))).toBe('SHARE_INVALID');
      }),
      { numRuns: 150 },
    );
  });

  it('cut off anywhere, or with something after it, is refused', () => {
    fc.assert(fc.property(fc.nat(bytes.length - 1), (length) => codeOf(() => parseShare(bytes.subarray(0, length))) === 'SHARE_INVALID'), { numRuns: 30 });
    expect(codeOf(() => parseShare(utf8(`${Buffer.from(bytes).toString('utf8')}{}`)))).toBe('SHARE_INVALID');
  });

  it('is refused for every field that is altered, taken away or added, even signed anew by its holder', async () => {
    const flip = (text: unknown) => `${String(text).startsWith('0') ? '1' : '0'}${String(text).slice(1)}`;
    const changes: [string, (document: Document) => Record<string, unknown>][] = [
      ...Object.keys(documentOf()).filter((name) => name !== 'signature').map((name): [string, (document: Document) => Record<string, unknown>] => [`without ${name}`, (d) => Object.fromEntries(Object.entries(d).filter(([each]) => each !== name))]),
      ['an unknown field', (d) => ({ ...d, aside: 1 })],
      ['another format', (d) => ({ ...d, format: 'mpc-share/2' })],
      ['another threshold', (d) => ({ ...d, needed: 3 })],
      ['a lower threshold', (d) => ({ ...d, needed: 1 })],
      ['another holder', (d) => ({ ...d, holder: 'Bob' })],
      ['a holder of nothing', (d) => ({ ...d, holder: 'Zoe' })],
      ['one holder less', (d) => ({ ...d, holders: ['Ann', 'Bob'] })],
      ['holders in another order', (d) => ({ ...d, holders: ['Bob', 'Ann', 'Cid'] })],
      ['a negative epoch', (d) => ({ ...d, epoch: -1 })],
      ['a share altered', (d) => ({ ...d, shares: [flip(d.shares[0]), ...d.shares.slice(1)] })],
      ['a share less', (d) => ({ ...d, shares: d.shares.slice(1) })],
      ['a share more', (d) => ({ ...d, shares: [...d.shares, ...d.shares.slice(0, 1)] })],
      ['shares in another order', (d) => ({ ...d, shares: [...d.shares].reverse() })],
      ['shares twice, encrypted too', (d) => ({ ...d, encrypted: { nonce: '', ciphertext: '' } })],
      ['a dealing less', (d) => ({ ...d, dealings: d.dealings.slice(1) })],
      ['dealings in another order', (d) => ({ ...d, dealings: [...d.dealings].reverse() })],
      ...['dealer', 'nonce', 'sealed'].map((name): [string, (document: Document) => Record<string, unknown>] => [`another ${name}`, (d) => ({ ...d, dealings: d.dealings.map((each, i) => (i === 0 ? { ...each, [name]: flip(each[name]) } : each)) })]),
      ...['commitments', 'current'].map((name): [string, (document: Document) => Record<string, unknown>] => [`another’s ${name}`, (d) => ({ ...d, dealings: d.dealings.map((each, i) => (i === 0 ? { ...each, [name]: d.dealings[1]?.[name] } : each)) })]),
      ...Object.keys(session.receipt).map((name): [string, (document: Document) => Record<string, unknown>] => [`a receipt without ${name}`, (d) => ({ ...d, receipt: Object.fromEntries(Object.entries(d.receipt).filter(([each]) => each !== name)) })]),
      ['a receipt of another session', (d) => ({ ...d, receipt: other.receipt })],
    ];
    for (const [what, change] of changes) expect([what, await openCode(resigned(change(documentOf())))]).toEqual([what, 'SHARE_INVALID']);
    // As it is, signing it anew changes nothing.
    expect(await openCode(resigned(documentOf()))).toBeUndefined();
  });

  it('signed by another party than its holder is refused', async () => {
    expect(await openCode(resigned(documentOf(), bob))).toBe('SHARE_INVALID');
  });

  it('of a holder that kept a false share from a dealer in league with it is found false', async () => {
    const share = of('Ann');
    const shares = [addScalars(share.shares[0] ?? 0n, 1n), ...share.shares.slice(1)];
    for (const encrypt of [false, true]) expect(await openCode(await encodeShare({ ...share, shares }, ann, encrypt))).toBe('SHARE_INVALID');
  });

  it('holds shares of one session: those of another, with the same data and parties, do not fit', async () => {
    expect(await openCode(await encodeShare({ ...of('Ann'), shares: of('Ann', other).shares }, ann, false))).toBe('SHARE_INVALID');
    expect(stateHash(of('Ann', other))).not.toEqual(stateHash(of('Ann')));
  });

  it('is refused, with the error of a bad share, where its text is meant to break a parser', () => {
    const text = Buffer.from(bytes).toString('utf8');
    const { receipt } = JSON.parse(text) as Document;
    const asText = JSON.stringify(receipt);
    expect(text).toContain(asText);
    const infinite = '{"dealings":[],"epoch":0,"format":"mpc-share/1","holder":"A","holders":[],"needed":2,"receipt":1e999,"shares":[],"signature":"00"}';
    const breaking = [infinite, text.replace(asText, '1e999'), text.replace(asText, '['.repeat(9000) + ']'.repeat(9000)), text.replace(/"signature":"[0-9a-f]+"/, `"signature":"${'0'.repeat(16_000_000)}"`)];
    for (const each of breaking) expect(codeOf(() => parseShare(utf8(each)))).toBe('SHARE_INVALID');
  });

  it('holds nothing of the result', () => {
    const text = Buffer.from(bytes).toString('utf8');
    for (const total of ['"600"', '"6.00"', '"1.000000"']) expect(text).not.toContain(total);
  });
});

describe('what a holder sends a recipient of the common state', () => {
  it('is read back for the session it is of, and for no other', () => {
    const state = encodeState(of('Ann'));
    expect(stateHash(decodeState(state, session.receipt) ?? of('Ann', other))).toEqual(stateHash(of('Ann')));
    expect(decodeState(state, other.receipt)).toBeUndefined();
  });

  it('holds no share', () => {
    const text = Buffer.from(encodeState(of('Ann'))).toString('utf8');
    for (const share of of('Ann').shares) expect(text).not.toContain(toHex(encodeScalar(share)));
  });

  it('is refused where anything in it is off', () => {
    for (const rubbish of ['', '{}', 'null', '[', '{"receipt":1}']) expect(decodeState(utf8(rubbish), session.receipt)).toBeUndefined();
    const document = JSON.parse(Buffer.from(encodeState(of('Ann'))).toString('utf8')) as { dealings: { nonce: string }[] };
    for (const dealing of document.dealings) dealing.nonce = '00'.repeat(32);
    expect(decodeState(utf8(canonicalJson(document)), session.receipt)).toBeUndefined();
  });
});
