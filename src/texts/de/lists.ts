import { ruleIn } from '../rule-names.js';
import type { ComparedColumn, Unit } from '../shapes.js';
import type { Texts } from '../texts.js';
import { listed } from './listed.js';

const KINDS: Record<ComparedColumn['type'], string> = {
  exact: 'genau wie geschrieben, abgesehen von Leerzeichen davor und danach',
  text: 'ohne Rücksicht auf Groß- und Kleinschreibung, Akzente, Leerzeichen, Satzzeichen und Alphabet',
  name: 'ein Name, ohne Rücksicht auf Groß- und Kleinschreibung, Akzente, Reihenfolge, Titel und Alphabet',
  date: 'ein Datum',
  phone: 'eine Telefonnummer, wie auch immer geschrieben',
  email: 'eine E-Mail-Adresse, ohne Rücksicht auf Groß- und Kleinschreibung',
  iban: 'eine IBAN, mit oder ohne Leerzeichen',
  plate: 'ein Kennzeichen: seine Buchstaben und Ziffern',
  postcode: 'eine Postleitzahl: ihre Buchstaben und Ziffern',
  id: 'Buchstaben und Ziffern, ohne Rücksicht auf Groß- und Kleinschreibung, Leerzeichen und Satzzeichen',
};

const ORDERS = { ymd: 'Jahr, Monat, Tag', dmy: 'Tag, Monat, Jahr', mdy: 'Monat, Tag, Jahr' };

function kind({ type, order, region, scheme }: ComparedColumn): string {
  if (type === 'date') return `${KINDS.date}, geschrieben als ${ORDERS[order ?? 'ymd']}, oder wie 2001-12-31`;
  if (region !== undefined) return `${KINDS[type]}; verstanden als eine von ${region}${type === 'phone' ? ', wenn sie keine Landesvorwahl hat' : ''}, es sei denn, eine Partei sagt über ihre eigene Datei etwas anderes`;
  return scheme === undefined ? KINDS[type] : `${KINDS[type]}; die Prüfziffern müssen die von ${scheme} sein`;
}

function columns(all: readonly ComparedColumn[]): string {
  return all.map((column) => `"${column.name}" (${kind(column)})`).join('; ');
}

const UNITS: Record<Unit, { readonly one: string; readonly other: string }> = { row: { one: 'Zeile', other: 'Zeilen' }, spelling: { one: 'Schreibweise', other: 'Schreibweisen' } };

function tested(count: number, unit: Unit): string {
  return `${count} ${count === 1 ? UNITS[unit].one : UNITS[unit].other}`;
}

