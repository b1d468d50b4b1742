import { describeAgreement, forApprover, type Agreement } from '../library/agreements.js';
import { MpcError } from '../library/errors.js';
import type { KeyRemark, Texts } from '../library/text.js';
import { layOut } from './show-agreement.js';
import { askText, forgetTyped, type PromptOptions } from './terminal/prompts.js';

export interface ApprovalSources {
  /** `--approve DIGEST`. */
  readonly named: string | undefined;
  /** Whether this party signed the file, and did not take that back. */
  readonly signedAhead: boolean;
  /** Whether this party wrote the agreement itself, every word and key of it. */
  readonly isOwn: boolean;
  /** Whether each other key is among this user's known parties, or one whose fingerprint `--expect-fingerprint` gives. */
  readonly keysAreVerified: boolean;
  /** Names of parties for which that does not hold. */
  readonly unverified?: readonly string[] | undefined;
  /** The session's words to compare by phone, if it is open. */
  readonly words: string | undefined;
  /** What the user is told about each key. */
  readonly remarks: ReadonlyMap<string, KeyRemark>;
  /** The language in which it is shown and asked. */
  readonly texts: Texts;
  /** How to ask, if there is somebody to ask. */
  readonly prompt: PromptOptions | undefined;
  /** Resolves when the user has read it, to true if its beginning or end may not be on the screen. */
  readonly show: (text: string) => Promise<boolean>;
}

/**
 * Finds this party's approval: in the words of the agreement's author, in its signature, in the digest it named, or by
 * asking. Nothing approves whatever comes. Throws FINGERPRINT_MISMATCH, APPROVAL_MISMATCH, APPROVAL_MISSING or DECLINED.
 */
export async function decideApproval(agreement: Agreement, digest: string, sources: ApprovalSources): Promise<{ identitiesVerified: boolean }> {
  const isCompared = sources.keysAreVerified;
  if (sources.named !== undefined) {
    if (sources.named.toLowerCase() !== digest) throw mismatch();
    return { identitiesVerified: isCompared };
  }
  // The author of a session by invite knows its terms beforehand, and not who came: it can vouch for them by their keys alone.
  if (sources.isOwn && agreement.meeting === 'invite' && !isCompared) throw strangers();
  if (sources.signedAhead || sources.isOwn) return { identitiesVerified: isCompared };
  if (sources.prompt === undefined) throw missing(agreement);

  const { words, texts, remarks } = sources;
  const clauses = forApprover(agreement, describeAgreement(agreement, { texts, remarks, session: words }), sources.unverified, texts);
  const isOutOfSight = await sources.show(layOut(clauses));
  if (isOutOfSight && words !== undefined) await sources.show(layOut(clauses.filter(({ lines }) => lines.includes(words))));
  await forgetTyped(sources.prompt);
  return ask(isCompared || words === undefined, isCompared, sources.prompt, texts);
}

function strangers(): MpcError {
  return new MpcError('FINGERPRINT_MISMATCH', 'Some of the parties that came have keys whose fingerprints --expect-fingerprint does not name.', 'Do not go on. Give the fingerprint of each of the others’ keys, or approve at a terminal.');
}

function mismatch(): MpcError {
  return new MpcError('APPROVAL_MISMATCH', 'The digest that --approve names is not the digest of this agreement.', 'Read the agreement with `mpc agreement show FILE`; approve it with the digest that this prints.');
}

/** Throws if the approval is missing and there is nobody to ask. This is before any connection. */
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

/** A user who has no words yet, or has verified all keys, cannot be asked whether they compared them. English answers hold in every language. */
async function ask(isPlain: boolean, isCompared: boolean, prompt: PromptOptions, { approval: texts }: Texts): Promise<{ identitiesVerified: boolean }> {
  const choices = isPlain ? texts.yesOrNo : texts.yesNoOrCompared;
  const means = (text: string, english: readonly string[], own: readonly string[]) => [...english, ...own].includes(text.toLowerCase());
  const isNo = (text: string) => means(text, ['n', 'no'], texts.no);
  const hasCompared = (text: string) => !isPlain && means(text, ['c', 'compared'], texts.compared);
  const answer = await askText(`${texts.question} (${choices})`, {
    ...prompt,
    check: (text) => (means(text, ['y', 'yes'], texts.yes) || isNo(text) || hasCompared(text) ? undefined : texts.pleaseAnswer(choices)),
  });
  if (isNo(answer)) throw new MpcError('DECLINED', 'You declined the agreement. Nothing of your data was sent.', '');
  return { identitiesVerified: isCompared || hasCompared(answer) };
}
