import { english } from './en/index.js';
import type { Texts } from './texts.js';

export const LANGUAGES = ['en', 'nl', 'de', 'uk'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The sentences of a language. Each but English is in a file of its own in the build, opened only when it is asked for. */
export async function textsIn(language: Language): Promise<Texts> {
  switch (language) {
    case 'en':
      return english;
    case 'nl':
      return (await import('./nl/index.js')).dutch;
    case 'de':
      return (await import('./de/index.js')).german;
    case 'uk':
      return (await import('./uk/index.js')).ukrainian;
  }
}

export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.some((language) => language === text);
}
