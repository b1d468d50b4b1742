export const receipt = {
  headings: {
    receipt: 'Receipt',
    signedBy: 'Signed by',
    transcript: 'Transcript',
    opening: 'Receipt of an opening',
    release: 'Record of a release',
    resharing: 'Receipt of a re-sharing',
    share: 'Share of a sealed result',
  },
  session: (id: string) => `Session ${id}`,
  complete: 'Every party approved the agreement below, took part to the end, and signed.',
  incomplete: (missing: readonly string[]) => `INCOMPLETE: every party approved the agreement below, but ${missing.join(', ')} did not sign this receipt.`,
  unverified: (names: readonly string[]) => `IDENTITIES UNVERIFIED: ${names.join(', ')} did not compare the session’s words with the others.`,
  signature: ({ name, at, verified }: { name: string; at: string; verified: boolean }) => `${name}, at ${at} by its clock, identities ${verified ? 'verified' : 'UNVERIFIED'}`,
  nobody: 'nobody',

  opened: (session: string, renewals: number) => `The sealed result of session ${session} was opened${afterRenewals(renewals)}.`,
  approvedBy: (names: readonly string[]) => `Approved by: ${names.join(', ')}`,
  openedBy: (names: readonly string[]) => `Opened by: ${names.join(', ')}`,
  asTold: (by: string) => `As ${by} was told in this one opening.`,
  release: ({ at, by, session, renewals, to }: { at: string; by: string; session: string; renewals: number; to: readonly string[] }) =>
    `At ${at} by its clock, ${by} was about to give its share of the sealed result of session ${session}${afterRenewals(renewals)} to: ${to.join(', ')}. They may have the result since.`,
  dealtAnew: (session: string, dealers: readonly string[]) => `The shares of the sealed result of session ${session} were dealt anew by: ${dealers.join(', ')}.`,
  before: ({ epoch, needed, holders }: { epoch: number; needed: number; holders: readonly string[] }) =>
    `Before, epoch ${epoch}: ${needed} of these ${holders.length} opened it together: ${holders.join(', ')}.`,
  since: ({ epoch, needed, holders }: { epoch: number; needed: number; holders: readonly string[] }) =>
    `Since, epoch ${epoch}: ${needed} of these ${holders.length} open it together: ${holders.join(', ')}.`,
  approvedAndSigned: (names: readonly string[]) => `Approved and signed by: ${names.join(', ')}`,

  /** At the end of a re-sharing. */
  reshared: ({ epoch, needed, holders }: { epoch: number; needed: number; holders: readonly string[] }) => `Done: epoch ${epoch}. ${needed} of these open the result together: ${holders.join(', ')}.`,
  newShare: (file: string) => `Share: ${file}`,
  leftOver: (file: string) => `This party holds no share any more. Destroy ${file}.`,
  oldShares: 'Old shares still open the result when enough of them come together: destroy all copies, back-ups too.',

  shareOf: (holder: string, isEncrypted: boolean) => `This is the share of ${holder}${isEncrypted ? ', encrypted for its identity' : ''}.`,
  openTogether: (needed: number, holders: readonly string[]) => `${needed} of these ${holders.length} open the result together: ${holders.join(', ')}.`,
  asDealt: 'The shares are as they were dealt in the session.',
  renewed: (times: number) => `The shares were renewed ${times} time${times === 1 ? '' : 's'} since.`,
  givenToNobody: 'By the records on this machine it was given to nobody.',
  given: ({ time, to, opening }: { time: string; to: readonly string[]; opening: string | null }) =>
    `${time}: given to ${to.join(', ')}${opening === null ? '' : `, under the opening agreement ${opening}`}. ${to.length === 1 ? 'It' : 'They'} may have the result.`,
};

function afterRenewals(renewals: number): string {
  return renewals === 0 ? '' : `, as its shares were after ${renewals} renewal${renewals === 1 ? '' : 's'},`;
}

/** An agreement to open a sealed result to fewer, or for another purpose. */
export const opening = {
  /** Of a document. */
  title: 'Opening agreement',
  headings: { purpose: 'Purpose of this opening', learns: 'Who learns the result by it', written: 'Written', digest: 'Digest of this opening' },
  onlyThese: (recipients: readonly string[]) => `${recipients.join(', ')}. The opening gives it to no other party.`,
  ofSession: (session: string, agreement: string) => `The sealed result is that of session ${session}, under the agreement ${agreement}.`,
};
