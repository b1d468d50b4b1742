import { equalBytes } from '../../crypto/bytes.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import { findByKey } from '../../io/known-parties.js';
import type { Agreement } from '../../session/agreement/types.js';
import { nameRemark } from '../known-keys.js';
import type { NameRemark } from '../../texts/shapes.js';
import type { Store } from '../store.js';
import type { NamedKey } from './directory.js';

/** A party whose key was compared with a session's words, and is not kept as verified yet. */
export interface ComparedParty extends NamedKey {
  /** What a reader cannot see in its name. */
  readonly remark: NameRemark;
}

/** The parties of a session in which the user compared the words with everybody, whose keys could now be kept as verified. */
export async function comparedParties({ parties }: Pick<Store, 'parties'>, agreement: Agreement, own: Uint8Array): Promise<ComparedParty[]> {
  const known = await parties.list();
  return agreement.parties.flatMap((party) => {
    const publicKey = decodePublicKey(party.publicKey);
    const before = findByKey(known, publicKey);
    if (equalBytes(publicKey, own) || before?.verified !== undefined) return [];
    const name = before?.name ?? party.name;
    return [{ name, publicKey, remark: nameRemark(name, known.filter((each) => each !== before)) }];
  });
}

/** Keeps them as verified. Resolves to what could not be kept, in sentences. */
export async function keepCompared({ parties }: Pick<Store, 'parties'>, compared: readonly ComparedParty[], by: string | undefined): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, publicKey } of compared) {
    await parties.add(name, publicKey, { by }).catch((error: unknown) => {
      if (!(error instanceof MpcError)) throw error;
      problems.push(`"${name}" is not kept: ${error.message}`);
    });
  }
  return problems;
}
