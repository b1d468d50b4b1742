import type { KeyCheck, KeyRemark, NameRemark } from '../shapes.js';
import type { Texts } from '../texts.js';

export const agreement: Texts['agreement'] = {
  headings: {
    purpose: 'Zweck',
    first: 'Lesen Sie dies zuerst',
    computed: 'Was berechnet wird',
    parties: 'Wer teilnimmt',
    learns: 'Wer das Ergebnis erfährt',
    protects: 'Was geschützt ist',
    limits: 'Grenzen',
    sessionWords: 'Diese Sitzung, in Wörtern zum Vergleich am Telefon',
    keyWords: 'Schlüssel, in Wörtern zum Vergleich am Telefon',
    copy: 'Dieses Exemplar',
    meanings: 'Was diese Wörter bedeuten',
    digest: 'Prüfsumme (Digest)',
  },
  title: (purpose) => `Vereinbarung: ${purpose}`,
  attention: (text) => `ACHTUNG, auf Englisch: ${text}`,
  inEnglish: (text) => `Auf Englisch: ${text}`,
  fileCounts: 'Es zählt die Datei der Vereinbarung mit dieser Prüfsumme. Diesen Text kann jeder ändern, der ihn hat.',
  legalBasis: (text) => `Rechtsgrundlage: ${text}`,

  party: ({ name, role, putsDataIn, remark, key }) => `${name} (${role === undefined ? '' : `„${role}“; `}${putsDataIn ? 'gibt Daten ein' : 'gibt keine Daten ein'}${remark === undefined ? '' : `; ${remark}`}), Schlüssel ${key}`,
  metByInvite: 'Diese Parteien sind durch eine Einladung zusammengekommen: Solange nicht alle die Wörter der Sitzung verglichen haben, sind ihre Identitäten ungeprüft.',
  namedKeys: 'Jede Partei nimmt mit dem Schlüssel teil, der hier genannt ist. Ein anderer Schlüssel wird nicht angenommen.',

  everyParty: 'Jede Partei.',
  onlyThese: (names) => `${names.join(', ')}. Die Sitzung gibt es keiner anderen Partei.`,
  sealedUntil: ({ needed, holders, recipients }) =>
    `In der Sitzung selbst erfährt es niemand. Es bleibt versiegelt, bis ${needed} von diesen ${holders.length} Parteien es gemeinsam öffnen: ${holders.join(', ')}. Wer es dann erfährt: ${recipients?.join(', ') ?? 'jede Partei'}.`,
  fewerCannot: (needed) => `Weniger als ${needed} von ihnen können es nicht öffnen, auch nicht gemeinsam.`,

  inviteRisk: 'ACHTUNG: Wer die Einladung hatte, kann unter jedem beliebigen Namen teilgenommen haben und würde erfahren, was die Partei dieses Namens erfährt. Vergleichen Sie die Wörter am Telefon, bevor Sie den Namen vertrauen.',
  holdersCanOpen: (needed) => `${needed} Verwahrer, die gemeinsam die Regeln brechen, können das Ergebnis für sich oder für andere öffnen.`,
  nobodyChecks: 'Niemand kann prüfen, ob das, was eine andere Partei eingibt, wahr oder vollständig ist.',
  anyCanStop: 'Jede Partei kann die Sitzung abbrechen.',
  anyCanStopOne: (recipient) => `Jede Partei kann die Sitzung abbrechen. Dann hat ${recipient} möglicherweise kein Ergebnis.`,
  anyCanStopSeveral: 'Jede Partei kann die Sitzung abbrechen. Eine Partei, die im richtigen Augenblick abbricht, hat das Ergebnis möglicherweise, während andere keines haben.',

  expires: ({ expires, runs }) => `Diese Vereinbarung läuft ab: ${expires}. ${runs === 1 ? 'Sie kann einmal ausgeführt werden.' : `Sie kann ${runs} Mal ausgeführt werden.`}`,
  relay: ({ relay, byInvite }) =>
    `Die Parteien treffen sich am Relay ${relay}. Es sieht Größe und Zeit der Nachrichten sowie Netzwerkadressen. Es kann Nachrichten nicht lesen und keine unbemerkt verändern.${byInvite ? ' Hat sein Betreiber auch die Einladung, so kann er beides, und die Wörter der Sitzung sind dann bei den Parteien verschieden.' : ''}`,
};

export const keys: Texts['keys'] = {
  remark: (remark) => [whoIs(remark), ...attentionTo(remark)].join('; '),
  checked: isChecked,
  attention: attentionTo,
};

function whoIs({ who, as, checked }: KeyRemark): string {
  switch (who) {
    case 'self':
      return as === undefined ? 'das sind Sie' : `das sind Sie, hier mit dem Namen "${as}"`;
    case 'known':
      return `Ihnen bekannt${as === undefined ? '' : ` als "${as}"`}${checked === undefined ? '' : `; ${isChecked(checked)}`}`;
    case 'unknown':
      return 'NICHT unter den Parteien, die Sie kennen';
    case 'former key':
      return 'ACHTUNG: der Schlüssel, den diese Partei hatte, bevor sie ihn wechselte, und den inzwischen jemand anders haben kann';
  }
}

function isChecked({ verified, directory }: KeyCheck): string {
  if (verified === undefined) return `Schlüssel UNGEPRÜFT${directory === undefined ? '' : `, aus dem Verzeichnis von "${directory}"`}: vergleichen Sie seinen Fingerabdruck am Telefon`;
  return `Schlüssel geprüft am ${verified.on}${verified.by === undefined ? '' : ` durch ${verified.by}`}${verified.changed === undefined ? '' : `; gewechselt am ${verified.changed} durch eine Erklärung, die der Schlüssel davor unterschrieben hat`}`;
}

function attentionTo({ likeKnown, likeOther, mixesScripts }: NameRemark): string[] {
  return [
    ...(likeKnown === undefined ? [] : [`ACHTUNG: Dieser Name sieht aus wie "${likeKnown}", den Sie kennen, und ist mit anderen Buchstaben geschrieben`]),
    ...(likeOther === undefined ? [] : [`ACHTUNG: Dieser Name sieht aus wie "${likeOther}", der ebenfalls teilnimmt, und ist mit anderen Buchstaben geschrieben`]),
    ...(mixesScripts === true ? ['ACHTUNG: Ein Wort dieses Namens mischt Buchstaben mehrerer Alphabete'] : []),
  ];
}
