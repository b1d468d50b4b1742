import { describeAgreement } from '../library/agreements.js';
import type { ReleaseNote } from '../library/receipts.js';
import type { SealedShareFile } from '../library/sealed.js';
import { layOut } from './show-agreement.js';

/** A share file in plain words, without any secret. */
export function shareInWords(share: SealedShareFile, releases: readonly ReleaseNote[]): string {
  const { agreement, session } = share.receipt;
  return layOut([
    {
      heading: 'Share of a sealed result',
      lines: [
        `Session ${session}`,
        `This is the share of ${share.holder}${share.isEncrypted ? ', encrypted for its identity' : ''}.`,
        `${share.needed} of these ${share.holders.length} open the result together: ${share.holders.join(', ')}.`,
        share.epoch === 0 ? 'The shares are as they were dealt in the session.' : `The shares were renewed ${share.epoch} time${share.epoch === 1 ? '' : 's'} since.`,
        ...(releases.length === 0 ? ['By the records on this machine it was given to nobody.'] : releases.map(releaseInWords)),
      ],
    },
    ...describeAgreement(agreement),
  ]);
}

function releaseInWords({ time, to, opening }: ReleaseNote): string {
  return `${time}: given to ${to.join(', ')}${opening === null ? '' : `, under the opening agreement ${opening}`}. ${to.length === 1 ? 'It' : 'They'} may have the result.`;
}

export function shareJson(share: SealedShareFile): object {
  const { agreement, session, digest } = share.receipt;
  return { session, agreement: digest, holder: share.holder, holders: share.holders, needed: share.needed, epoch: share.epoch, encrypted: share.isEncrypted, recipients: agreement.recipients };
}
