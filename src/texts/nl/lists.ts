import { ruleIn } from '../rule-names.js';
import type { ComparedColumn, Unit } from '../shapes.js';
import type { Texts } from '../texts.js';
import { listed } from './listed.js';

const KINDS: Record<ComparedColumn['type'], string> = {
  exact: 'precies zoals het geschreven is, afgezien van spaties eromheen',
  text: 'ongeacht hoofdletters, accenten, spaties, leestekens en alfabet',
  name: 'een naam, ongeacht hoofdletters, accenten, volgorde, titels en alfabet',
  date: 'een datum',
  phone: 'een telefoonnummer, hoe het ook geschreven is',
  email: 'een e-mailadres, ongeacht hoofdletters',
  iban: 'een IBAN, met of zonder spaties',
  plate: 'een kenteken: de letters en cijfers ervan',
  postcode: 'een postcode: de letters en cijfers ervan',
  id: 'letters en cijfers, ongeacht hoofdletters, spaties en leestekens',
};

const ORDERS = { ymd: 'jaar, maand, dag', dmy: 'dag, maand, jaar', mdy: 'maand, dag, jaar' };

function kind({ type, order, region, scheme }: ComparedColumn): string {
  if (type === 'date') return `${KINDS.date}, geschreven als ${ORDERS[order ?? 'ymd']}, of als 2001-12-31`;
  if (region !== undefined) return `${KINDS[type]}; opgevat als een uit ${region}${type === 'phone' ? ' als er geen landnummer bij staat' : ''}, tenzij een partij over haar eigen bestand iets anders zegt`;
  return scheme === undefined ? KINDS[type] : `${KINDS[type]}; de controlecijfers moeten die van ${scheme} zijn`;
}

function columns(all: readonly ComparedColumn[]): string {
  return all.map((column) => `"${column.name}" (${kind(column)})`).join('; ');
}

const UNITS: Record<Unit, { readonly one: string; readonly other: string }> = { row: { one: 'rij', other: 'rijen' }, spelling: { one: 'schrijfwijze', other: 'schrijfwijzen' } };

function tested(count: number, unit: Unit): string {
  return `${count} ${count === 1 ? UNITS[unit].one : UNITS[unit].other}`;
}

