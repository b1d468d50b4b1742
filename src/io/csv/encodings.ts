/** The encodings in which files can be read, by the names of the encoding standard, and where each is at home. */
import { MpcError } from '../../errors.js';

/** Name → what is written in it, for messages. The order decides between encodings that read a file in the same way. */
export const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'every script',
  'utf-16le': 'every script',
  'utf-16be': 'every script',
  'windows-1252': 'Western European',
  'windows-1250': 'Central European',
  'windows-1251': 'Cyrillic',
  'windows-1253': 'Greek',
  'windows-1254': 'Turkish',
  'windows-1255': 'Hebrew',
  'windows-1256': 'Arabic',
  'windows-1257': 'Baltic',
  'windows-1258': 'Vietnamese',
  'windows-874': 'Thai',
  shift_jis: 'Japanese',
  'euc-jp': 'Japanese',
  'iso-2022-jp': 'Japanese',
  'euc-kr': 'Korean',
  gb18030: 'Chinese, simplified',
  gbk: 'Chinese, simplified',
  big5: 'Chinese, traditional',
  'koi8-r': 'Cyrillic',
  'koi8-u': 'Cyrillic, Ukrainian',
  'iso-8859-2': 'Central European',
  'iso-8859-3': 'Maltese',
  'iso-8859-4': 'Baltic',
  'iso-8859-5': 'Cyrillic',
  'iso-8859-6': 'Arabic',
  'iso-8859-7': 'Greek',
  'iso-8859-8': 'Hebrew',
  'iso-8859-8-i': 'Hebrew',
  'iso-8859-10': 'Nordic',
  'iso-8859-13': 'Baltic',
  'iso-8859-14': 'Celtic',
  'iso-8859-15': 'Western European',
  'iso-8859-16': 'Romanian',
  macintosh: 'Western European, of an old Macintosh',
  'x-mac-cyrillic': 'Cyrillic, of an old Macintosh',
  ibm866: 'Cyrillic, of DOS',
  cp850: 'Western European, of DOS',
  cp437: 'English, of DOS',
  cp852: 'Central European, of DOS',
};

/** Names that people use and the encoding standard does not know. */
const ALIASES: Readonly<Record<string, string>> = {
  ansi: 'windows-1252',
  macroman: 'macintosh',
  'mac-roman': 'macintosh',
  maccyrillic: 'x-mac-cyrillic',
  'mac-cyrillic': 'x-mac-cyrillic',
  cp437: 'cp437',
  ibm437: 'cp437',
  cp850: 'cp850',
  ibm850: 'cp850',
  cp852: 'cp852',
  ibm852: 'cp852',
  'iso-8859-16': 'iso-8859-16',
  latin10: 'iso-8859-16',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  cp874: 'windows-874',
  cp1258: 'windows-1258',
};

/** The standard's name of an encoding that is given by any of its labels, such as `latin2` or `cp1251`. Throws USAGE. */
export function encodingNamed(label: string): string {
  const plain = label.trim().toLowerCase();
  const name = ALIASES[plain] ?? standardName(plain) ?? standardName(plain.replaceAll('_', '-')) ?? '';
  if (Object.hasOwn(ENCODINGS, name)) return name;
  throw new MpcError('USAGE', '--encoding names an encoding that is not known here.', `Known are: ${Object.keys(ENCODINGS).join(', ')}. Or convert the file to UTF-8, for example with iconv.`);
}

export function standardName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
