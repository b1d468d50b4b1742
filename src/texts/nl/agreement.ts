import type { KeyCheck, KeyRemark, NameRemark } from '../shapes.js';
import type { Texts } from '../texts.js';

export const agreement: Texts['agreement'] = {
  headings: {
    purpose: 'Doel',
    first: 'Lees dit eerst',
    computed: 'Wat er wordt berekend',
    parties: 'Wie deelneemt',
    learns: 'Wie het resultaat te weten komt',
    protects: 'Wat er beschermd is',
    limits: 'Grenzen',
    sessionWords: 'Deze sessie, in woorden om telefonisch te vergelijken',
    keyWords: 'Sleutels, in woorden om telefonisch te vergelijken',
    copy: 'Dit exemplaar',
    meanings: 'Wat deze woorden betekenen',
    digest: 'Digest',
  },
  title: (purpose) => `Overeenkomst: ${purpose}`,
  attention: (text) => `LET OP, in het Engels: ${text}`,
  inEnglish: (text) => `In het Engels: ${text}`,
  fileCounts: 'Wat telt, is het bestand van de overeenkomst met deze digest. Deze tekst kan worden veranderd door wie hem heeft.',
  legalBasis: (text) => `Rechtsgrond: ${text}`,

  party: ({ name, role, putsDataIn, remark, key }) => `${name} (${role === undefined ? '' : `“${role}”; `}${putsDataIn ? 'brengt gegevens in' : 'brengt geen gegevens in'}${remark === undefined ? '' : `; ${remark}`}), sleutel ${key}`,
  metByInvite: 'Deze partijen hebben elkaar ontmoet via een uitnodiging: zolang zij niet allemaal de woorden van de sessie hebben vergeleken, zijn hun identiteiten niet gecontroleerd.',
  namedKeys: 'Elke partij neemt deel met de sleutel die hier staat. Een andere sleutel wordt niet aanvaard.',

  everyParty: 'Elke partij.',
  onlyThese: (names) => `${names.join(', ')}. De sessie geeft het aan geen andere partij.`,
  sealedUntil: ({ needed, holders, recipients }) =>
    `In de sessie zelf komt niemand het te weten. Het blijft verzegeld tot ${needed} van deze ${holders.length} partijen het samen openen: ${holders.join(', ')}. Wie het dan te weten komt: ${recipients?.join(', ') ?? 'elke partij'}.`,
  fewerCannot: (needed) => `Minder dan ${needed} van hen kunnen het niet openen, ook niet samen.`,

  inviteRisk: 'LET OP: wie de uitnodiging had, kan onder elke naam hebben deelgenomen, en komt dan te weten wat de partij met die naam te weten komt. Vergelijk de woorden telefonisch voordat u op de namen vertrouwt.',
  holdersCanOpen: (needed) => `${needed} houders die samen de regels overtreden, kunnen het resultaat openen voor zichzelf of voor anderen.`,
  nobodyChecks: 'Niemand kan nagaan of wat een andere partij inbrengt waar of volledig is.',
  anyCanStop: 'Elke partij kan de sessie afbreken.',
  anyCanStopOne: (recipient) => `Elke partij kan de sessie afbreken. Dan heeft ${recipient} mogelijk geen resultaat.`,
  anyCanStopSeveral: 'Elke partij kan de sessie afbreken. Een partij die op het juiste moment afbreekt, heeft het resultaat mogelijk wel terwijl anderen er geen hebben.',

  expires: ({ expires, runs }) => `Deze overeenkomst verloopt op ${expires}. ${runs === 1 ? 'Zij kan eenmaal worden uitgevoerd.' : `Zij kan ${runs} keer worden uitgevoerd.`}`,
  relay: ({ relay, byInvite }) =>
    `De partijen ontmoeten elkaar bij de relay ${relay}. Die ziet de omvang en het tijdstip van berichten, en netwerkadressen. De relay kan berichten niet lezen, en kan er geen ongemerkt veranderen.${byInvite ? ' Heeft wie de relay beheert ook de uitnodiging, dan kan die dat allebei wel, en dan verschillen de woorden van de sessie tussen de partijen.' : ''}`,
};

export const keys: Texts['keys'] = {
  remark: (remark) => [whoIs(remark), ...attentionTo(remark)].join('; '),
  checked: isChecked,
  attention: attentionTo,
};

function whoIs({ who, as, checked }: KeyRemark): string {
  switch (who) {
    case 'self':
      return as === undefined ? 'dit bent u' : `dit bent u, en hier heet u "${as}"`;
    case 'known':
      return `bij u bekend${as === undefined ? '' : ` als "${as}"`}${checked === undefined ? '' : `; ${isChecked(checked)}`}`;
    case 'unknown':
      return 'NIET onder de partijen die u kent';
    case 'former key':
      return 'LET OP: de sleutel die deze partij had voordat zij hem verving, en die intussen van iemand anders kan zijn';
  }
}

function isChecked({ verified, directory }: KeyCheck): string {
  if (verified === undefined) return `sleutel NIET GECONTROLEERD${directory === undefined ? '' : `, uit de lijst van "${directory}"`}: vergelijk de vingerafdruk telefonisch`;
  return `sleutel gecontroleerd op ${verified.on}${verified.by === undefined ? '' : ` door ${verified.by}`}${verified.changed === undefined ? '' : `; op ${verified.changed} vervangen met een verklaring die de vorige sleutel heeft ondertekend`}`;
}

function attentionTo({ likeKnown, likeOther, mixesScripts }: NameRemark): string[] {
  return [
    ...(likeKnown === undefined ? [] : [`LET OP: deze naam lijkt op "${likeKnown}", die u kent, en is met andere letters geschreven`]),
    ...(likeOther === undefined ? [] : [`LET OP: deze naam lijkt op "${likeOther}", die ook deelneemt, en is met andere letters geschreven`]),
    ...(mixesScripts === true ? ['LET OP: in één woord van deze naam staan letters van verschillende alfabetten door elkaar'] : []),
  ];
}
