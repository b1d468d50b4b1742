import { ignoresCase, type System } from '../platform.js';

/** Devices, whatever ending follows: what is written to NUL.csv is gone. The digits are also superscript ones. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:[ .].*)?$/i;
const RELATIVE = /^\.{1,2}$/;

/**
 * Why Windows would put something else at a path than a file of that name, or nothing at all; undefined if it would not. Node and Windows themselves say nothing:
 * `result.csv:old` becomes a hidden stream of result.csv, `result.` becomes `result`, and `NUL` swallows what is written.
 */
export function unfitName(path: string, system: System = process.platform): string | undefined {
  if (system !== 'win32') return undefined;
  // A drive, or the prefix of a long path or of a share.
  const [, rest = ''] = /^(?:\\\\[?.]\\)?(?:[A-Za-z]:)?(.*)$/s.exec(path) ?? [];
  for (const part of rest.split(/[\\/]/)) {
    if (part === '' || RELATIVE.test(part)) continue;
    if (DEVICE.test(part)) return `${part} is the name of a device on Windows`;
    const [sign] = /[<>:"|?*]/.exec(part) ?? [];
    if (sign !== undefined) return `a name cannot hold ${sign} on Windows`;
    if (/[. ]$/.test(part)) return 'a name cannot end with a dot or a blank on Windows';
  }
  return undefined;
}

/** Whether two absolute paths are the same text for the system. Links are for the caller to follow. */
export function isSamePath(a: string, b: string, system: System = process.platform): boolean {
  const plain = (path: string): string => (ignoresCase(system) ? path.normalize('NFC').toLowerCase() : path);
  return plain(a) === plain(b);
}
