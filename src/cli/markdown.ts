/** Text of others in Markdown: nothing of it is more than text. */
import { cleaned } from '../library/text.js';

const MOST_CHARS = 10_000;

/** Characters that Markdown, or HTML in it, would take for more than text. */
export function markdown(text: string): string {
  return text.replace(/[\r\n\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\\`*_{}[\]<>#|~!&]/g, (sign) => `\\${sign}`);
}

/** The same at the beginning of a line, where a number or a dash would begin a list, and blanks would begin a listing. Addresses do not become links by themselves. */
export function markdownLine(text: string): string {
  return markdown(cleaned(text, MOST_CHARS).trimStart()).replace(/[$^=@]/g, (sign) => `\\${sign}`).replace(/:\/\//g, '\\://').replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`).replace(/^([-+:])/, '\\$1').replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Lines of a program, as they are: the fence is longer than any in them. */
export function markdownListing(lines: readonly string[]): string {
  const text = lines.map((line) => `${/^ */.exec(line)?.[0] ?? ''}${cleaned(line, MOST_CHARS)}`).join('\n');
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${fence}\n${text}\n${fence}`;
}
