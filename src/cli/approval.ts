import { sameWords } from '../crypto/words.js';
import { MpcError } from '../errors.js';
import { askText, type PromptOptions } from '../io/prompts.js';
import { describeAgreement, rosterWords } from '../session/agreement/describe.js';
import type { Agreement } from '../session/agreement/types.js';
import { layOut } from './show-agreement.js';

export interface ApprovalSources {
  /** `--approve DIGEST`. */
  readonly named: string | undefined;
  /** Whether this party signed the file, and did not take that back. */
  readonly signedAhead: boolean;
  /** Whether this party wrote the agreement itself, every word and key of it. */
  readonly isOwn: boolean;
  /** `--expect-fingerprint WORDS`. */
  readonly expectedWords: string | undefined;
  /** Whether all other keys are among this user's known parties. */
  readonly keysAreKnown: boolean;
  /** What the user is told about each key. */
  readonly remarks: ReadonlyMap<string, string>;
  /** How to ask, where there is somebody to ask. */
  readonly prompt: PromptOptions | undefined;
  readonly show: (text: string) => void;
}

/**
 * Finds this party's approval: in the words of who wrote the agreement, in its signature, in the digest it named, or by
 * asking. Nothing approves whatever comes. Throws FINGERPRINT_MISMATCH, APPROVAL_MISMATCH, APPROVAL_MISSING or DECLINED.
 */
export async function decideApproval(agreement: Agreement, digest: string, sources: ApprovalSources): Promise<{ identitiesVerified: boolean }> {
  const words = rosterWords(agreement);
  checkWords(words, sources.expectedWords);
  const isCompared = sources.expectedWords !== undefined || (agreement.meeting === 'known keys' && sources.keysAreKnown);
  if (sources.named !== undefined) {
    if (sources.named.toLowerCase() !== digest) throw mismatch();
    return { identitiesVerified: isCompared };
  }
  if (sources.signedAhead || sources.isOwn) return { identitiesVerified: isCompared };
  if (sources.prompt === undefined) throw missing(agreement);

  sources.show(layOut(describeAgreement(agreement, sources.remarks)));
  return ask(isCompared, sources.prompt);
}

function checkWords(words: string, expected: string | undefined): void {
  if (expected === undefined || sameWords(words, expected)) return;
  throw new MpcError('FINGERPRINT_MISMATCH', 'The roster’s words are not those that --expect-fingerprint names: these are other parties, or other keys.', 'Do not go on. Compare the words with the other parties by phone.');
}

function mismatch(): MpcError {
  return new MpcError('APPROVAL_MISMATCH', 'The digest that --approve names is not the digest of this agreement.', 'Read the agreement with `mpc agreement show FILE`; approve it with the digest that this prints.');
}

/** Throws where the approval is missing and there is nobody to ask: before any connection. */
export function missing(agreement: Agreement | undefined): MpcError {
  const isInvite = agreement === undefined || agreement.meeting === 'invite';
  return new MpcError(
    'APPROVAL_MISSING',
    'The agreement is not approved by this party, and there is nobody at a terminal to ask.',
    isInvite
      ? 'A session by invite needs somebody at the keyboard. In a script, use an agreement file (`--propose FILE`) and --approve DIGEST.'
      : 'Read it with `mpc agreement show FILE`, then pass --approve DIGEST, or sign it ahead with `mpc agreement sign FILE`.',
  );
}

async function ask(isCompared: boolean, prompt: PromptOptions): Promise<{ identitiesVerified: boolean }> {
  const choices = isCompared ? 'yes or no' : 'yes, no, or "compared" if you approve and have compared the 12 words with every other party';
  const answer = await askText(`Do you approve? (${choices})`, {
    ...prompt,
    check: (text) => (/^(y|yes|n|no|c|compared)$/i.test(text) ? undefined : `Please answer ${choices}.`),
  });
  if (/^n/i.test(answer)) throw new MpcError('DECLINED', 'You declined the agreement. Nothing of your data was sent.', '');
  return { identitiesVerified: isCompared || /^c/i.test(answer) };
}
