/** Terms in approval texts that are not everyday English. `found` matches the words that show that a term occurs. */
export const glossary = {
  contributor: { term: 'contributor', found: /\bcontributors?\b/i, meaning: 'a party that puts data in.' },
  digest: { term: 'digest', found: /\bdigest\b/i, meaning: 'a number worked out from every letter of this agreement. If a letter changes, so does the digest. An approval is given for one digest.' },
  holder: { term: 'holder', found: /\bholders?\b/i, meaning: 'a party that keeps a share of a sealed result. One share alone tells nothing about the result.' },
  invite: { term: 'invite', found: /\binvite\b/i, meaning: 'the line that the proposer sent, with which anybody can join.' },
  key: { term: 'key', found: /\bkeys?\b/i, meaning: 'the line that begins with mpc1. By it, a party’s program recognises another party. It is not secret.' },
  ledger: { term: 'ledger', found: /\bledgers?\b/i, meaning: 'the record that a party’s own program keeps of how much others could try on its data. The party sets a limit, and its program refuses what goes beyond.' },
  mix: { term: 'mix', found: /\bmixe[sd]\b/i, meaning: 'to encrypt lists once more and shuffle them. The parties do so one after another, in the order in which they are named. This hides whose list an entry comes from; "Read this first" says from whom it does not.' },
  recipient: { term: 'recipient', found: /\brecipients?\b/i, meaning: 'a party that learns the result.' },
  relay: { term: 'relay', found: /\brelay\b/i, meaning: 'the computer that passes on the parties’ messages.' },
  sealed: { term: 'sealed', found: /\bseal(ed)?\b/i, meaning: 'kept in shares, so that nobody knows the result until enough of those who hold the shares open it.' },
  spelling: { term: 'spelling', found: /\bspellings?\b/i, meaning: 'one form in which a row is compared: as it is written, as it sounds, without one of its names, and so on.' },
};
