import type { Texts } from '../texts.js';

export const linear: Texts['linear'] = {
  sum: (columns) => `Die genaue Summe von ${columns > 1 ? `jeder von ${columns} Spalten` : 'einer Spalte'} über alle Zeilen aller Beitragenden zusammen. Das Ergebnis ist ${columns > 1 ? 'eine Zahl für jede Spalte' : 'diese eine Zahl'}.`,
  average: ({ columns, digits }) =>
    `Der genaue Durchschnitt von ${columns > 1 ? `jeder von ${columns} Spalten` : 'einer Spalte'} über alle Zeilen aller Beitragenden zusammen, mit der Summe und der Anzahl der Werte, aus denen er sich ergibt. Er wird mit ${digits} Nachkommastellen mehr ausgegeben, als die Spalte hat, zur nächsten gerundet. Liegt er genau in der Mitte, wird seine letzte Ziffer gerade.`,
  column: ({ name, decimals, min, max }) => `Spalte "${name}": ${decimals === 0 ? 'ganze Zahlen' : `Zahlen mit höchstens ${decimals} Nachkommastellen`} von ${min} bis ${max}. Jeder andere Wert ist ein Fehler.`,
  emptyCells: {
    refuse: 'Eine leere Zelle ist ein Fehler.',
    skip: 'Eine leere Zelle wird ausgelassen, als hätte diese Zeile die Spalte nicht.',
    zero: 'Eine leere Zelle zählt als 0.',
  },
  onError: 'Gibt es einen Fehler, so hält das eigene Programm der Partei an, bevor es etwas sendet, das von ihrer Datei abhängt.',

  mayHaveNone: 'ACHTUNG: Ein Beitragender kann gar keine Zeilen haben, und niemand sieht das. Haben alle bis auf zwei keine, so erfahren diese zwei die Summen voneinander.',
  twoAndRecipient: 'ACHTUNG: Es gibt nur zwei Beitragende. Sagt einer von ihnen einem Empfänger die eigene Summe, so kennt der Empfänger die des anderen.',
  twoLearnBoth: (first, second) => `ACHTUNG: Es gibt nur zwei Beitragende. ${first} erfährt die Summe von ${second}, und ${second} erfährt die von ${first}: Jeder kann die eigene Summe vom Ergebnis abziehen.`,
  twoLearnOne: (learner, other) => `ACHTUNG: Es gibt nur zwei Beitragende. ${learner} erfährt die Summe von ${other}, durch Abziehen der eigenen Summe vom Ergebnis.`,
  allButOne: 'Arbeiten alle Beitragenden bis auf einen zusammen und kennen das Ergebnis, so können sie ihre eigenen Summen davon abziehen. Dann kennen sie die Summe des letzten.',
  differences: 'Der Unterschied zwischen diesem Ergebnis und einem anderen, etwa dem des Vormonats, kann die Zahl eines einzelnen Menschen sein.',

  secretInputs: 'Was eine Partei eingibt, bleibt geheim vor dem Relay und vor den anderen Parteien, auch wenn sie alle zusammenarbeiten und die Regeln brechen. Wer das Ergebnis erfährt, erfährt auch, was daraus zusammen mit dem folgt, was er schon weiß.',
  mostRows: ({ rows, mayHaveNone }) =>
    `Höchstens ${rows} Zeilen von jedem Beitragenden. ${mayHaveNone ? 'Es ist erlaubt, dass ein Beitragender keine Zeilen hat.' : 'Die Datei jedes Beitragenden hat mindestens eine Zeile und mindestens einen Wert in jeder Spalte. Sonst lehnt das eigene Programm die Datei ab.'}`,
  exact: 'Summen sind genau: Keine kann für das Programm zu groß werden.',

  head: { column: 'Spalte', sum: 'Summe', average: 'Durchschnitt', count: 'Anzahl' },
  noRows: '(keine Zeilen)',
};
