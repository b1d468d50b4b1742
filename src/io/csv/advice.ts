/** What to do about a file that is not UTF-8. */
import { isAscii, isUtf8 } from 'node:buffer';
import { guessEncodings, likelierThan, withScript, type Guess } from './guess-encoding.js';
import type { Sample } from './sample.js';

/** Encodings for which iconv has another name. */
const ICONV: Readonly<Record<string, string>> = { shift_jis: 'CP932', 'euc-kr': 'CP949', big5: 'BIG5-HKSCS', 'windows-874': 'CP874', 'x-mac-cyrillic': 'MAC-CYRILLIC' };

export interface Advice {
  readonly next: string;
  /** The first lines as they read in each of the likeliest encodings, so that a person sees which is right. */
  readonly aside?: string;
}

/** Lines of each reading that are shown, and characters of a line. */
const LINES = 3;
const WIDTH = 60;

/** Advice for bytes of which some are not UTF-8. */
export function adviceForBytes(sample: Sample): Advice {
  if (isMostlyUtf8(sample)) return { next: 'Most lines are UTF-8, so the file may be put together from files in several encodings. Correct the line, or convert the parts to UTF-8 before you join them.' };
  const guesses = guessEncodings(sample);
  const [best, ...others] = guesses.map(({ encoding }) => encoding);
  if (best === undefined) return { next: 'Say which encoding the file is in with `--encoding NAME`, or save it as CSV in UTF-8.' };
  const otherwise = others.length === 0 ? '' : `, or else ${others.map(withScript).join(' or ')}`;
  const next = `They look like ${withScript(best)}${otherwise}. Read the file with \`--encoding ${best}\`, and look at the names with \`mpc keys\` before you go on: in a wrong encoding they match nothing. Or convert it: \`iconv -f ${(ICONV[best] ?? best).toUpperCase()} -t UTF-8 OLD.csv > NEW.csv\`.`;
  return { next, aside: `The first lines beyond plain letters would be read as:\n${guesses.map(asRead).join('\n')}` };
}

function asRead({ encoding, text }: Guess): string {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '').slice(0, LINES);
  return [`  ${withScript(encoding)}`, ...lines.map((line) => `    ${line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line}`)].join('\n');
}

function isMostlyUtf8({ lines }: Sample): boolean {
  const right = lines.filter((line) => isUtf8(line)).length;
  return right * 2 > lines.length;
}

/** Advice for bytes that are not in the given encoding. */
export function adviceAgainst(encoding: string, sample: Sample | undefined): string {
  if (sample === undefined) return 'Check the encoding of the file, or save it as CSV in UTF-8.';
  if (sample.lines.every((line) => isUtf8(line))) return 'The file is UTF-8: leave `--encoding` out.';
  const [best] = guessEncodings(sample).filter((guess) => guess.encoding !== encoding);
  const instead = best === undefined ? '' : ` They look like ${withScript(best.encoding)}: \`--encoding ${best.encoding}\`.`;
  return `Check the encoding of the file, or save it as CSV in UTF-8.${instead}`;
}

/** What speaks against an encoding in which a file could be read. */
export function doubtAbout(encoding: string, sample: Sample): string | undefined {
  // Its bytes are all ASCII.
  if (encoding === 'iso-2022-jp' || sample.lines.every((line) => isAscii(line))) return undefined;
  if (sample.lines.every((line) => isUtf8(line))) return `the bytes are UTF-8, and are read as ${encoding}. Leave \`--encoding\` out, and compare the names.`;
  const likelier = likelierThan(encoding, sample);
  return likelier === undefined ? undefined : `the bytes look more like ${withScript(likelier.encoding)} than like ${encoding}. Look at the names with \`mpc keys\`, and try \`--encoding ${likelier.encoding}\`: in a wrong encoding they match nothing.`;
}
