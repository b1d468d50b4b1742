import type { Texts } from '../texts.js';
import { decimal, listed } from './listed.js';

export const compare: Texts['compare'] = {
  most: 'wer die größte Zahl hat (alle, die sie haben, wenn es mehrere sind)',
  least: 'wer die kleinste Zahl hat (alle, die sie haben, wenn es mehrere sind)',
  order: 'die Reihenfolge aller Beitragenden, von der größten Zahl zur kleinsten (wer gleiche Zahlen hat, steht zusammen)',
  max: 'die größte Zahl',
  min: 'die kleinste Zahl',
  median: ({ position, count }) => `den Median, das ist Nummer ${position} von ${count}, von der kleinsten an gezählt${count % 2 === 0 ? ' (die niedrigere der beiden in der Mitte)' : ''}`,
  more: (first, other) => `ob die Zahl von ${first} größer ist als die von ${other} (sind sie gleich, ist die Antwort nein)`,
  computed: ({ column, isOneCell, learned, showsNumber }) =>
    `Jeder Beitragende hat eine Zahl: ${isOneCell ? `die eine Zelle der Spalte "${column}" in der eigenen Datei` : `die Summe der Spalte "${column}" über die Zeilen der eigenen Datei`}. Das Ergebnis nennt: ${learned.join(', und ')}. ${showsNumber ? 'Keine andere Zahl steht im Ergebnis.' : 'Keine Zahl steht im Ergebnis.'}`,

  showsAndNames: 'ACHTUNG: Das Ergebnis enthält die genaue Zahl eines Beitragenden und sagt, wem sie gehört.',
  showsOfTwo: 'ACHTUNG: Das Ergebnis enthält die genaue Zahl eines Beitragenden, und es gibt nur zwei: Eine Partei, die sieht, dass es nicht ihre eigene ist, weiß, dass es die der anderen ist.',
  showsUnnamed: 'ACHTUNG: Das Ergebnis enthält die genaue Zahl eines Beitragenden, ohne Namen. Ein Empfänger weiß oder errät vielleicht, wem sie gehört.',
  canTry: ({ contributors, runs }) =>
    `ACHTUNG: Ein Beitragender kann statt der eigenen Zahl eine beliebige eingeben. Erfährt er das Ergebnis, so sagt es ihm, ob ${contributors === 2 ? 'die Zahl des anderen' : 'Zahlen anderer'} darüber oder darunter ${contributors === 2 ? 'liegt' : 'liegen'}.${contributors > 2 ? ' Mehrere, die zusammenarbeiten, können ebenso viele Zahlen auf einmal versuchen.' : ''} ${runs === 1 ? 'Mit jeder weiteren Vereinbarung kann er eine andere Zahl versuchen.' : `Diese Vereinbarung erlaubt das ${runs} Mal.`}`,
  canEnd: 'Eine Partei, die die Regeln bricht, kann die Sitzung beenden, und oft kann niemand sagen, welche Partei es war.',
  noWrongResult: 'Eine Partei, die die Regeln bricht, kann die anderen nicht dazu bringen, ein falsches Ergebnis anzunehmen, abgesehen von dem, was sie selbst eingibt.',

  oneRow: 'Die Datei jedes Beitragenden hat genau eine Zeile, mit einem Wert in der Spalte. Sonst lehnt das eigene Programm die Datei ab.',
  severalRows: (most) => `Höchstens ${most} Zeilen von jedem Beitragenden. Die Datei jedes Beitragenden hat mindestens eine Zeile und mindestens einen Wert in der Spalte. Sonst lehnt das eigene Programm die Datei ab.`,
  range: (low, high) => `Jede Zahl liegt zwischen ${low} und ${high}, beide eingeschlossen. Die Parteien prüfen das gemeinsam, ohne die Zahlen zu sehen. Liegt eine außerhalb, endet die Sitzung ohne Ergebnis, und die Prüfung sagt nicht, wessen Zahl es war.`,
  sends: (megabytes) => `Jede Partei sendet jeder anderen Partei höchstens ${decimal(megabytes)} Megabyte.`,

  hasGreatest: (parties) => `${listed(parties)} ${parties.length === 1 ? 'hat' : 'haben'} die größte Zahl.${parties.length === 1 ? '' : ' Ihre Zahlen sind gleich.'}`,
  hasSmallest: (parties) => `${listed(parties)} ${parties.length === 1 ? 'hat' : 'haben'} die kleinste Zahl.${parties.length === 1 ? '' : ' Ihre Zahlen sind gleich.'}`,
  fromGreatest: 'von der größten Zahl zur kleinsten',
  equal: (names) => `${listed(names)} (gleich)`,
  listed,
  head: { column: 'Spalte', max: 'größte Zahl', min: 'kleinste Zahl', median: 'Median' },
  isGreater: (first, other) => `Ja: Die Zahl von ${first} ist größer als die von ${other}.`,
  isNotGreater: (first, other) => `Nein: Die Zahl von ${first} ist nicht größer als die von ${other}.`,
};
