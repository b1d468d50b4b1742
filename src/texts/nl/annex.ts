import type { Texts } from '../texts.js';

/** In de woorden van de Nederlandse tekst van de AVG. */
export const annex: Texts['annex'] = {
  title: (purpose) => `Bijlage gegevensbescherming: ${purpose}`,
  headings: {
    about: 'Wat deze bijlage is',
    processing: '1. De verwerking en haar doel (a)',
    necessity: '2. Noodzaak en evenredigheid (b)',
    risks: '3. Risico’s voor de betrokkenen (c)',
    measures: '4. Maatregelen (d)',
    decision: '5. Advies en besluit',
  },
  gap: (text) => `IN TE VULLEN: ${text}`,

  byProgram: 'Een programma heeft deze bijlage op basis van één overeenkomst ingevuld, voor wie een gegevensbeschermingseffectbeoordeling uitvoert. De bijlage is niet die beoordeling, zij is geen juridisch advies, en zij keurt niets goed.',
  ofAgreement: (digest) => `De overeenkomst is het bestand met de digest ${digest}. Waar deze tekst en het bestand van elkaar verschillen, geldt het bestand.`,
  order: 'De volgorde is die van artikel 35, lid 7, van Verordening (EU) 2016/679. Regels die met IN TE VULLEN beginnen, zijn voor de functionaris voor gegevensbescherming en de verwerkingsverantwoordelijke.',

  noLegalBasis: 'de rechtsgrond. De overeenkomst noemt er geen.',
  legalBasisHolds: 'of de genoemde rechtsgrond voor elke partij opgaat.',
  contact: (name) => `tot wie men zich bij ${name} kan wenden.`,
  retention: 'hoelang het resultaat wordt bewaard, en wie het wist. De overeenkomst zegt dat niet.',
  whoseData: 'van wie deze gegevens zijn, om hoeveel mensen het gaat, en welke bijzondere categorieën van persoonsgegevens erbij zijn.',
  controllers: 'wie verwerkingsverantwoordelijke, gezamenlijke verwerkingsverantwoordelijke of verwerker is. Dit geldt ook voor wie de relay beheert.',
  countries: 'in welke landen de partijen en de relay zich bevinden, en of gegevens naar een derde land worden doorgegeven.',

  necessary: 'waarom het doel deze berekening vergt, en waarom het niet met minder gegevens of op een andere manier kan.',
  rights: 'hoe de betrokkenen worden geïnformeerd, en hoe zij hun rechten uitoefenen.',

  likelihood: 'hoe waarschijnlijk en hoe ernstig elk van deze risico’s voor de betrokkenen is.',

  ofProgram: 'Door het programma:',
  encrypted: 'Berichten tussen partijen zijn van partij tot partij versleuteld. De relay geeft ze door en heeft er geen sleutel van.',
  approvedFirst: 'Het programma van elke partij berekent niets voordat alle partijen dezelfde digest hebben goedgekeurd.',
  receipt: 'Elke partij die de sessie goed afsluit, bewaart een bewijs met de overeenkomst en de goedkeuringen. Het resultaat staat daar niet in.',
  restsOn: 'Waar deze maatregelen op berusten:',
  machines: 'De machine en het gebruikersaccount van een partij zijn niet in handen van anderen, en haar gebruikers vergelijken sleutels of woorden langs een weg die een aanvaller niet beheerst.',
  assumptions: 'De cryptografische aannamen die het dreigingsmodel van het project opsomt (docs/threat-model.md).',
  areNot: 'Wat zij niet zijn:',
  noAudit: 'Niemand buiten het project heeft het programma onderzocht, en het is niet gecertificeerd. De resultaten zijn precies; er wordt geen ruis aan toegevoegd (docs/compliance.md).',
  ownMeasures: 'maatregelen van elke organisatie: wie de machine mag gebruiken, back-ups, opleiding, wat er met het resultaat gebeurt.',

  advice: 'het advies van de functionaris voor gegevensbescherming (artikel 35, lid 2), met naam en datum.',
  views: 'de mening van de betrokkenen of hun vertegenwoordigers, of waarom die niet is gevraagd (artikel 35, lid 9).',
  remaining: 'welk risico overblijft, en of de toezichthoudende autoriteit vooraf moet worden geraadpleegd (artikel 36).',
  decision: 'het besluit van elke verwerkingsverantwoordelijke, met naam en datum.',
};
