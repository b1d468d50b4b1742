import type { ProgramNotice, Section } from '../library/programs.js';

/** What --json prints of notices. */
export function noticesJson(notices: readonly ProgramNotice[]): object[] {
  return notices.map(({ code, reveals, attention, text, line }) => ({ code, attention, reveals, line, text }));
}

/** What --json prints of the words of a program. */
export function sectionsJson(sections: readonly Section[]): object[] {
  return sections.map(({ heading, items }) => ({ heading, text: items.map(({ text }) => text) }));
}
