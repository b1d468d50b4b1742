/** What an agreement says for the files of those who keep it. */
export const record = {
  headings: { contacts: 'Contacts', retention: 'How long the result may be kept' },
  reference: (text: string) => `Reference: ${text}`,
  contact: (name: string, contact: string) => `${name}: ${contact}`,
  until: ({ day, isSealed }: { day: string; isSealed: boolean }) =>
    `Until the end of ${day} (UTC). By then whoever learns the result deletes it.${isSealed ? ' By then those who hold shares of the sealed result delete these, too.' : ''}`,
  nobodyChecks: 'Nobody can check that another party did. Each party’s own program says so to its user when the day is over (mpc status, mpc doctor), and deletes nothing unasked.',
};
