import type { Texts } from '../texts.js';

export const receipt: Texts['receipt'] = {
  headings: {
    receipt: 'Beleg',
    signedBy: 'Unterschrieben von',
    transcript: 'Protokoll',
    opening: 'Beleg einer Öffnung',
    release: 'Aufzeichnung einer Herausgabe',
    resharing: 'Beleg einer Neuverteilung',
    share: 'Anteil an einem versiegelten Ergebnis',
  },
  session: (id) => `Sitzung ${id}`,
  complete: 'Jede Partei hat der Vereinbarung unten zugestimmt, bis zum Ende teilgenommen und unterschrieben.',
  incomplete: (missing) => `UNVOLLSTÄNDIG: Jede Partei hat der Vereinbarung unten zugestimmt, aber diesen Beleg nicht unterschrieben: ${missing.join(', ')}.`,
  unverified: (names) => `IDENTITÄTEN UNGEPRÜFT: Die Wörter der Sitzung nicht mit den anderen verglichen: ${names.join(', ')}.`,
  signature: ({ name, at, verified }) => `${name}, um ${at} nach eigener Uhr, Identitäten ${verified ? 'geprüft' : 'UNGEPRÜFT'}`,
  nobody: 'niemand',

  opened: (session, renewals) => `Das versiegelte Ergebnis der Sitzung ${session} wurde geöffnet${afterRenewals(renewals)}.`,
  approvedBy: (names) => `Zugestimmt von: ${names.join(', ')}`,
  openedBy: (names) => `Geöffnet von: ${names.join(', ')}`,
  asTold: (by) => `Wie es ${by} bei dieser einen Öffnung mitgeteilt wurde.`,
  release: ({ at, by, session, renewals, to }) =>
    `Um ${at} nach eigener Uhr war ${by} im Begriff, den eigenen Anteil am versiegelten Ergebnis der Sitzung ${session}${afterRenewals(renewals)} zu geben an: ${to.join(', ')}. Seitdem ${to.length === 1 ? 'kann diese Partei' : 'können diese Parteien'} das Ergebnis haben.`,
  dealtAnew: (session, dealers) => `Die Anteile am versiegelten Ergebnis der Sitzung ${session} wurden neu ausgegeben von: ${dealers.join(', ')}.`,
  before: ({ epoch, needed, holders }) => `Davor, Zeitabschnitt ${epoch}: ${needed} von diesen ${holders.length} öffneten es gemeinsam: ${holders.join(', ')}.`,
  since: ({ epoch, needed, holders }) => `Seitdem, Zeitabschnitt ${epoch}: ${needed} von diesen ${holders.length} öffnen es gemeinsam: ${holders.join(', ')}.`,
  approvedAndSigned: (names) => `Zugestimmt und unterschrieben von: ${names.join(', ')}`,

  reshared: ({ epoch, needed, holders }) => `Fertig: Zeitabschnitt ${epoch}. ${needed} von diesen öffnen das Ergebnis gemeinsam: ${holders.join(', ')}.`,
  newShare: (file) => `Anteil: ${file}`,
  leftOver: (file) => `Diese Partei hat keinen Anteil mehr. Vernichten Sie ${file}.`,
  oldShares: 'Alte Anteile öffnen das Ergebnis weiterhin, wenn genug davon zusammenkommen: Vernichten Sie alle Kopien, auch Sicherungskopien.',

  shareOf: (holder, isEncrypted) => `Dies ist der Anteil von ${holder}${isEncrypted ? ', verschlüsselt für die Identität dieser Partei' : ''}.`,
  openTogether: (needed, holders) => `${needed} von diesen ${holders.length} öffnen das Ergebnis gemeinsam: ${holders.join(', ')}.`,
  asDealt: 'Die Anteile sind, wie sie in der Sitzung ausgegeben wurden.',
  renewed: (times) => `Die Anteile wurden seitdem ${times} Mal erneuert.`,
  givenToNobody: 'Nach den Aufzeichnungen auf diesem Rechner wurde er niemandem gegeben.',
  given: ({ time, to, opening }) => `${time}: gegeben an ${to.join(', ')}${opening === null ? '' : `, unter der Öffnungsvereinbarung ${opening}`}. ${to.length === 1 ? 'Diese Partei kann' : 'Diese Parteien können'} das Ergebnis haben.`,
};

function afterRenewals(renewals: number): string {
  return renewals === 0 ? '' : `, nach dem Stand der Anteile nach ${renewals} ${renewals === 1 ? 'Erneuerung' : 'Erneuerungen'},`;
}

export const opening: Texts['opening'] = {
  title: 'Öffnungsvereinbarung',
  headings: { purpose: 'Zweck dieser Öffnung', learns: 'Wer das Ergebnis dadurch erfährt', written: 'Geschrieben', digest: 'Prüfsumme (Digest) dieser Öffnung' },
  onlyThese: (recipients) => `${recipients.join(', ')}. Die Öffnung gibt es keiner anderen Partei.`,
  ofSession: (session, agreement) => `Das versiegelte Ergebnis ist das der Sitzung ${session}, unter der Vereinbarung ${agreement}.`,
};
