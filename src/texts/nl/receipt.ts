import type { Texts } from '../texts.js';

export const receipt: Texts['receipt'] = {
  headings: {
    receipt: 'Bewijs',
    signedBy: 'Ondertekend door',
    transcript: 'Transcript',
    opening: 'Bewijs van een opening',
    release: 'Aantekening van een afgifte',
    resharing: 'Bewijs van een herverdeling',
    share: 'Deel van een verzegeld resultaat',
  },
  session: (id) => `Sessie ${id}`,
  complete: 'Elke partij heeft de overeenkomst hieronder goedgekeurd, tot het einde deelgenomen, en ondertekend.',
  incomplete: (missing) => `ONVOLLEDIG: elke partij heeft de overeenkomst hieronder goedgekeurd, maar dit bewijs is niet ondertekend door ${missing.join(', ')}.`,
  unverified: (names) => `IDENTITEITEN NIET GECONTROLEERD: de woorden van de sessie zijn niet met de anderen vergeleken door ${names.join(', ')}.`,
  signature: ({ name, at, verified }) => `${name}, op ${at} volgens de eigen klok, identiteiten ${verified ? 'gecontroleerd' : 'NIET GECONTROLEERD'}`,
  nobody: 'niemand',

  opened: (session, renewals) => `Het verzegelde resultaat van sessie ${session} is geopend${afterRenewals(renewals)}.`,
  approvedBy: (names) => `Goedgekeurd door: ${names.join(', ')}`,
  openedBy: (names) => `Geopend door: ${names.join(', ')}`,
  asTold: (by) => `Zoals aan ${by} is meegedeeld in deze ene opening.`,
  release: ({ at, by, session, renewals, to }) =>
    `Op ${at} volgens de eigen klok stond ${by} op het punt het eigen deel van het verzegelde resultaat van sessie ${session}${afterRenewals(renewals)} te geven aan: ${to.join(', ')}. Sindsdien ${to.length === 1 ? 'kan die' : 'kunnen die'} het resultaat hebben.`,
  dealtAnew: (session, dealers) => `De delen van het verzegelde resultaat van sessie ${session} zijn opnieuw uitgedeeld door: ${dealers.join(', ')}.`,
  before: ({ epoch, needed, holders }) => `Daarvoor, tijdvak ${epoch}: ${needed} van deze ${holders.length} openden het samen: ${holders.join(', ')}.`,
  since: ({ epoch, needed, holders }) => `Sindsdien, tijdvak ${epoch}: ${needed} van deze ${holders.length} openen het samen: ${holders.join(', ')}.`,
  approvedAndSigned: (names) => `Goedgekeurd en ondertekend door: ${names.join(', ')}`,

  reshared: ({ epoch, needed, holders }) => `Klaar: tijdvak ${epoch}. ${needed} van dezen openen het resultaat samen: ${holders.join(', ')}.`,
  newShare: (file) => `Deel: ${file}`,
  leftOver: (file) => `Deze partij heeft geen deel meer. Vernietig ${file}.`,
  oldShares: 'Oude delen openen het resultaat nog steeds als er genoeg bij elkaar komen: vernietig alle kopieën, ook back-ups.',

  shareOf: (holder, isEncrypted) => `Dit is het deel van ${holder}${isEncrypted ? ', versleuteld voor de identiteit van die partij' : ''}.`,
  openTogether: (needed, holders) => `${needed} van deze ${holders.length} openen het resultaat samen: ${holders.join(', ')}.`,
  asDealt: 'De delen zijn zoals zij in de sessie zijn uitgedeeld.',
  renewed: (times) => `De delen zijn sindsdien ${times} keer vernieuwd.`,
  givenToNobody: 'Volgens de aantekeningen op deze machine is het aan niemand gegeven.',
  given: ({ time, to, opening }) => `${time}: gegeven aan ${to.join(', ')}${opening === null ? '' : `, onder de openingsovereenkomst ${opening}`}. ${to.length === 1 ? 'Die kan' : 'Die kunnen'} het resultaat hebben.`,
};

function afterRenewals(renewals: number): string {
  return renewals === 0 ? '' : `, zoals de delen na ${renewals} ${renewals === 1 ? 'vernieuwing' : 'vernieuwingen'} waren,`;
}

export const opening: Texts['opening'] = {
  title: 'Openingsovereenkomst',
  headings: { purpose: 'Doel van deze opening', learns: 'Wie het resultaat daardoor te weten komt', written: 'Geschreven', digest: 'Digest van deze opening' },
  onlyThese: (recipients) => `${recipients.join(', ')}. De opening geeft het aan geen andere partij.`,
  ofSession: (session, agreement) => `Het verzegelde resultaat is dat van sessie ${session}, onder de overeenkomst ${agreement}.`,
};
