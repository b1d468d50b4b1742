import { listed } from './listed.js';

export const approval = {
  question: 'Do you approve?',
  /** How it can be answered, inside the question's brackets and after "Please answer". */
  yesOrNo: 'yes or no',
  yesNoOrCompared: 'yes, no, or "compared" if you approve and have compared the 6 words with every other party',
  pleaseAnswer: (choices: string) => `Please answer ${choices}.`,
  /** Answers in this language beside the English ones, which hold in every language: small letters, the whole word and its short form. */
  yes: [] as readonly string[],
  no: [] as readonly string[],
  compared: [] as readonly string[],

  namesAsRead: 'The first rows beyond plain letters are read as:',
  areNamesRight: 'Are they written right?',

  sessionInWords: (words: string) => `This session in words: ${words}`,
  unverified: 'Identities unverified: compare these words with the other parties by phone.',

  formerKeys: (names: readonly string[]) => {
    const isOne = names.length === 1;
    return `ATTENTION: ${listed(names)} took part under ${isOne ? 'a key' : 'keys'} that ${isOne ? 'was' : 'were'} changed since, and can open the result only by ${isOne ? 'it' : 'them'}. Whoever has such a key by now could take the place of its owner: make sure by phone who takes part.`;
  },
  pastRetention: (day: string) => `ATTENTION: by its agreement this result should be gone since the end of ${day}. Whoever opens it now needs a reason that the agreement does not give.`,
  openedNow: (recipients: readonly string[]) => `The result of this session is to be opened now, to: ${recipients.join(', ')}.`,
  sharedAnew: ({ needed, holders, dealers }: { needed: number; holders: readonly string[]; dealers: readonly string[] }) =>
    `From now on ${needed} of these open the result of this session together: ${holders.join(', ')}. New shares are dealt by: ${dealers.join(', ')}.`,

  /** After a session whose words the user compared with everybody. */
  rightKeys: (names: readonly string[]) => `You compared the words of this session with ${names.join(', ')}: ${names.length === 1 ? 'that key is' : 'these keys are'} the right ${names.length === 1 ? 'one' : 'ones'}.`,
  keepKeys: (count: number) => `Keep ${count === 1 ? 'it' : 'them'} among your known parties, as verified?`,
  keptKeys: 'Next time propose with --party NAME, and nobody needs to compare words. `mpc party list` shows them.',

  nobodySigned: 'Nobody has signed this copy.',
  signedAhead: (names: readonly string[]) => `Signed ahead, in this copy, by: ${names.join(', ')}`,
  holdersApprove: (command: string) => `Holders approve it with: ${command}`,
  signed: (digest: string) => `Signed: ${digest}`,
};
