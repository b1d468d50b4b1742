import type { Unit } from '../shapes.js';

export const match = {
  whichRows: (recipient: string, owners: readonly string[]) =>
    `Which rows of ${recipient}’s list are also on at least one of the lists of ${owners.join(', ')}. The result does not say on whose list, or on how many.`,
  twoLists: ({ recipient, first, second }: { recipient: string; first: string; second: string }) =>
    `ATTENTION: there are only two lists beside ${recipient}’s. If ${first} works together with ${recipient}, the two can learn for every match whether it is on the list of ${second}. If ${second} works together with ${recipient}, the two can learn the same about the list of ${first}. Whose list a match is on is hidden only while both keep apart from ${recipient}.`,
  missed: (recipient: string) => `A row that is not found may still be on a list: an owner that breaks the rules can make ${recipient} miss names on the other lists, and nobody notices.`,
  largerLast: ({ last, canTry, recipient, mayTry }: { last: string; canTry: string; recipient: string; mayTry: string }) =>
    `ATTENTION: ${last}, which mixes last, can secretly try more on other lists (${canTry}) than ${recipient} may try (${mayTry}). If you approve this agreement, you accept that.`,
  guessing: (recipient: string, most: string) =>
    `${recipient} can put in names that it merely guesses, up to ${most}, and learns for each whether some list has it. The owners of the lists do not see which names these are.`,
  /** `against`: what can be tried on each owner's list. */
  together: (against: string) => `If all others work together against one owner of a list, they can try on its list as much as all their limits together allow: against ${against}.`,
  hiddenWhile: ({ recipient, first }: { recipient: string; first: string }) =>
    `Whose list a name is on is hidden from ${recipient} only as long as ${first}, which mixes first, follows the rules. If ${first} and ${recipient} work together against the rules, they learn whose list each match is on, and nobody notices.`,
  hintFromBlocks: ({ first, last, recipient }: { first: string; last: string; recipient: string }) =>
    `Even if everyone follows the rules, ${first}, ${last} and ${recipient} can put together what they saw. That gives them a hint of whose list each match is on, but no certainty.`,
  otherMixers: (recipient: string) =>
    `If another party that mixes works together with ${recipient}, the two can learn on how many lists each match stands. An owner of a list that works together with ${recipient} also knows this: every match that is not on its own list is on one of the others.`,
  lastWithoutList: (last: string, unit: Unit) => `${lastSees(last, unit)} It has no list, so by itself it cannot try names of its choice on the lists of others.`,
  lastWithList: ({ last, unit, own, recipient, both }: { last: string; unit: Unit; own: string; recipient: string; both: string }) =>
    `${lastSees(last, unit)} If it breaks the rules, it can also try ${own} of its choice and learn for each whether another list has it, and nobody notices. Together with ${recipient}, it can try ${both} in all. Each owner’s ledger is charged for this: ${own} to ${last}, and ${both} to ${recipient}.`,

  sendersLearn: (senders: readonly string[], recipient: string) =>
    `${senders.join(', ')} learn how many rows ${recipient} may have at most, and nothing else about them. By itself, each of them learns about the others’ rows only what "Read this first" says.`,
  otherRowsStay: (recipient: string) => `By itself, ${recipient} learns nothing about a row on another list that matches none of its own, even if it breaks the rules.`,
  /** A party without a list may mix, and then learns something: the last one learns how many entries repeat. */
  withoutList: 'The relay learns nothing about what is on the lists. A party that has no list learns nothing about it either, except what "Read this first" says.',
};

function lastSees(last: string, unit: Unit): string {
  return `${last}, which mixes last, sees how many ${unit}s are on more than one list, and no names.`;
}
