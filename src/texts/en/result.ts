export const result = {
  /** What a translation says before a result. */
  preface: [] as readonly string[],
  done: 'Done.',
  doneSealed: (needed: number, holders: readonly string[]) => `Done. The result is sealed: ${needed} of ${holders.join(', ')} open it together with \`mpc reveal\`.`,
  doneWithout: 'Done. By the agreement this party does not learn the result.',
  share: (file: string) => `Your share: ${file}`,
  receipt: (file: string) => `Receipt: ${file}`,
  report: (file: string) => `Report: ${file}`,

  notFound: (untested: number) =>
    `Not found is not safe: ${untested === 0 ? '' : `${untested} of your rows could not be tested, and `}a row can be on another list in a spelling, or with a date, that no rule here makes the same.`,
  byRule: (found: readonly { readonly rule: string; readonly rows: number }[]) => `By the rule that says most of each match: ${found.map(({ rule, rows }) => `${rule} ${rows}`).join('; ')}.`,
  tooShort: (ownRows: number) =>
    `How many of these would match by chance cannot be said: your list of ${ownRows} ${ownRows === 1 ? 'row is' : 'rows is'} too short to show how common such rows are. Look at each match.`,
  noPairs: ({ otherRows, fewest }: { otherRows: number; fewest: number }) =>
    `By chance: no two rows of your own list agree by these rules. If such rows are as rare in the other lists, and these are full (${otherRows} rows), fewer than about ${fewest} rows match without being the same person.`,
  byChance: ({ pairs, otherRows, each }: { pairs: number; otherRows: number; each: readonly { readonly rule: string; readonly about: number }[] }) =>
    `By chance: in your own list ${pairs} ${pairs === 1 ? 'pair of rows agrees' : 'pairs of rows agree'} by these rules. If such rows are as common in the other lists, and these are full (${otherRows} rows), so many match without being the same: ${each.map(({ rule, about }) => `${rule} about ${about}`).join('; ')}. Look at those matches.`,
};

/** The outcome of a session as one page. */
export const report = {
  title: (purpose: string) => `${purpose}: report`,
  headings: { result: 'Result', before: 'Before you rely on it', receipt: 'Receipt', agreement: 'Agreement' },
  notLearned: 'By the agreement this party does not learn the result.',
  sealed: 'The result is sealed.',
  rows: { session: 'Session', digest: 'Digest of the agreement', receipt: 'Receipt', parties: 'Parties' },
  /** How much each rule of a matching proves. */
  strengths: {
    heading: 'How much each rule proves',
    chart: 'Matches by the rule that says most',
    head: ['Rule', 'Matches that it says most of', 'Pairs in your own list', 'Matches by chance, estimated'] as readonly string[],
    about: (rows: number) => `about ${rows}`,
    below: (rows: number) => `fewer than about ${rows}`,
    unknown: 'cannot be said',
  },
  evidence: 'The receipt is the evidence, and this page is not: it can be changed by whoever has it. Check the receipt with “mpc receipt verify FILE”.',
};
