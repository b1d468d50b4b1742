import type { Texts } from '../../texts/texts.js';

/** The entries whose terms occur in these lines. */
export function glossaryOf(lines: readonly string[], { glossary }: Pick<Texts, 'glossary'>): string[] {
  const text = lines.join('\n');
  return Object.values(glossary).filter(({ found }) => found.test(text)).map(({ term, meaning }) => `${term}: ${meaning}`);
}
