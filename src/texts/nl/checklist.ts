import type { Texts } from '../texts.js';

export const checklist: Texts['checklist'] = {
  heading: 'Kijk hier extra goed naar',
  nothing: 'Niets waar dit programma naar zoekt.',
  found: (what, problem) => `${what}: ${problem}`,
  notSaid: (missing) => `Staat er niet in: ${missing.join(', ')}.`,
  fine: (what) => `Naar gezocht, en niet gevonden: ${what.join('; ')}.`,
  byRules: 'Deze lijst is volgens vaste regels uit de overeenkomst afgeleid. Zij kan niet zeggen of het doel goed is.',

  uncheckedKeys: {
    what: 'sleutels die niet gecontroleerd zijn',
    named: (names) => `${names.join(', ')}. Niemand op deze machine heeft nagegaan van wie zij zijn.`,
    byInvite: 'de partijen hebben elkaar via een uitnodiging ontmoet, en hun namen zijn de namen die zij zichzelf geven. Vergelijk de woorden telefonisch.',
  },
  accepted: { what: 'waarschuwingen die de indiener heeft aanvaard', problem: (codes) => `${codes.join(', ')}. Onder "Lees dit eerst" staat wat elk daarvan prijsgeeft.` },
  twoSources: { what: 'twee partijen die gegevens inbrengen', problem: (names) => `${names.join(' en ')}. Alles wat men te weten komt en niet van de een komt, komt van de ander.` },
  namesAlone: { what: 'alleen namen', problem: 'mensen worden aan hun naam onderscheiden, en aan niets anders. Veel mensen hebben dezelfde naam.' },
  payload: { what: 'kolommen die bij een overeenkomende rij worden meegegeven', problem: (columns) => `${columns.join(', ')}.` },
  fewRows: {
    what: 'weinig rijen',
    ofParty: (name, most) => `${name} hoogstens ${most}`,
    ofEach: (most) => `elk hoogstens ${most}`,
    problem: (caps) => `${caps.join(', ')}. Een resultaat over zo weinig mensen zegt iets over elk van hen.`,
  },
  manyTries: {
    what: (keys) => `${keys} of meer pogingen`,
    problem: (testers) => `${testers.map(({ name, keys }) => `${name} kan er ${keys} doen`).join(', ')}. Dat is genoeg om een hele stad af te gaan.`,
  },
  severalRuns: { what: 'meerdere uitvoeringen', problem: (runs) => `${runs}. Twee resultaten, van voor en na de verandering van een rij, vertellen iets over die rij.` },
  lateEnd: { what: 'een late einddatum', problem: (expires) => `de overeenkomst kan tot ${expires} worden uitgevoerd, meer dan een jaar nadat zij is gemaakt.` },

  legalBasis: 'een rechtsgrond',
  reference: 'een kenmerk',
  contacts: (names) => `een contactpersoon bij ${names.join(', ')}`,
  retention: 'tot wanneer het resultaat mag worden bewaard',
};
