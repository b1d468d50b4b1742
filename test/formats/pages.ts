import { readFileSync, writeFileSync } from 'node:fs';

const fileOf = (page: string): URL => new URL(`../../docs/formats/${page}`, import.meta.url);
/** A name in bold, and below it what stands in a block: fenced as it is, or indented, where white space means nothing. */
const BLOCK = /^\*\*(.+?)\*\*\n\n(?:((?: {4}.*\n)+)|```\n([\s\S]*?)\n```\n)/gm;

/** The examples of a page, by their names. */
export function examplesOf(page: string): Record<string, string> {
  return Object.fromEntries([...readFileSync(fileOf(page), 'utf8').matchAll(BLOCK)].map(([, name = '', indented, fenced]) => [name, fenced ?? indented?.replace(/\s+/g, '') ?? '']));
}

/** Puts examples into a page, in the places that it has for them: `npm run golden`. */
export function writeExamples(page: string, examples: Readonly<Record<string, string>>): void {
  const lines = (text: string): string => (text.match(/.{1,96}/g) ?? []).map((line) => `    ${line}\n`).join('');
  const text = readFileSync(fileOf(page), 'utf8').replace(BLOCK, (whole: string, name: string, indented: string | undefined) => {
    const example = examples[name];
    if (example === undefined) return whole;
    return indented === undefined ? `**${name}**\n\n\`\`\`\n${example}\n\`\`\`\n` : `**${name}**\n\n${lines(example)}`;
  });
  writeFileSync(fileOf(page), text);
}