export const lists: Texts['lists'] = {
  kind,
  tested,
  cap({ rows, spellings }) {
    if (rows === 0) return 'keine Zeilen';
    return spellings === undefined ? tested(rows, 'row') : `${tested(rows, 'row')} (${tested(spellings, 'spelling')})`;
  },
  each: (all) => all.map(({ name, most }) => `${name} ${most}`).join(', '),
  columns: (all) => `Zwei Zeilen gelten als gleich, wenn diese Spalten übereinstimmen: ${columns(all)}.`,
  groups: 'Zwei Zeilen gelten als gleich, wenn alle Spalten irgendeiner dieser Gruppen übereinstimmen, was auch immer in den anderen steht.',
  group: (name, all) => `Gruppe ${name}: ${columns(all)}.`,
  placeholders: (added) =>
    `Eine Zelle, die für keinen Wert steht, wie "unknown", "N.N.", "n/a", "0000", "xxx" oder "-", gilt als leer (docs/keys.md nennt sie).${added === undefined ? '' : ` In dieser Vereinbarung gilt das auch für eine Zelle mit einem dieser Texte: ${added.map((text) => `"${text}"`).join(', ')}.`} Eine Zeile, die nichts zu vergleichen hat, wird nicht geprüft.`,
  ruleName: ruleIn({
    whole: {
      exact: 'genau',
      'names swapped': 'Namen vertauscht',
      'names sound alike': 'Namen klingen gleich',
      'names in short, or fewer names': 'Namen in Kurzform, oder weniger Namen',
      'one name less, by beginning': 'ein Name weniger, nach dem Anfang',
      'one name less, by sound': 'ein Name weniger, nach dem Klang',
    },
    ofDate: { 'another day': 'ein anderer Tag', 'another month': 'ein anderer Monat', 'another year, or day and month swapped': 'ein anderes Jahr, oder Tag und Monat vertauscht' },
    without: (column) => `ohne ${column}`,
    oneNameAsItIs: 'ein Name wie er ist',
  }),
  rule: (rule, group) => (group === undefined ? rule : `${rule} (von Gruppe ${group})`),
  near: (rules) => `Zwei Zeilen gelten auch als gleich, wenn sie auf irgendeine dieser Arten übereinstimmen: ${rules.join('; ')}. Das eigene Programm des Empfängers zeigt, auf welche dieser Arten eine Zeile übereinstimmt.`,
  version: (rules) => `Version der Regeln für den Vergleich: ${rules}.`,

  weakestGroup: 'Die schwächste Gruppe von Spalten entscheidet: Zeilen zweier verschiedener Menschen stimmen überein, wenn sie allein in dieser Gruppe übereinstimmen.',
  differentPeople: (leavesOut) => `Zeilen zweier verschiedener Menschen können übereinstimmen, da ähnliche Schreibweisen als gleich gelten.${leavesOut ? ' Eine Zeile, die nur "ohne" eine Spalte übereinstimmt, gehört oft jemand anderem mit demselben Namen.' : ''}`,
  nearFitsMany: 'Manche ähnlichen Schreibweisen passen auf viele Menschen. Ein Empfänger, der rät, erfährt durch sie mehr als durch ganze Namen.',
  sealStopsOne: (makers) => `Das Siegel hält einen Empfänger auf, der allein handelt. Arbeitet ein Empfänger mit ${listed(makers, 'oder')} zusammen, so können die beiden das Ergebnis ohne die Verwahrer erfahren.`,
  outside: 'Listen bleiben geheim vor dem Relay und vor jeder Partei, die keine Liste hat, es sei denn, eine Partei, die eine hat, erzählt es ihr.',

  atMost: ({ most, told }) =>
    `Höchstens: ${most}. Die anderen sehen diese Zahlen. ${told === undefined ? 'Wie viele Zeilen es wirklich sind, wird niemandem gesendet; wie lange eine Partei zum Lesen ihrer Datei braucht, kann ein Hinweis darauf sein.' : `ACHTUNG: ${listed(told)} ${told.length === 1 ? 'erfährt' : 'erfahren'} auch, wie viele Zeilen jede Liste wirklich hat, und wie viele davon geprüft werden konnten. Das eigene Programm jeder Partei meldet diese Zahlen, und niemand kann sie nachprüfen.`}`,
  spellings: (count) => `Eine Zeile wird in ${count} Schreibweisen verglichen, eine nach der anderen.`,
  leastUsable: (percent) => `Das eigene Programm einer Partei hält an, wenn weniger als ${percent} von 100 ihrer Zeilen geprüft werden können, es sei denn, ihr Benutzer sagt, dass das so gemeint ist. Das Ergebnis sagt, welche Zeilen nicht geprüft wurden.`,
  maxMatches: (most) => `Stimmen mehr als ${most} Zeilen überein, so zeigt das eigene Programm des Empfängers nur ihre Anzahl. Ein verändertes Programm kann die Zeilen zeigen.`,

  keysInCommon: (count) => `Gemeinsame Schlüssel: ${count}`,
  rowsMatch: (count) => `Zeilen, die übereinstimmen: ${count}`,
  withheld: (count) => `Zeilen, die übereinstimmen: ${count}. Das sind mehr, als die Vereinbarung dieses Programm zeigen lässt.`,
  toldTested: (all) => `Zeilen, die geprüft werden konnten, wie jede Partei es von ihrer eigenen Liste sagt: ${all.map((each) => `${each.name} ${each.tested} von ${each.rows}`).join(', ')}`,
  head: { row: 'Zeile', matchedBy: 'Treffer durch' },
  andMore: (rule, more) => `${rule} (und ${more} weitere)`,
  notTested: ({ count, first, isAll }) =>
    `NICHT GEPRÜFT: ${count === '1' ? '1 Zeile hat' : `${count} Zeilen haben`} nichts zu vergleichen (${count === '1' ? 'Zeile' : 'Zeilen'} ${first.join(', ')}${isAll ? '' : ', …'}). Ob eine andere Liste sie hat, ist nicht bekannt.`,
};
