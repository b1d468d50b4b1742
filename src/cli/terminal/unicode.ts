/**
 * Whether a terminal shows characters beyond ASCII. Linux's own console and consoles of Windows without a modern terminal may not; elsewhere the locale says it, and no
 * locale says nothing.
 */
export function hasUnicode(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'win32') return [env['WT_SESSION'], env['TERM_PROGRAM'], env['ConEmuTask'], env['TERMINUS_SUBLIME']].some((value) => value !== undefined) || env['TERM'] === 'xterm-256color';
  if (env['TERM'] === 'linux') return false;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '') ?? '';
  return locale === '' || (locale !== 'C' && locale !== 'POSIX' && !/\.(?!utf-?8)/i.test(locale));
}
