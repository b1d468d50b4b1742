import type { ProgramNotice, Section } from '../library/programs.js';

/** What --json prints of notices. */
export function noticesJson(notices: readonly ProgramNotice[]): object[] {
  return notices.map(({ code, reveals, attention, text, line }) => ({ code, attention, reveals, line, text }));
}

/** What --json prints of the words of a program. */
export function sectionsJson(sections: readonly Section[]): object[] {
  return sections.map(({ heading, items }) => ({ heading, text: items.map(({ text }) => text) }));
}

/** Why a program on sums does not run among parties all the same. */
export function refusedNote(refused: readonly string[], remedies: readonly string[] = []): string {
  return ['`mpc run` refuses it, because such programs do not run among parties yet:', ...refused.map((why, i) => `  ${why}.${remedies[i] === undefined ? '' : `\n    → ${remedies[i]}.`}`)].join('\n');
}