export const lists: Texts['lists'] = {
  kind,
  tested,
  cap({ rows, spellings }) {
    if (rows === 0) return 'geen rijen';
    return spellings === undefined ? tested(rows, 'row') : `${tested(rows, 'row')} (${tested(spellings, 'spelling')})`;
  },
  each: (all) => all.map(({ name, most }) => `${name} ${most}`).join(', '),
  columns: (all) => `Twee rijen gelden als dezelfde wanneer deze kolommen overeenkomen: ${columns(all)}.`,
  groups: 'Twee rijen gelden als dezelfde wanneer alle kolommen van een van deze groepen overeenkomen, wat er ook in de andere staat.',
  group: (name, all) => `Groep ${name}: ${columns(all)}.`,
  placeholders: (added) =>
    `Een cel die aangeeft dat er geen waarde is, zoals "unknown", "N.N.", "n/a", "0000", "xxx" of "-", telt als leeg (docs/keys.md noemt ze).${added === undefined ? '' : ` In deze overeenkomst geldt dat ook voor een cel met een van deze teksten: ${added.map((text) => `"${text}"`).join(', ')}.`} Een rij die niets heeft om te vergelijken, wordt niet getoetst.`,
  ruleName: ruleIn({
    whole: {
      exact: 'precies',
      'names swapped': 'namen verwisseld',
      'names sound alike': 'namen klinken hetzelfde',
      'names in short, or fewer names': 'namen verkort, of minder namen',
      'one name less, by beginning': 'één naam minder, op het begin',
      'one name less, by sound': 'één naam minder, op de klank',
    },
    ofDate: { 'another day': 'een andere dag', 'another month': 'een andere maand', 'another year, or day and month swapped': 'een ander jaar, of dag en maand verwisseld' },
    without: (column) => `zonder ${column}`,
    oneNameAsItIs: 'één naam zoals hij is',
  }),
  rule: (rule, group) => (group === undefined ? rule : `${rule} (van groep ${group})`),
  near: (rules) => `Twee rijen gelden ook als dezelfde wanneer zij op een van deze manieren overeenkomen: ${rules.join('; ')}. Het eigen programma van de ontvanger laat zien op welke van deze manieren een rij overeenkomt.`,
  version: (rules) => `Versie van de regels voor het vergelijken: ${rules}.`,

  weakestGroup: 'De zwakste groep kolommen beslist: rijen van twee verschillende mensen komen overeen als zij alleen al in die groep overeenkomen.',
  differentPeople: (leavesOut) => `Rijen van twee verschillende mensen kunnen overeenkomen, want bijna gelijke schrijfwijzen gelden als dezelfde.${leavesOut ? ' Een rij die alleen "zonder" een kolom overeenkomt, is vaak van iemand anders met dezelfde naam.' : ''}`,
  nearFitsMany: 'Sommige bijna gelijke schrijfwijzen passen bij veel mensen. Een ontvanger die raadt, komt daardoor meer te weten dan door hele namen.',
  sealStopsOne: (makers) => `Het zegel houdt een ontvanger tegen die alleen handelt. Werkt een ontvanger samen met ${listed(makers, 'of')}, dan kunnen die twee het resultaat te weten komen zonder de houders.`,
  outside: 'Lijsten blijven geheim voor de relay, en voor elke partij die geen lijst heeft, tenzij een partij die er een heeft het haar vertelt.',

  atMost: ({ most, told }) =>
    `Hoogstens: ${most}. De anderen zien deze aantallen. ${told === undefined ? 'Hoeveel rijen er werkelijk zijn, wordt aan niemand gestuurd; hoe lang een partij over het lezen van haar bestand doet, kan er een aanwijzing voor zijn.' : `LET OP: ${listed(told)} ${told.length === 1 ? 'komt' : 'komen'} ook te weten hoeveel rijen elke lijst werkelijk heeft, en hoeveel daarvan getoetst konden worden. Het eigen programma van elke partij geeft deze aantallen op, en niemand kan ze nagaan.`}`,
  spellings: (count) => `Een rij wordt in ${count} schrijfwijzen vergeleken, één voor één.`,
  leastUsable: (percent) => `Het eigen programma van een partij stopt als minder dan ${percent} van elke 100 rijen van haar bestand getoetst kunnen worden, tenzij haar gebruiker zegt dat dit de bedoeling is. Het resultaat zegt welke rijen niet zijn getoetst.`,
  maxMatches: (most) => `Komen er meer dan ${most} rijen overeen, dan toont het eigen programma van de ontvanger alleen hun aantal. Een veranderd programma kan de rijen tonen.`,

  keysInCommon: (count) => `Gemeenschappelijke sleutels: ${count}`,
  rowsMatch: (count) => `Rijen die overeenkomen: ${count}`,
  withheld: (count) => `Rijen die overeenkomen: ${count}. Dat zijn er meer dan de overeenkomst dit programma laat tonen.`,
  toldTested: (all) => `Rijen die getoetst konden worden, zoals elke partij dat van haar eigen lijst zegt: ${all.map((each) => `${each.name} ${each.tested} van ${each.rows}`).join(', ')}`,
  head: { row: 'rij', matchedBy: 'komt overeen door' },
  andMore: (rule, more) => `${rule} (en nog ${more})`,
  notTested: ({ count, first, isAll }) =>
    `NIET GETOETST: ${count === '1' ? '1 rij heeft' : `${count} rijen hebben`} niets om te vergelijken (${count === '1' ? 'rij' : 'rijen'} ${first.join(', ')}${isAll ? '' : ', …'}). Of een andere lijst ${count === '1' ? 'die rij' : 'die rijen'} heeft, is niet bekend.`,
};
