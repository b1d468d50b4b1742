/** The Dutch texts. The English wording counts. */
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

export const dutch: Texts = {
  language: 'nl',
  preface: { heading: 'Vertaling', lines: ['Dit is een Nederlandse vertaling. De Engelse tekst is de tekst die telt; u ziet die met --lang en. De digest is in elke taal dezelfde. Foutmeldingen en de voortgang zijn in het Engels.'] },
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
