import type { Texts } from '../../../texts/texts.js';
import { blocksFor } from '../../protocol/matching/mix-blocks.js';
import { keyCapOf, ownersOf, pooledKeysOf, sendersOf } from '../lists/caps.js';
import { capInWords, listLimits, rulesLine, sameLines, sameRisks, tested, thresholdRisks, unitOf } from '../lists/describe.js';
import type { Words } from '../operation.js';
import type { MatchAgreement } from './types.js';

export const matchWords: Words<MatchAgreement> = {
  computed: (agreement, texts) => [texts.match.whichRows(recipientOf(agreement), ownersOf(agreement)), ...sameLines(agreement, texts), rulesLine(agreement, texts)],
  risks: (agreement, texts) => [
    texts.match.missed(recipientOf(agreement)),
    ...twoLists(agreement, texts),
    ...largerLast(agreement, texts),
    ...guessing(agreement, texts),
    ...sameRisks(agreement, texts),
    ...whose(agreement, texts),
    lastLine(agreement, texts),
    ...thresholdRisks(agreement, sendersOf(agreement).slice(-1), texts),
  ],
  learned: (agreement, { match }) => [match.sendersLearn(sendersOf(agreement), recipientOf(agreement))],
  sections: () => [],
  protects: (agreement, { match }) => [match.otherRowsStay(recipientOf(agreement)), match.withoutList],
  limits: listLimits,
};

function recipientOf({ recipients }: MatchAgreement): string {
  return recipients.join('');
}

function lastOf(agreement: MatchAgreement): string {
  return sendersOf(agreement).at(-1) ?? '';
}

/** The owner of one of two lists knows whether a match is on it, so the rest of the result tells about the other list. */
function twoLists(agreement: MatchAgreement, { match }: Texts): string[] {
  const owners = ownersOf(agreement);
  const [first = '', second = ''] = owners;
  return owners.length === 2 ? [match.twoLists({ recipient: recipientOf(agreement), first, second })] : [];
}

function largerLast(agreement: MatchAgreement, texts: Texts): string[] {
  if (agreement.limits.lastMayTest === undefined) return [];
  const [last, recipient] = [lastOf(agreement), recipientOf(agreement)];
  return [texts.match.largerLast({ last, canTry: tested(agreement, keyCapOf(agreement, last), texts), recipient, mayTry: tested(agreement, keyCapOf(agreement, recipient), texts) })];
}

function guessing(agreement: MatchAgreement, texts: Texts): string[] {
  const recipient = recipientOf(agreement);
  const all = agreement.limits.caps.reduce((sum, { name }) => sum + keyCapOf(agreement, name), 0);
  const against = ownersOf(agreement).map((name) => ({ name, most: tested(agreement, all - keyCapOf(agreement, name), texts) }));
  return [texts.match.guessing(recipient, capInWords(agreement, recipient, texts)), texts.match.together(texts.lists.each(against))];
}

/** docs/protocols/match.md has the table of what each set of parties learns together, the source of these sentences. */
function whose(agreement: MatchAgreement, { match }: Texts): string[] {
  const recipient = recipientOf(agreement);
  const [first = ''] = sendersOf(agreement);
  return [match.hiddenWhile({ recipient, first }), ...hintFromBlocks(agreement, match), match.otherMixers(recipient)];
}

/** With one block, or two senders, there is nothing more to see. */
function hintFromBlocks(agreement: MatchAgreement, match: Texts['match']): string[] {
  const senders = sendersOf(agreement);
  const [first = '', last = ''] = [senders[0], senders.at(-1)];
  if (senders.length < 3 || blocksFor(pooledKeysOf(agreement)) === 1) return [];
  return [match.hintFromBlocks({ first, last, recipient: recipientOf(agreement) })];
}

function lastLine(agreement: MatchAgreement, texts: Texts): string {
  const [last, recipient, unit] = [lastOf(agreement), recipientOf(agreement), unitOf(agreement)];
  const own = keyCapOf(agreement, last);
  if (own === 0) return texts.match.lastWithoutList(last, unit);
  return texts.match.lastWithList({ last, unit, own: tested(agreement, own, texts), recipient, both: tested(agreement, keyCapOf(agreement, recipient) + own, texts) });
}
