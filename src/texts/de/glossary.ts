import type { Texts } from '../texts.js';

export const glossary: Texts['glossary'] = {
  contributor: { term: 'Beitragender', found: /\bBeitragende[nr]?\b/i, meaning: 'eine Partei, die Daten eingibt.' },
  digest: { term: 'Prüfsumme (Digest)', found: /\b(Prüfsumme|Digest)\b/i, meaning: 'eine Zahl, die aus jedem Buchstaben dieser Vereinbarung errechnet ist. Ändert sich ein Buchstabe, ändert sich die Prüfsumme. Eine Zustimmung gilt für eine Prüfsumme.' },
  holder: { term: 'Verwahrer', found: /\bVerwahrern?\b/i, meaning: 'eine Partei, die einen Anteil an einem versiegelten Ergebnis aufbewahrt. Ein Anteil allein sagt nichts über das Ergebnis.' },
  invite: { term: 'Einladung', found: /\bEinladung\b/i, meaning: 'die Zeile, die der Vorschlagende verschickt hat und mit der jeder beitreten kann.' },
  key: { term: 'Schlüssel', found: /\bSchlüsseln?\b/i, meaning: 'die Zeile, die mit mpc1 beginnt. An ihr erkennt das Programm einer Partei eine andere Partei. Sie ist nicht geheim.' },
  ledger: { term: 'Konto', found: /\bKont(o|en)\b/i, meaning: 'was das eigene Programm einer Partei darüber aufzeichnet, wie viel andere an ihren Daten versuchen konnten. Die Partei setzt eine Grenze, und ihr Programm lehnt ab, was darüber hinausgeht.' },
  mix: { term: 'mischen', found: /\b(mischens?|mischt|gemischt)\b/i, meaning: 'Listen noch einmal verschlüsseln und umordnen. Die Parteien tun das nacheinander, in der Reihenfolge, in der sie genannt sind. Das verbirgt, von wessen Liste ein Eintrag kommt; "Lesen Sie dies zuerst" sagt, vor wem nicht.' },
  recipient: { term: 'Empfänger', found: /\bEmpfängern?s?\b/i, meaning: 'eine Partei, die das Ergebnis erfährt.' },
  relay: { term: 'Relay', found: /\bRelay\b/i, meaning: 'der Computer, der die Nachrichten der Parteien weitergibt.' },
  sealed: { term: 'versiegelt', found: /\b(versiegelte?[ns]?|Siegel)\b/i, meaning: 'in Anteilen aufbewahrt, so dass niemand das Ergebnis kennt, bevor genug von denen, die die Anteile haben, es öffnen.' },
  spelling: { term: 'Schreibweise', found: /\bSchreibweisen?\b/i, meaning: 'eine Form, in der eine Zeile verglichen wird: wie sie geschrieben ist, wie sie klingt, ohne einen ihrer Namen, und so weiter.' },
};
