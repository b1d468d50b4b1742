import type { Texts } from '../texts.js';

export const glossary: Texts['glossary'] = {
  contributor: { term: 'inbrenger', found: /\binbrengers?\b/i, meaning: 'een partij die gegevens inbrengt.' },
  digest: { term: 'digest', found: /\bdigest\b/i, meaning: 'een getal dat uit elke letter van deze overeenkomst is berekend. Verandert er een letter, dan verandert de digest. Een goedkeuring geldt voor één digest.' },
  holder: { term: 'houder', found: /\bhouders?\b/i, meaning: 'een partij die een deel van een verzegeld resultaat bewaart. Eén deel alleen zegt niets over het resultaat.' },
  invite: { term: 'uitnodiging', found: /\buitnodiging\b/i, meaning: 'de regel die de indiener heeft gestuurd, en waarmee iedereen kan meedoen.' },
  key: { term: 'sleutel', found: /\bsleutels?\b/i, meaning: 'de regel die met mpc1 begint. Daaraan herkent het programma van een partij een andere partij. Hij is niet geheim.' },
  ledger: { term: 'register', found: /\bregisters?\b/i, meaning: 'wat het eigen programma van een partij bijhoudt over hoeveel anderen tegen haar gegevens konden toetsen. De partij stelt een grens, en haar programma weigert wat daarboven komt.' },
  mix: { term: 'mengen', found: /\b(mengen|mengt|gemengd)\b/i, meaning: 'lijsten nog eens versleutelen en schudden. De partijen doen dat na elkaar, in de volgorde waarin zij genoemd zijn. Daardoor blijft verborgen van wiens lijst een regel komt; "Lees dit eerst" zegt voor wie niet.' },
  recipient: { term: 'ontvanger', found: /\bontvangers?\b/i, meaning: 'een partij die het resultaat te weten komt.' },
  relay: { term: 'relay', found: /\brelay\b/i, meaning: 'de computer die de berichten van de partijen doorgeeft.' },
  sealed: { term: 'verzegeld', found: /\b(verzegeld|verzegelde|zegel)\b/i, meaning: 'in delen bewaard, zodat niemand het resultaat kent voordat genoeg van de houders van de delen het openen.' },
  spelling: { term: 'schrijfwijze', found: /\bschrijfwijzen?\b/i, meaning: 'één vorm waarin een rij wordt vergeleken: zoals zij geschreven is, zoals zij klinkt, zonder een van de namen, enzovoort.' },
};
