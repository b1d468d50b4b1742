/** The German texts, which nobody has reviewed. The English wording counts. */
import type { Texts } from '../texts.js';
import { agreement, keys } from './agreement.js';
import { annex } from './annex.js';
import { approval } from './approval.js';
import { checklist } from './checklist.js';
import { compare } from './compare.js';
import { glossary } from './glossary.js';
import { linear } from './linear.js';
import { lists } from './lists.js';
import { match } from './match.js';
import { program } from './program.js';
import { psi } from './psi.js';
import { opening, receipt } from './receipt.js';
import { record } from './record.js';
import { rehearsal } from './rehearsal.js';
import { report, result } from './result.js';

export const german: Texts = {
  language: 'de',
  preface: {
    heading: 'Nicht geprüfte Übersetzung / translation not reviewed',
    lines: [
      'NICHT GEPRÜFT: Diese Übersetzung wurde von keiner Person mit juristischer oder übersetzerischer Ausbildung geprüft, die Deutsch als Muttersprache hat. Es zählt der englische Text; Sie sehen ihn mit --lang en. Die Prüfsumme (Digest) ist in jeder Sprache dieselbe. Fehlermeldungen und der Fortschritt sind auf Englisch.',
      'NOT REVIEWED: no native lawyer or translator has reviewed this translation. The English wording counts; --lang en shows it.',
    ],
  },
  agreement,
  annex,
  approval,
  checklist,
  compare,
  glossary,
  keys,
  linear,
  lists,
  match,
  opening,
  program,
  psi,
  receipt,
  record,
  rehearsal,
  report,
  result,
};
