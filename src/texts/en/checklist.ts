/** What an approver should look at twice. `what` names a check, whether or not it found something. */
export const checklist = {
  heading: 'Look twice',
  nothing: 'Nothing that this program looks for.',
  found: (what: string, problem: string) => `${what}: ${problem}`,
  notSaid: (missing: readonly string[]) => `Not said in it: ${missing.join(', ')}.`,
  fine: (what: readonly string[]) => `Looked for, and not found: ${what.join('; ')}.`,
  byRules: 'This list is made by rules from the agreement. It cannot say whether the purpose is a good one.',

  uncheckedKeys: {
    what: 'unchecked keys',
    named: (names: readonly string[]) => `${names.join(', ')}. Nobody on this machine has checked whose they are.`,
    byInvite: 'the parties met by an invite, and their names are what they call themselves. Compare the words by phone.',
  },
  accepted: { what: 'notices that the proposer accepted', problem: (codes: readonly string[]) => `${codes.join(', ')}. "Read this first" says what each gives away.` },
  twoSources: { what: 'two parties that put data in', problem: (names: readonly string[]) => `${names.join(' and ')}. Whatever is learned that does not come from one of them comes from the other.` },
  namesAlone: { what: 'names alone', problem: 'people are told apart by names and nothing else. Many people share a name.' },
  payload: { what: 'columns handed over with matches', problem: (columns: readonly string[]) => `${columns.join(', ')}.` },
  fewRows: {
    what: 'few rows',
    ofParty: (name: string, most: number) => `${name} at most ${most}`,
    ofEach: (most: number) => `each at most ${most}`,
    problem: (caps: readonly string[]) => `${caps.join(', ')}. A result about so few people says something about each of them.`,
  },
  manyTries: {
    what: (keys: number) => `${keys} tries or more`,
    problem: (testers: readonly { readonly name: string; readonly keys: number }[]) => `${testers.map(({ name, keys }) => `${name} can try ${keys}`).join(', ')}. That is enough to go through a whole town.`,
  },
  severalRuns: { what: 'several runs', problem: (runs: number) => `${runs}. Two results, before and after a row changed, tell of that row.` },
  lateEnd: { what: 'a late end', problem: (expires: string) => `it can be run until ${expires}, more than a year after it was made.` },

  legalBasis: 'a legal basis',
  reference: 'a reference',
  contacts: (names: readonly string[]) => `a contact of ${names.join(', ')}`,
  retention: 'until when the result may be kept',
};
