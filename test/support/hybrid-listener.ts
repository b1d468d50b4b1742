import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { extract, expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, utf8 } from '../../src/crypto/bytes.js';

/** The two hybrid patterns and the two plain ones, written down once more from the documents. */
const PATTERNS: Readonly<Record<string, { readonly known: boolean; readonly psk: boolean; readonly messages: readonly string[] }>> = {
  KK: { known: true, psk: false, messages: ['e es ss', 'e ee se'] },
  KKhfs: { known: true, psk: false, messages: ['e es e1 ss', 'e ee ekem1 se'] },
  XXpsk3: { known: false, psk: true, messages: ['e', 'e ee s es', 's se psk'] },
  'XXhfs+psk3': { known: false, psk: true, messages: ['e e1', 'e ee ekem1 s es', 's se psk'] },
};

/** What somebody knows who has recorded a handshake. Where he lacks something, he can only guess. */
export interface Knowledge {
  /** The secret of a Diffie–Hellman token. */
  readonly dh: (token: 'ee' | 'es' | 'se' | 'ss', seen: { readonly e: readonly Uint8Array[]; readonly s: readonly Uint8Array[] }) => Uint8Array;
  readonly kem: (ciphertext: Uint8Array, publicKey: Uint8Array) => Uint8Array;
  readonly psk: Uint8Array;
}

/**
 * Follows a recorded handshake from its messages and what is known, by Noise revision 34 and the draft of hfs, with noble's primitives: a second implementation. Gives the
 * transport keys, the initiator's first, that it ends with: right ones where all that was needed was known.
 */
export function listen(pattern: string, prologue: Uint8Array, statics: readonly Uint8Array[], messages: readonly Uint8Array[], { dh, kem, psk }: Knowledge): { keys: Uint8Array[]; hash: Uint8Array } {
  const rules = PATTERNS[pattern];
  if (rules === undefined) throw new Error('no such pattern');
  const name = utf8(`Noise_${pattern}_25519${pattern.includes('hfs') ? '+MLKEM768' : ''}_ChaChaPoly_SHA256`);
  let h: Uint8Array = name.length <= 32 ? concat(name, new Uint8Array(32 - name.length)) : sha256(name);
  let ck = h;
  let k: Uint8Array | undefined;
  let n = 0;
  const mixHash = (data: Uint8Array) => (h = sha256(concat(h, data)));
  const derive = (input: Uint8Array) => {
    const out = expand(sha256, extract(sha256, input, ck), new Uint8Array(0), 96);
    return [out.slice(0, 32), out.slice(32, 64), out.slice(64)] as [Uint8Array, Uint8Array, Uint8Array];
  };
  const mixKey = (input: Uint8Array) => {
    [ck, k] = derive(input);
    n = 0;
  };
  const open = (ciphertext: Uint8Array): Uint8Array => {
    let plaintext = ciphertext;
    if (k !== undefined) {
      const nonce = new Uint8Array(12);
      new DataView(nonce.buffer).setUint32(4, n++, true);
      try {
        plaintext = chacha20poly1305(k, nonce, h).decrypt(ciphertext);
      } catch {
        plaintext = ciphertext.subarray(0, ciphertext.length - 16);
      }
    }
    mixHash(ciphertext);
    return plaintext;
  };

  mixHash(prologue);
  const seen = { e: [] as Uint8Array[], s: rules.known ? [...statics] : [] };
  if (rules.known) for (const key of statics) mixHash(key);
  let e1: Uint8Array = new Uint8Array(0);
  rules.messages.forEach((tokens, i) => {
    let rest = messages[i] as Uint8Array;
    const take = (length: number) => {
      const part = rest.subarray(0, length);
      rest = rest.subarray(length);
      return part;
    };
    const sealed = () => (k === undefined ? 0 : 16);
    for (const token of tokens.split(' ')) {
      if (token === 'e') {
        const key = take(32);
        seen.e.push(key);
        mixHash(key);
        if (rules.psk) mixKey(key);
      } else if (token === 's') seen.s.unshift(open(take(32 + sealed())));
      else if (token === 'e1') e1 = open(take(1184 + sealed()));
      else if (token === 'ekem1') mixKey(kem(open(take(1088 + sealed())), e1));
      else if (token === 'psk') {
        const [next, intoHash, key] = derive(psk);
        ck = next;
        mixHash(intoHash);
        k = key;
        n = 0;
      } else mixKey(dh(token as 'ee', seen));
    }
    open(rest);
  });
  const [first, second] = derive(new Uint8Array(0));
  return { keys: [first, second], hash: h };
}
