import type { KeyCheck, KeyRemark, NameRemark } from '../shapes.js';

export const agreement = {
  headings: {
    purpose: 'Purpose',
    first: 'Read this first',
    computed: 'What is computed',
    parties: 'Who takes part',
    learns: 'Who learns the result',
    protects: 'What is protected',
    limits: 'Limits',
    sessionWords: 'This session, in words to compare by phone',
    keyWords: 'Keys, in words to compare by phone',
    copy: 'This copy',
    meanings: 'What these words mean',
    digest: 'Digest',
  },
  /** Of a document. */
  title: (purpose: string) => `Agreement: ${purpose}`,
  /** Of what an error says, which is in English in every language. */
  attention: (text: string) => `ATTENTION: ${text}`,
  inEnglish: (text: string) => text,
  fileCounts: 'What counts is the agreement file with this digest. This text can be changed by whoever has it.',
  legalBasis: (text: string) => `Legal basis: ${text}`,

  /** `role`: what the text calls the party further down, if that is not its name. */
  party: ({ name, role, putsDataIn, remark, key }: { name: string; role: string | undefined; putsDataIn: boolean; remark: string | undefined; key: string }) =>
    `${name} (${role === undefined ? '' : `“${role}”; `}${putsDataIn ? 'puts data in' : 'puts no data in'}${remark === undefined ? '' : `; ${remark}`}), key ${key}`,
  metByInvite: 'These parties met by an invite: until all of them have compared the words of the session, their identities are unverified.',
  namedKeys: 'Each party takes part with the key named here. No other key is accepted.',

  everyParty: 'Every party.',
  onlyThese: (names: readonly string[]) => `${names.join(', ')}. The session gives it to no other party.`,
  /** `recipients`: undefined if every party is one. */
  sealedUntil: ({ needed, holders, recipients }: { needed: number; holders: readonly string[]; recipients: readonly string[] | undefined }) =>
    `Nobody learns it in the session itself. It stays sealed until ${needed} of these ${holders.length} parties open it together: ${holders.join(', ')}. Who learns it then: ${recipients?.join(', ') ?? 'every party'}.`,
  fewerCannot: (needed: number) => `Fewer than ${needed} of them cannot open it, even together.`,

  inviteRisk: 'ATTENTION: whoever had the invite could have taken part under any name, and would learn what the party of that name learns. Compare the words by phone before you trust the names.',
  holdersCanOpen: (needed: number) => `${needed} holders who break the rules together can open the result to themselves or to others.`,
  nobodyChecks: 'Nobody can check whether what another party puts in is true or complete.',
  anyCanStop: 'Any party can stop the session.',
  anyCanStopOne: (recipient: string) => `Any party can stop the session. Then ${recipient} may have no result.`,
  anyCanStopSeveral: 'Any party can stop the session. A party that stops at the right moment may have the result while others have none.',

  expires: ({ expires, runs }: { expires: string; runs: number }) => `This agreement expires at ${expires}. ${runs === 1 ? 'It can be run once.' : `It can be run ${runs} times.`}`,
  relay: ({ relay, byInvite }: { relay: string; byInvite: boolean }) =>
    `The parties meet at the relay ${relay}. It sees the sizes and times of messages, and network addresses. It cannot read messages, and it cannot alter one unnoticed.${byInvite ? ' If whoever runs it also has the invite, it can do both, and the words of the session then differ between the parties.' : ''}`,
};

export const keys = {
  /** What stands beside a party's name. */
  remark: (remark: KeyRemark) => [whoIs(remark), ...attentionTo(remark)].join('; '),
  checked: isChecked,
  attention: attentionTo,
};

function whoIs({ who, as, checked }: KeyRemark): string {
  switch (who) {
    case 'self':
      return as === undefined ? 'this is you' : `this is you, who are "${as}" here`;
    case 'known':
      return `known to you${as === undefined ? '' : ` as "${as}"`}${checked === undefined ? '' : `; ${isChecked(checked)}`}`;
    case 'unknown':
      return 'NOT among your known parties';
    case 'former key':
      return 'ATTENTION: the key that it had before it changed it, and that somebody else may have by now';
  }
}

function isChecked({ verified, directory }: KeyCheck): string {
  if (verified === undefined) return `key UNCHECKED${directory === undefined ? '' : `, from the directory of "${directory}"`}: compare its fingerprint by phone`;
  return `key verified ${verified.on}${verified.by === undefined ? '' : ` by ${verified.by}`}${verified.changed === undefined ? '' : `; changed ${verified.changed} by a statement that the key before it signed`}`;
}

/** What a reader cannot see in a name. */
function attentionTo({ likeKnown, likeOther, mixesScripts }: NameRemark): string[] {
  return [
    ...(likeKnown === undefined ? [] : [`ATTENTION: this name looks like "${likeKnown}", whom you know, and is written in other letters`]),
    ...(likeOther === undefined ? [] : [`ATTENTION: this name looks like "${likeOther}", who takes part, too, and is written in other letters`]),
    ...(mixesScripts === true ? ['ATTENTION: a word of this name mixes letters of several alphabets'] : []),
  ];
}
