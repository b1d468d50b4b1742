import { scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { describe, expect, it } from 'vitest';
import { loadMlKem } from '../../src/crypto/ml-kem/load.js';
import { decodePublicKey } from '../../src/crypto/public-key.js';
import { generateKeyPair } from '../../src/crypto/x25519.js';
import { parseIdentity, serialise } from '../../src/io/identity-file.js';
import { verifyRotation } from '../../src/io/rotation.js';
import { parseAgreement } from '../../src/session/agreement/canonical.js';
import { parseSigned } from '../../src/session/agreement/signed.js';
import { ABORT_REASONS, decodeAbort } from '../../src/session/channel/abort.js';
import { readProof } from '../../src/session/channel/identity-proof.js';
import { readHead } from '../../src/session/channel/lane.js';
import { decodePacket } from '../../src/session/channel/packet.js';
import { Pairing } from '../../src/session/channel/pairing.js';
import { parseOpening } from '../../src/session/share/opening.js';
import { IS_WRITING } from '../golden/store.js';
import { bytes, canonical, H, hkdf, hmac, isSigned, keyOf, lp, sha256, u32, unhex, without } from './by-hand.js';
import { ADDRESS, AGREEMENT_ID, agreementExamples, counting, HANDSHAKE_HASH, identityExamples, LIST, north, RECORD, SEALED, sessionExamples, shareExamples } from './examples.js';
import { examplesOf, writeExamples } from './pages.js';

const PASSPHRASE = 'correct horse battery staple';
const LOCKED = `Identity under the passphrase \`${PASSPHRASE}\``;

interface Signed { readonly publicKey: string; readonly signature: string; readonly signedAt: string; readonly identitiesVerified: boolean }
interface Receipt { readonly agreement: { readonly parties: readonly { name: string; publicKey: string }[] }; readonly digest: string; readonly session: string; readonly nonces: string[]; readonly approvals: string[]; readonly commitments: string[]; readonly transcript: string; readonly signatures: readonly Signed[] }

const roster = ({ parties }: Receipt['agreement']): Buffer => H('mpc roster v1', ...parties.map(({ name, publicKey }) => lp(name, keyOf(publicKey))));

describe('the examples on the pages', () => {
  it.each([
    ['agreement.md', agreementExamples],
    ['shares.md', shareExamples],
    ['identity.md', identityExamples],
    ['session.md', sessionExamples],
  ])('are what the program writes: %s', async (page, examples) => {
    if (IS_WRITING) writeExamples(page, { [LOCKED]: Buffer.from(await serialise(north, PASSPHRASE)).toString('utf8').trimEnd(), ...examples });
    expect(examplesOf(page)).toMatchObject(examples);
  });

  it('are read by the program', () => {
    const { Agreement = '', 'File with that approval': file = '' } = examplesOf('agreement.md');
    expect(parseSigned(bytes(file)).agreement).toEqual(parseAgreement(bytes(Agreement)));
    expect(parseOpening(bytes(examplesOf('shares.md')['Opening agreement'] ?? '')).recipients).toEqual(['North']);
    const { Identity = '', 'Public key': key = '', Rotation = '' } = examplesOf('identity.md');
    expect(parseIdentity(bytes(Identity), '').publicKey).toEqual(decodePublicKey(key));
    expect(verifyRotation(JSON.parse(Rotation)).oldKey).toEqual(decodePublicKey(key));
    const session = examplesOf('session.md');
    expect(decodePacket(unhex(session['HANDSHAKE, second attempt, first message'] ?? ''))).toMatchObject({ kind: 'handshake', index: 8 });
    expect(decodePacket(unhex(session['Head of DATA number 258'] ?? ''))).toMatchObject({ kind: 'data', number: 258n });
    expect(readProof(unhex(session['Proof of identity'] ?? ''), false, HANDSHAKE_HASH)).toEqual({ name: 'North', publicKey: north.publicKey, proposes: true });
    expect(readHead(unhex(session['First of a message'] ?? '').subarray(9))).toEqual({ label: 'sum/commit', length: 5, bytes: 15 });
    expect(decodeAbort('North', unhex(session['Abort'] ?? '').subarray(9)).code).toBe('AGREEMENT_EXPIRED');
  });
});

describe('what the pages say of digests and signatures holds by hand', () => {
  it('of agreements', () => {
    const { Agreement = '', Digest = '', 'Session identifier': session = '', 'Approval of North, given ahead': ahead = '', 'Approval of North in the session': inSession = '' } = examplesOf('agreement.md');
    const agreement = JSON.parse(Agreement) as Receipt['agreement'];
    expect(canonical(agreement)).toBe(Agreement);
    expect(sha256(Agreement).toString('hex')).toBe(Digest);
    const nonces = [0, 1, 2].map((each) => Buffer.alloc(32, each));
    expect(H('mpc session v2', unhex(Digest), roster(agreement), lp(...nonces)).toString('hex')).toBe(session);
    const key = agreement.parties[0]?.publicKey ?? '';
    expect(isSigned(key, ahead, 'mpc approval v1', unhex(Digest))).toBe(true);
    expect(isSigned(key, inSession, 'mpc session approval v1', unhex(Digest), unhex(session))).toBe(true);
    expect(isSigned(key, inSession, 'mpc approval v1', unhex(Digest))).toBe(false);
  });

  it('of agreements with what is said for those who keep them', () => {
    const { 'Agreement with reference, contacts and retention date': text = '', 'Digest of that agreement': digest = '' } = examplesOf('agreement.md');
    const agreement = JSON.parse(text) as Readonly<Record<string, unknown>>;
    expect(agreement).toMatchObject({ reference: expect.any(String) as string, retainUntil: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string, contacts: [{ name: 'North' }, { name: 'Harbour' }] });
    expect([canonical(agreement), sha256(text).toString('hex')]).toEqual([text, digest]);
    expect(parseAgreement(bytes(text))).toEqual(agreement);
    for (const name of ['reference', 'contacts', 'retainUntil']) {
      // Absent is valid, and another agreement; empty or null is refused.
      expect(sha256(canonical(without(agreement, name))).toString('hex')).not.toBe(digest);
      expect(() => parseAgreement(bytes(canonical(without(agreement, name))))).not.toThrow();
      for (const nothing of [null, '', []]) expect(() => parseAgreement(bytes(canonical({ ...agreement, [name]: nothing })))).toThrow();
    }
  });

  it('of receipts', () => {
    const receipt = JSON.parse(RECORD.receipt) as Receipt;
    const sid = unhex(receipt.session);
    let transcript = H('mpc transcript v1', sid);
    for (const [step, messages] of [['approval', receipt.approvals], ['sum/commit', receipt.commitments]] as const) transcript = H('mpc transcript step v1', transcript, step, ...messages.map(unhex));
    expect(transcript.toString('hex')).toBe(receipt.transcript);
    const body = sha256(canonical(without(receipt, 'signatures')));
    expect(receipt.signatures).toHaveLength(3);
    for (const { publicKey, signature, signedAt, identitiesVerified } of receipt.signatures) {
      expect(isSigned(publicKey, signature, 'mpc receipt v1', body, signedAt, identitiesVerified ? 'identities verified' : 'identities unverified')).toBe(true);
    }
  });

  it('of shares and openings', () => {
    const [file = ''] = Object.values(SEALED.shares);
    const share = JSON.parse(file) as { holder: string; signature: string; receipt: Receipt };
    const key = share.receipt.agreement.parties.find(({ name }) => name === share.holder)?.publicKey ?? '';
    expect(canonical(share)).toBe(file.trimEnd());
    expect(isSigned(key, share.signature, 'mpc share file v1', sha256(canonical(without(share, 'signature'))))).toBe(true);
    const { 'Opening agreement': opening = '', 'Digest of the opening agreement': digest = '' } = examplesOf('shares.md');
    expect([canonical(JSON.parse(opening)), sha256(opening).toString('hex')]).toEqual([opening, digest]);
    const list = JSON.parse(LIST.lists['North'] ?? '') as { session: string; nonce: string; ciphertext: string };
    const listKey = hkdf(north.secretKey, 'mpc-sealed-list/1', 'encryption key', 32);
    expect(xchacha20poly1305(listKey, unhex(list.nonce), bytes(list.session)).decrypt(Buffer.from(list.ciphertext, 'base64')).length).toBeGreaterThan(0);
  });

  it('of identities and rotations', () => {
    const examples = examplesOf('identity.md');
    const locked = JSON.parse(examples[LOCKED] ?? '{}') as { name: string; publicKey: string; encrypted: { n: number; r: number; p: number; salt: string; nonce: string; ciphertext: string } };
    const { n, r, p, salt, nonce, ciphertext } = locked.encrypted;
    const key = scryptSync(PASSPHRASE, unhex(salt), 32, { N: n, r, p, maxmem: 2 ** 28 });
    const owner = lp('mpc identity v1', locked.name, keyOf(locked.publicKey));
    const seed = xchacha20poly1305(key, unhex(nonce), lp('mpc secret box v1', u32(n), u32(r), u32(p), unhex(salt), owner)).decrypt(unhex(ciphertext));
    expect(Buffer.from(seed)).toEqual(sha256('golden key of North'));
    const rotation = JSON.parse(examples['Rotation'] ?? '{}') as Record<'name' | 'oldKey' | 'newKey' | 'date' | 'signatureOld' | 'signatureNew', string>;
    const said = [rotation.name, keyOf(rotation.oldKey), keyOf(rotation.newKey), rotation.date];
    expect(isSigned(rotation.oldKey, rotation.signatureOld, 'mpc key rotation v1', 'old', ...said)).toBe(true);
    expect(isSigned(rotation.newKey, rotation.signatureNew, 'mpc key rotation v1', 'new', ...said)).toBe(true);
  });

  it('of what parties say to each other', () => {
    const examples = examplesOf('session.md');
    const derived = (info: string): Buffer => hkdf(unhex(AGREEMENT_ID), 'mpc agreement room v1', info, 32);
    const mark = hmac(derived('hello'), 'mpc hello v1', derived('room'), unhex(ADDRESS), north.publicKey).subarray(0, 16);
    expect(examples['HELLO, by known keys']).toBe(`100201${mark.toString('hex')}`);
    const proof = unhex(examples['Proof of identity'] ?? '');
    const claim = proof.subarray(64).toString('utf8');
    const { publicKey } = JSON.parse(claim) as { publicKey: string };
    expect(isSigned(publicKey, proof.subarray(0, 64).toString('hex'), 'mpc channel identity v1', 'initiator', HANDSHAKE_HASH, claim)).toBe(true);
    const page = readFileSync(new URL('../../docs/formats/session.md', import.meta.url), 'utf8');
    expect(page).toContain(`Reasons: ${ABORT_REASONS.map((reason, i) => `${i.toString(16).padStart(2, '0')} ${reason}`).join(', ')}.`);
  });

  it.each(['invite', 'keys'] as const)('of the lengths of handshake messages: %s', async (mode) => {
    const page = readFileSync(new URL('../../docs/formats/session.md', import.meta.url), 'utf8');
    const stated = [...page.matchAll(new RegExp(`^ {4}${mode} \\d +(.*)$`, 'gm'))].map(([, row = '']) => [...row.matchAll(/\d+(?=[ )])/g)].reduce((sum, [each]) => sum + Number(each), 0));
    const kem = await loadMlKem();
    const [a, b] = [generateKeyPair(), generateKeyPair()];
    const sent: Uint8Array[] = [];
    const made = (self: string, other: string, s: typeof a, rs: Uint8Array): Pairing => new Pairing({ room: counting(32, 0), self, other, mode, kem }, mode === 'invite' ? { mode, psk: counting(32, 1) } : { mode, s, rs }, (packet) => void sent.push(packet));
    const sides = [made('a', 'b', a, b.publicKey), made('b', 'a', b, a.publicKey)];
    sides[0]?.begin();
    for (let i = 0; i < sent.length; i++) {
      const packet = decodePacket(sent[i] ?? new Uint8Array(0));
      if (packet?.kind === 'handshake') sides[(i + 1) % 2]?.accept(packet.index, packet.message);
    }
    expect(stated).toEqual(sent.map(({ length }) => length - 2));
  });
});
