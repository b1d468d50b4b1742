import type { SealedShareFile } from '../session/share/file.js';
import { describeAgreement } from '../session/agreement/describe.js';
import { layOut } from './show-agreement.js';

/** A share file in plain words: nothing secret. */
export function shareInWords(share: SealedShareFile): string {
  const { agreement, session } = share.receipt;
  return layOut([
    {
      heading: 'Share of a sealed result',
      lines: [
        `Session ${session}`,
        `This is the share of ${share.holder}${share.isEncrypted ? ', encrypted for its identity' : ''}.`,
        `${share.needed} of these ${share.holders.length} open the result together: ${share.holders.join(', ')}.`,
        share.epoch === 0 ? 'The shares are as they were dealt in the session.' : `The shares were renewed ${share.epoch} time${share.epoch === 1 ? '' : 's'} since.`,
      ],
    },
    ...describeAgreement(agreement),
  ]);
}

export function shareJson(share: SealedShareFile): object {
  const { agreement, session, digest } = share.receipt;
  return { session, agreement: digest, holder: share.holder, holders: share.holders, needed: share.needed, epoch: share.epoch, encrypted: share.isEncrypted, recipients: agreement.recipients };
}
