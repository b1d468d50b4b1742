import { Args, Flags } from '@oclif/core';
import { openIdentityOf } from '../library/home.js';
import { relayArgument } from '../library/relays.js';
import { readToReshare, reshare, type ResharedHere } from '../library/sealed.js';
import { approveAgain } from './approve-again.js';
import { MpcCommand, withEnvironment } from './base-command.js';
import { Deadline } from './deadline.js';
import { parseWait } from './duration.js';
import { languageFlags, participationFlags } from './flags.js';
import { unlocking } from './identity.js';
import { parseGrace, telling } from './relay-access.js';
import { Progress } from './terminal/progress.js';

export const reshareArgs = { file: Args.string({ name: 'FILE', description: 'Share file, or for a new holder without one, the receipt of the session.', required: true }) };

const { approve, timeout, grace, ca, operator, 'passphrase-file': passphraseFile } = participationFlags;
export const reshareFlags = {
  ...languageFlags,
  approve,
  ...withEnvironment({
    with: Flags.string({ description: 'Present holder that deals. Repeatable; default all present holders.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true }),
    relay: Flags.string({ description: 'Meet at another relay than the agreement’s.', helpValue: 'URL' }),
    'remove-old': Flags.boolean({ description: 'If this party is no longer a holder, remove its share file once all the new holders have theirs.' }),
  }),
  timeout,
  grace,
  ca,
  operator,
  'passphrase-file': passphraseFile,
};

export interface ReshareValues {
  approve?: string | undefined;
  with?: string[] | undefined;
  relay?: string | undefined;
  'remove-old': boolean;
  timeout: string;
  grace?: string | undefined;
  ca?: string | undefined;
  operator?: string | undefined;
  'passphrase-file'?: string | undefined;
}

/** Who is to hold shares from now on. What is left out does not change. */
export interface Wish {
  readonly holders?: readonly string[] | undefined;
  readonly needed?: number | undefined;
}

/** What `share refresh` and `share reshare` have in common. */
export abstract class ReshareCommand extends MpcCommand {
  protected async reshare(file: string, flags: ReshareValues, wish: Wish): Promise<object> {
    const { store } = this;
    const timeoutMs = parseWait(flags.timeout, 'timeout');
    const grace = parseGrace(flags.grace);
    const of = await readToReshare(store, file);
    const identity = await openIdentityOf(store, of.receipt.agreement.parties, unlocking(flags['passphrase-file'], this.isInteractive), (text) => this.note(text));
    const texts = this.texts;
    const deadline = new Deadline(timeoutMs, flags.timeout);
    const progress = new Progress(this.common.quiet);
    try {
      const reshared = await reshare({
        store,
        identity,
        of,
        dealers: flags.with ?? [],
        ...wish,
        relay: flags.relay === undefined ? undefined : relayArgument(flags.relay, '--relay'),
        ca: flags.ca,
        operator: flags.operator,
        removeOld: flags['remove-old'],
        approve: async (request, plan) =>
          approveAgain(request, {
            named: flags.approve,
            canAsk: this.isInteractive,
            texts,
            deadline,
            what: texts.approval.sharedAnew(plan),
          }),
        ...grace,
        ...telling(progress),
        signal: deadline.signal,
        onPresent: (names, missing) => progress.phase(missing.length === 0 ? 'All are here. Re-sharing …' : `Here: ${names.join(', ')}. Waiting for ${missing.join(', ')} …`),
      });
      progress.clear();
      return this.#show(reshared);
    } finally {
      progress.clear();
      deadline.clear();
    }
  }

  #show({ session, digest, epoch, needed, holders, shareFile, receiptFile, leftOver }: ResharedHere): object {
    const { receipt: texts, result } = this.texts;
    this.print(texts.reshared({ epoch, needed, holders }));
    if (shareFile !== undefined) this.note(texts.newShare(shareFile));
    if (leftOver !== undefined) this.note(texts.leftOver(leftOver));
    this.note(result.receipt(receiptFile));
    this.note(texts.oldShares);
    return { session, agreement: digest, epoch, needed, holders, share: shareFile ?? null, receipt: receiptFile };
  }
}
