/** What people read about a program: its words, its notices, and the text itself. */
import type { Checked } from './check/program.js';
import type { Notice } from './notices/notice.js';
import { noticeSection } from './notices/notices.js';
import type { Cast } from './words/cast.js';
import type { Section } from './words/items.js';
import { wordsOfProgram } from './words/program.js';

export function sectionsOf(checked: Checked, notices: readonly Notice[], cast?: Cast): Section[] {
  return [...wordsOfProgram(checked, cast), noticeSection(notices)];
}
