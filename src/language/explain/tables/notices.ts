/** What notices mean, rule set notices/1. */
export interface NoticeStory {
  readonly about: string;
  readonly story: string;
  readonly remedy: string;
}

export const NOTICES: Readonly<Record<string, NoticeStory>> = {
  A01: { about: 'One party’s own data', story: 'The result is computed from the data of one party alone, and others learn it. No analysis with others hides anything there.', remedy: 'Leave it out, or accept it where that party means to tell.' },
  A02: { about: 'Two parties', story: 'Where the data of two parties go into a result, each can take its own part away and is left with something about the other’s. With yes/no results one value can be tried a run.', remedy: 'Take a third party in, round the result, or accept it.' },
  A03: { about: 'A group of one', story: 'A group that may have one member has no others to hide among.', remedy: 'Let the group have at least 3 members.' },
  A04: { about: 'Rows of one party only', story: 'A number over the rows of several parties can, as it happens, come from one of them alone: then everybody sees that party’s number.', remedy: 'Add only if contributors(…) >= 3, or hide where contributors(…) < 3, with the same where.' },
  A05: { about: 'One row', story: 'A sum or mean over one row is that row’s value. So is a sum of “if … then … else 0” of which one row fulfils the condition, a sum of products with a number from 0 to 1, and a total of products with a yes/no of a model.', remedy: 'Add only if count(…) >= 10, or hide where count(…) < 10, with the same where.' },
  A06: { about: 'An exact value of one', story: 'A smallest or largest value, and a median without a step, is the value of one party or one row.', remedy: 'Take a median with a step, or accept it where that value is what is asked for, as in an auction.' },
  A07: { about: 'Guessed keys', story: 'Who puts keys in and learns whether others have them can put in keys that it merely guesses.', remedy: 'Keep the cap of its rows low. The others’ ledgers count the keys and refuse too many.' },
  A08: { about: 'Trying values', story: 'Who puts in a value that decides a yes/no and learns the answer can try one value a run.', remedy: 'Allow one run, or let others learn the answer.' },
  A09: { about: 'Nothing is hidden', story: 'All cells of the table are shown, also those of one row. With counts shown, a condition hides no count that it uses.', remedy: 'Add hide where n < 10 for a column n = count().' },
  A10: { about: 'Members by name', story: 'A table by party shows each member’s own numbers under its name.', remedy: 'Leave the key party out, or accept it.' },
  A11: { about: 'A total beside hidden cells', story: 'Where all cells but one are shown, and a total over the same rows as well, the hidden cell is the difference.', remedy: 'Leave one of the two out, or make their cells coarser.' },
  A12: { about: 'Two results over nearly the same rows', story: 'The difference of two results, or of two totals or cells of one result, is a result about the rows that are in one and not in the other, of which there may be few.', remedy: 'Make both over the same rows, or accept it.' },
  A13: { about: 'A parameter that changes', story: 'Results for different values of the parameter can be subtracted from each other.', remedy: 'Allow few runs, or set the parameter in the agreement.' },
  A14: { about: 'Steps of a logistic model', story: 'A logistic model is found in steps, and all members of the group see the coefficients and the sums of each. The sums of the last step are about what the model itself says; earlier ones say more.', remedy: 'Ask for many rows (only if count(…) >= 50), or accept it.' },
  A15: { about: 'Sums of a linear model', story: 'A linear model is worked out from sums of products, and whoever learns the model learns these sums.', remedy: 'Ask for many rows (only if count(…) >= 50), or accept it.' },
  A16: { about: 'Several runs', story: 'Who learns two results learns how the data changed in between.', remedy: 'Allow one run, or accept it for reports that are made every month.' },
  A17: { about: 'Two scripts in one word', story: 'Letters of two scripts in one word may be drawn alike: the word is not what it looks like.', remedy: 'Write the word in one script.' },
  A18: { about: 'Counts that are seen', story: 'With counts shown, the counts that a condition uses are opened first, of all cells, also where they are 0 or 1. A count of rows that only one person can have says whether that person is there.', remedy: 'Count coarser groups, or leave “counts shown” out: the general engine hides counts as well.' },
  A19: { about: 'Several limits on one count', story: 'With counts shown, each party shuts a result whose rows without its own are too few, and everybody sees which. With several limits on one count this tells how many rows the party has.', remedy: 'Use one limit for all results over the same rows.' },
  A20: { about: 'Sums of powers', story: 'From the sums of as many powers of a number as there are rows, the number of each row can be worked out, however many rows are demanded.', remedy: 'Reveal means and variances, which need powers up to 2.' },
  A21: { about: 'Numbers packed into one total', story: 'x * 1_000_000 + y is one total with two numbers in it: over few rows the total of each can be read off. So it is with a choice between factors, which packs totals over different rows into one.', remedy: 'Reveal the totals one by one, each with a limit of its own, or accept it where the parts only happen to differ in size.' },
  N01: { about: 'False data', story: 'Each party vouches for its own data. No cryptography can tell whether a file is true.', remedy: 'Limits, ranges and receipts bound what false data can do.' },
  N02: { about: 'All but one', story: 'All parties but one, together, know their own parts: from a total they can work out the last one’s.', remedy: 'Know with whom you compute.' },
  N03: { about: 'Hidden cells are seen to be hidden', story: 'That a cell is hidden says that its condition holds. Where cells of 0 are shown, a hidden cell is known to hold somebody.', remedy: 'Hide cells of 0 as well (n < 10 in place of n in 1..9), if that matters.' },
  N04: { about: 'Results that may be none', story: 'A mean of no rows and a division by 0 are empty, and shown as “none”.', remedy: 'Nothing needs to be done.' },
  N05: { about: 'A condition that does not hold', story: 'Those who would learn the result learn that its condition does not hold, which is a fact about the data as well.', remedy: 'Nothing needs to be done.' },
  N06: { about: 'The largest cells', story: 'Which cells are the largest, and in which order, is seen, though their numbers are not.', remedy: 'Nothing needs to be done.' },
  N07: { about: 'Keys are compared whole', story: 'A name with a slip in it makes another key. Two people with the same name and day of birth make the same key.', remedy: 'See docs/keys.md.' },
  N08: { about: 'One dominating party', story: 'Where one party has nearly all of a sum, the others can estimate it.', remedy: 'Add hide where largest_part(x) > 60% * sum(x).' },
  N09: { about: 'Padding', story: 'A party that learns the result can add rows of its own making until a limit is passed, and take them off the result again.', remedy: 'Ask for a limit on what is left without the largest part: count() - largest_part(1) >= 10.' },
};
