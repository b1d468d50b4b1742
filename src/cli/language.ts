import { isLanguage, type Language } from '../library/text.js';

/** The language that a user chose, or has on this machine. As in POSIX, the first of the three variables that is not empty decides. */
export function languageOf(flag: unknown, env: NodeJS.ProcessEnv): Language {
  if (isLanguage(flag)) return flag;
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '') ?? '';
  const own = /^([a-z]{2})(?:[_.@-]|$)/.exec(locale.toLowerCase())?.[1];
  return isLanguage(own) ? own : 'en';
}
