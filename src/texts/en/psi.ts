export const psi = {
  howMany: ({ spellings, first, second }: { spellings: boolean; first: string; second: string }) =>
    `How many ${spellings ? 'different spellings of rows' : 'different rows'} the lists of ${first} and ${second} have in common. The result is that number alone. What stands twice counts once.`,
  whichRows: (first: string, second: string) => `Which rows are on both lists, that of ${first} and that of ${second}.`,
  payload: ({ senders, columns, bytes }: { senders: readonly string[]; columns: readonly string[]; bytes: number }) =>
    `For each row that matches, the recipient also gets these columns of the other’s row, from ${senders.join(' and ')}: ${columns.map((name) => `"${name}"`).join(', ')} (at most ${bytes} bytes a row). For rows that do not match, it gets nothing.`,

  /** `limits`: what each recipient may try. */
  guessing: ({ limits, hasPayload }: { limits: readonly { readonly name: string; readonly most: string }[]; hasPayload: boolean }) =>
    `Whoever learns the result can put in names that it merely guesses, and learns for each whether the other list has it: ${limits.map(({ name, most }) => `${name} up to ${most}`).join(', ')}. The owner of the other list does not see which names these are. Its own ledger counts them over several sessions.${hasPayload ? ' A correct guess also brings the columns that go with a match.' : ''}`,
  large: (most: readonly { readonly name: string; readonly can: string; readonly limit: string }[]) =>
    `The method is the one for large lists (vole). A recipient that alters its program, and has all the computers there are, can try more than its limit: ${most.map(({ name, can, limit }) => `${name} ${can} instead of ${limit}`).join(', ')}. Ledgers are charged with the larger number.`,
  largeBroken: (recipients: readonly string[]) =>
    `If the mathematics of this method is broken one day, the other party can test guesses at the list of ${recipients.join(' and of ')} without limit, from the messages that it kept. The other method (voprf) has neither weakness.`,
  countAltered: (recipients: readonly string[]) =>
    `A recipient that alters its program (${recipients.join(' or ')}) may find out which of its rows match, and not only how many. The other side can falsify the number, and learns nothing by that.`,
  separateRuns: 'Each gets its answer in a separate run. The one that has its answer first can stop before the other has one, and a party that cheats can put another list into the second run.',

  eachLearnsWhich: 'Each learns which of its own rows match.',
  senderLearnsNothing: (sender: string) => `${sender} does not learn which rows match, or how many.`,
  otherRowsStay: 'A party learns nothing about a row of the other list that matches none of those it puts in, even if it breaks the rules.',
};
