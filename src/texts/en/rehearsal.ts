import { listed } from './listed.js';

export const rehearsal = {
  begins: (file: string) => `REHEARSAL of ${file}: everything below is made up, and says nothing about anybody.`,
  played: ({ parties, cap }: { parties: number; cap: number | undefined }) =>
    `All ${parties} parties were played on this machine, with a copy of the agreement. It has throw-away keys in place of those that the agreement names, and a relay of this machine${cap === undefined ? '.' : `; and no list has more than ${cap} records, where the agreement allows more.`}`,
  head: { party: 'party', rows: 'made-up rows', learns: 'learns', file: 'file' },
  noData: 'puts no data in',
  learnsNothing: 'nothing',
  learnsResult: 'a result',
  openedBy: (names: readonly string[]) => `The result was sealed. ${listed(names)} opened it together.`,
  everyPartyLearns: 'What every party learns:',
  learn: (names: readonly string[]) => `What ${listed(names)} ${names.length === 1 ? 'learns' : 'learn'}:`,
  ends: ({ seconds, hasCap, isKept }: { seconds: number; hasCap: boolean; isKept: boolean }) =>
    `All of this was made up. It took ${seconds.toFixed(1)} s; on real machines the network comes on top${hasCap ? ', and longer lists' : ''}. ${isKept ? 'The made-up files were kept; everything else was removed.' : 'Everything was removed.'}`,
};
