/** The Ukrainian texts, which nobody has reviewed. The English wording counts. */
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

export const ukrainian: Texts = {
  language: 'uk',
  preface: {
    heading: 'Неперевірений переклад / translation not reviewed',
    lines: [
      'НЕ ПЕРЕВІРЕНО: цього перекладу не перевіряв юрист або перекладач, для якого українська рідна. Чинним є англійський текст; його показує --lang en. Дайджест однаковий у кожній мові. Повідомлення про помилки й хід роботи є англійською.',
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
