/** The English texts: the wording that counts. */
import type { Preface } from '../shapes.js';
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

export const english = {
  language: 'en' as string,
  /** What a translation says of itself before anything else. */
  preface: undefined as Preface | undefined,
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
