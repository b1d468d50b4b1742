import { resolve } from 'node:path';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { locateHome } from '../io/home.js';
import type { Identity } from '../io/identity-file.js';
import { homeStore } from './home-store.js';
import type { Store } from './store.js';

/** Where this party's identity, known parties, ledger, runs, shares and receipts are kept. */
export interface AtHome {
  /** A folder that takes the place of MPC_HOME. Default: where the program keeps its files. */
  readonly home?: string | undefined;
  /** The store to use instead, for a program that keeps its data elsewhere than in files. */
  readonly store?: Store | undefined;
  /** Needed if the identity is encrypted. */
  readonly passphrase?: string | undefined;
}

/** Who a party is to others. */
export interface PartyKey {
  readonly name: string;
  /** bech32, prefix `mpc`. */
  readonly publicKey: string;
}

export function storeOf({ home, store }: AtHome): Store {
  return store ?? homeStore(home === undefined ? locateHome() : locateHome({ MPC_HOME: resolve(home) }));
}

export async function identityOf(options: AtHome): Promise<Identity> {
  const { passphrase } = options;
  return storeOf(options).identity.load(passphrase === undefined ? undefined : async () => Promise.resolve(passphrase));
}

/** Makes this party's identity: a key pair with a name, as `mpc init` does. Throws IDENTITY_EXISTS where there is one. */
export async function createIdentity(options: AtHome & { readonly name: string }): Promise<PartyKey> {
  const { name, publicKey } = await storeOf(options).identity.create(options.name, options.passphrase);
  return { name, publicKey: encodePublicKey(publicKey) };
}

/** This party's name and public key, which it gives to others, as `mpc whoami` shows them. */
export async function whoami(options: AtHome = {}): Promise<PartyKey> {
  const { name, publicKey } = await storeOf(options).identity.read();
  return { name, publicKey: encodePublicKey(publicKey) };
}

/**
 * Adds another party, whose key was verified (read aloud, handed over), to the known ones, as `mpc party add` does. Throws KEY_INVALID where the key is no key, or
 * another one is known under that name.
 */
export async function addParty(options: AtHome & PartyKey): Promise<void> {
  await storeOf(options).parties.add(options.name, decodePublicKey(options.publicKey));
}
