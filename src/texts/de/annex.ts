import type { Texts } from '../texts.js';

export const annex: Texts['annex'] = {
  title: (purpose) => `Anlage zum Datenschutz: ${purpose}`,
  headings: {
    about: 'Was diese Anlage ist',
    processing: '1. Die Verarbeitung und ihr Zweck (a)',
    necessity: '2. Notwendigkeit und Verhältnismäßigkeit (b)',
    risks: '3. Risiken für die betroffenen Personen (c)',
    measures: '4. Maßnahmen (d)',
    decision: '5. Rat und Entscheidung',
  },
  gap: (text) => `AUSZUFÜLLEN: ${text}`,

  byProgram: 'Ein Programm hat diese Anlage aus einer einzigen Vereinbarung ausgefüllt, für diejenigen, die eine Datenschutz-Folgenabschätzung durchführen. Die Anlage ist nicht diese Abschätzung, sie ist kein Rechtsrat, und sie genehmigt nichts.',
  ofAgreement: (digest) => `Die Vereinbarung ist die Datei mit dem Digest ${digest}. Wo sich dieser Text und die Datei unterscheiden, gilt die Datei.`,
  order: 'Die Reihenfolge ist die von Artikel 35 Absatz 7 der Verordnung (EU) 2016/679. Zeilen, die mit AUSZUFÜLLEN beginnen, sind für den Datenschutzbeauftragten und den Verantwortlichen.',

  noLegalBasis: 'die Rechtsgrundlage. Die Vereinbarung nennt keine.',
  legalBasisHolds: 'ob die genannte Rechtsgrundlage für jede Partei zutrifft.',
  contact: (name) => `an wen man sich bei ${name} wenden kann.`,
  retention: 'wie lange das Ergebnis aufbewahrt wird, und wer es löscht. Die Vereinbarung sagt das nicht.',
  whoseData: 'wessen Daten es sind, wie viele Menschen es betrifft, und welche besonderen Kategorien personenbezogener Daten darunter sind.',
  controllers: 'wer Verantwortlicher, gemeinsam Verantwortlicher oder Auftragsverarbeiter ist. Das gilt auch für den Betreiber des Relays.',
  countries: 'in welchen Ländern die Parteien und das Relay sind, und ob Daten in ein Drittland übermittelt werden.',

  necessary: 'warum der Zweck diese Berechnung erfordert, und warum es nicht mit weniger Daten oder auf andere Weise geht.',
  rights: 'wie die betroffenen Personen informiert werden, und wie sie ihre Rechte ausüben.',

  likelihood: 'wie wahrscheinlich und wie schwer jedes dieser Risiken für die betroffenen Personen ist.',

  ofProgram: 'Durch das Programm:',
  encrypted: 'Nachrichten zwischen Parteien sind von Partei zu Partei verschlüsselt. Das Relay gibt sie weiter und hat keinen Schlüssel dazu.',
  approvedFirst: 'Das Programm jeder Partei berechnet nichts, bevor alle Parteien demselben Digest zugestimmt haben.',
  receipt: 'Jede Partei, die die Sitzung gut beendet, bewahrt einen Beleg mit der Vereinbarung und den Zustimmungen auf. Das Ergebnis steht nicht darin.',
  restsOn: 'Worauf diese Maßnahmen beruhen:',
  machines: 'Der Rechner und das Benutzerkonto einer Partei sind nicht in der Hand anderer, und ihre Benutzer vergleichen Schlüssel oder Wörter auf einem Weg, den ein Angreifer nicht beherrscht.',
  assumptions: 'Die kryptographischen Annahmen, die das Bedrohungsmodell des Projekts aufzählt (docs/threat-model.md).',
  areNot: 'Was sie nicht sind:',
  noAudit: 'Niemand außerhalb des Projekts hat das Programm geprüft, und es ist nicht zertifiziert. Seine Ergebnisse sind genau; es wird kein Rauschen hinzugefügt (docs/compliance.md).',
  ownMeasures: 'Maßnahmen jeder Organisation: wer den Rechner benutzen darf, Sicherungskopien, Schulung, was mit dem Ergebnis geschieht.',

  advice: 'der Rat des Datenschutzbeauftragten (Artikel 35 Absatz 2), mit Name und Datum.',
  views: 'der Standpunkt der betroffenen Personen oder ihrer Vertreter, oder warum er nicht eingeholt wurde (Artikel 35 Absatz 9).',
  remaining: 'welches Risiko bleibt, und ob die Aufsichtsbehörde vorher konsultiert werden muss (Artikel 36).',
  decision: 'die Entscheidung jedes Verantwortlichen, mit Name und Datum.',
};
