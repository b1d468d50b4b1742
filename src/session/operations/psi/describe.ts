import type { Texts } from '../../../texts/texts.js';
import { keyCapOf, sendersOf } from '../lists/caps.js';
import { capInWords, listLimits, rulesLine, sameLines, sameRisks, tested, thresholdRisks, unitOf } from '../lists/describe.js';
import type { Words } from '../operation.js';
import { testableKeysOf } from './testers.js';
import type { PsiAgreement } from './types.js';

export const psiWords: Words<PsiAgreement> = {
  computed: (agreement, texts) => [whatIsComputed(agreement, texts), ...sameLines(agreement, texts), ...payloadLines(agreement, texts), rulesLine(agreement, texts)],
  risks: (agreement, texts) => [
    guessing(agreement, texts),
    ...beyondCap(agreement, texts),
    ...sameRisks(agreement, texts),
    ...(agreement.operation.reveals === 'count' ? [texts.psi.countAltered(agreement.recipients)] : []),
    ...(agreement.recipients.length === 2 ? [texts.psi.separateRuns] : []),
    ...thresholdRisks(agreement, sendersOf(agreement), texts),
  ],
  learned,
  sections: () => [],
  protects: (agreement, { psi, lists }) => [...(agreement.operation.reveals === 'count' ? [] : [psi.otherRowsStay]), lists.outside],
  limits: listLimits,
};

function whatIsComputed(agreement: PsiAgreement, { psi }: Texts): string {
  const [first = '', second = ''] = agreement.contributors;
  if (agreement.operation.reveals === 'count') return psi.howMany({ spellings: unitOf(agreement) === 'spelling', first, second });
  return psi.whichRows(first, second);
}

function payloadLines(agreement: PsiAgreement, { psi }: Texts): string[] {
  const { payload } = agreement.operation;
  return payload === undefined ? [] : [psi.payload({ senders: sendersOf(agreement), ...payload })];
}

function learned(agreement: PsiAgreement, { psi }: Texts): string[] {
  if (agreement.recipients.length === 2) return agreement.operation.reveals === 'count' ? [] : [psi.eachLearnsWhich];
  return [psi.senderLearnsNothing(sendersOf(agreement).join(''))];
}

function guessing(agreement: PsiAgreement, texts: Texts): string {
  const limits = agreement.recipients.map((name) => ({ name, most: capInWords(agreement, name, texts) }));
  return texts.psi.guessing({ limits, hasPayload: agreement.operation.payload !== undefined });
}

/** `docs/protocols/psi-vole.md` has the bound. */
function beyondCap(agreement: PsiAgreement, texts: Texts): string[] {
  if (agreement.operation.protocol !== 'vole') return [];
  const { recipients } = agreement;
  const most = recipients.map((name) => ({ name, can: tested(agreement, testableKeysOf(agreement, name), texts), limit: tested(agreement, keyCapOf(agreement, name), texts) }));
  return [texts.psi.large(most), texts.psi.largeBroken(recipients)];
}
