import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { encode } from 'iconv-lite';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { ENCODINGS, encodingNamed } from '../../src/io/csv/encodings.js';
import { guessEncodings, likelierThan } from '../../src/io/csv/guess-encoding.js';
import { sampleOf } from '../../src/io/csv/sample.js';
import { converterFrom } from '../../src/io/csv/transcode.js';
import { csv, failure, recordsOf } from './csv-files.js';

/** Python's codecs; see fixtures/encodings/make.py. */
const ORACLE = JSON.parse(readFileSync('fixtures/encodings/bytes.json', 'utf8')) as {
  single: Record<string, string>;
  grids: Record<string, { rows: [number, number, number, number][]; characters: number; sha256: string }>;
  files: Record<string, Record<string, string>>;
};
const NAMES = JSON.parse(readFileSync('fixtures/encodings/names.json', 'utf8')) as Record<string, { names: string[] }>;
const FILES = Object.entries(ORACLE.files).flatMap(([language, each]) => Object.entries(each).map(([encoding, base64]) => ({ language, encoding, bytes: Buffer.from(base64, 'base64'), names: NAMES[language]?.names ?? [] })));

/** Undefined where the encoding has no such character. */
function converted(bytes: Buffer, encoding: string): string | undefined {
  const converter = converterFrom(encoding);
  const whole = Buffer.concat([converter.convert(bytes), converter.finish()]);
  return whole.includes(0xff) ? undefined : whole.toString('utf8');
}

/** Where the encoding standard has a character more than Python. */
const LATER: Readonly<Record<string, string>> = { 'windows-1255 ca': '\u05ba' };

describe('encodings other than UTF-8, against the codecs of Python', () => {
  it.each(Object.keys(ORACLE.single))('reads each byte of %s', (encoding) => {
    Array.from(ORACLE.single[encoding] ?? '').forEach((char, i) => {
      const byte = 0x80 + i;
      const expected = LATER[`${encoding} ${byte.toString(16)}`] ?? (char === '\0' ? undefined : char);
      expect([byte, converted(Buffer.of(byte), encoding)]).toEqual([byte, expected]);
    });
    expect(converted(Buffer.from(Array.from({ length: 128 }, (_, i) => i)), encoding)).toBe(String.fromCharCode(...Array.from({ length: 128 }, (_, i) => i)));
  });

  it.each(Object.keys(ORACLE.grids))('reads the letters of two bytes of %s', (encoding) => {
    const { rows = [], characters, sha256 } = ORACLE.grids[encoding] ?? {};
    const found: string[] = [];
    for (const [firstFrom, firstTo, secondFrom, secondTo] of rows) {
      for (let first = firstFrom; first <= firstTo; first++) {
        for (let second = secondFrom; second <= secondTo; second++) {
          const text = converted(Buffer.of(first, second), encoding) ?? '';
          if (Array.from(text).length === 1 && !/\p{Co}/u.test(text)) found.push(text);
        }
      }
    }
    expect(found.length).toBe(characters);
    expect(createHash('sha256').update(found.join('')).digest('hex')).toBe(sha256);
  });

  it.each(FILES)('reads $language in $encoding as the same file in UTF-8', async ({ encoding, bytes, names }) => {
    const records = await recordsOf({ file: csv(bytes), encoding }, ['name']);
    expect(records.map(({ cells }) => cells[0]?.normalize('NFC'))).toEqual(names);
  });

  it('reads the same wherever the pieces end', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.array(fc.nat(400), { maxLength: 6 }), ({ encoding, bytes }, cuts) => {
        const converter = converterFrom(encoding);
        const indices = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const pieces = indices.slice(1).map((end, i) => converter.convert(Buffer.from(bytes.subarray(indices[i], end))));
        expect(Buffer.concat([...pieces.map((piece) => Buffer.from(piece)), converter.finish()]).toString('utf8')).toBe(converted(bytes, encoding));
      }),
    );
  });
});

describe('what to do about a file that is not UTF-8', () => {
  const withoutFlag = async (bytes: Buffer) => failure(recordsOf({ file: csv(bytes) }, ['name']));

  it.each(FILES)('is said of $language in $encoding', async ({ encoding, bytes }) => {
    const { code, message, next } = await withoutFlag(bytes);
    expect(code).toBe('INPUT_UNREADABLE');
    expect(message).toMatch(encoding === 'iso-2022-jp' ? /line 2: there are escapes of ISO-2022-JP/ : /line 2: there are bytes that are not UTF-8/);
    const [, advised = ''] = /`--encoding ([^`]+)`/.exec(next) ?? [];
    const named = [...next.matchAll(/([a-z0-9_-]+) \(/g)].map(([, name = '']) => name);
    expect([advised, ...named].map((name) => converted(bytes, name))).toContain(converted(bytes, encoding));
  });

  /** Few names, and names in capitals, which say less: encodings by the names that iconv-lite has for them. */
  it.each([
    ['windows-1255', 'דוד כהן'],
    ['windows-1255', 'משה לוי\nשרה מזרחי\nרחל פרץ'],
    ['windows-1251', 'Иван Петров'],
    ['windows-1251', 'ИВАН ПЕТРОВ\nМАРИЯ СМИРНОВА'],
    ['koi8-r', 'АНДРЕЙ МОРОЗОВ\nЮЛИЯ ЩЕРБАКОВА'],
    ['cp866', 'Сергей Козлов'],
    ['windows-1250', 'Żaneta Gąsior\nŁukasz Wiśniewski'],
    ['windows-1250', 'JIŘÍ DVOŘÁK\nBOŽENA NĚMCOVÁ'],
    ['windows-1252', 'JOÃO CONCEIÇÃO\nINÊS MAGALHÃES'],
    ['windows-1252', 'ÅSA ÖBERG\nBJÖRN SJÖSTRÖM'],
    ['windows-1252', 'Ása Þórðardóttir\nGuðmundur Æsir'],
    ['cp850', 'JÜRGEN GROSS\nKÄTHE MÜLLER'],
    ['windows-1253', 'ΜΑΡΙΑ ΝΙΚΟΛΑΟΥ\nΔΗΜΗΤΡΗΣ ΙΩΑΝΝΟΥ'],
    ['windows-1254', 'Ayşe Yılmaz'],
    ['windows-1254', 'GÜLŞEN ŞAHİN\nÇAĞRI GÜNEŞ'],
    ['windows-1256', 'محمد علي حسن'],
    ['windows-1257', 'JĀNIS BĒRZIŅŠ\nLĪGA KALNIŅA'],
    ['windows-874', 'สมชาย ใจดี'],
    ['euc-jp', '田中花子'],
    ['shift_jis', '佐藤健'],
    ['euc-kr', '김민준'],
    ['gbk', '张伟\n王芳'],
    ['big5', '張偉\n王淑芬'],
  ])('names %s first for %j', (encoding, names) => {
    const [best] = guessEncodings(sampleOf(encode(`name,born\n${names.replaceAll('\n', ',1980-01-01\n')},1980-01-01\n`, encoding)));
    expect(best?.text).toBe(names.split('\n').map((name) => `${name},1980-01-01\n`).join(''));
  });

  it('shows the first names as they would be read, to a person alone', async () => {
    const { message, next, aside } = await withoutFlag(encode('name\nדוד כהן\nמשה לוי\n', 'windows-1255'));
    expect(aside).toContain('  windows-1255 (Hebrew)\n    דוד כהן\n    משה לוי');
    expect(message + next).not.toContain('דוד');
  });

  it('is another thing where most of the file is UTF-8', async () => {
    const { message, next } = await withoutFlag(Buffer.concat([Buffer.from('name\nZoë\nJosé\nAnaïs\n'), Buffer.from('Hélène\n', 'latin1')]));
    expect(message).toContain('line 5');
    expect(next).toContain('Most lines are UTF-8');
  });

  it('is to leave the encoding out where the file is UTF-8, and another encoding where that is likelier', async () => {
    const utf8 = await failure(recordsOf({ file: csv('name\nZoë Ж\nÐ\n'), encoding: 'windows-1252' }, ['name']));
    expect(utf8.next).toContain('leave `--encoding` out');
    const thai = FILES.find(({ language }) => language === 'Thai');
    const { message, next } = await failure(recordsOf({ file: csv(thai?.bytes ?? ''), encoding: 'iso-8859-7' }, ['name']));
    expect(message).toContain('not ISO-8859-7');
    expect(next).toContain('windows-874 (Thai)');
  });

  it('is ISO-2022-JP for escapes, unless somebody says that they belong to the text', async () => {
    const japanese = FILES.find(({ encoding }) => encoding === 'iso-2022-jp');
    expect((await withoutFlag(japanese?.bytes ?? Buffer.alloc(0))).next).toContain('--encoding iso-2022-jp');
    expect((await recordsOf({ file: csv('name\n\x1b$B;3EDB@O:\n'), encoding: 'utf-8' }, ['name'])).length).toBe(1);
    expect((await recordsOf({ file: csv('name\n\x1b[1mAnn\n') }, ['name'])).length).toBe(1);
    expect((await withoutFlag(Buffer.from('\x1b$)Cname\nAnn\n'))).message).toContain('ISO-2022-KR');
  });
});

describe('names of encodings', () => {
  it('knows what the encoding standard knows, and usual names beside', () => {
    const labels = ['utf8', 'latin1', 'latin2', 'cp1251', 'windows-31j', 'sjis', 'gb2312', 'ks_c_5601-1987', 'big5-hkscs', 'iso-8859-9', 'tis-620', 'utf-16', ' CP1250 ', 'Windows_1251', 'ANSI', 'cp932', 'cp949', 'MacRoman', 'dos-862'];
    const found = labels.map((label) => {
      try {
        return encodingNamed(label);
      } catch {
        return undefined;
      }
    });
    expect(found).toEqual(['utf-8', 'windows-1252', 'iso-8859-2', 'windows-1251', 'shift_jis', 'shift_jis', 'gbk', 'euc-kr', 'big5', 'windows-1254', 'windows-874', 'utf-16le', 'windows-1250', 'windows-1251', 'windows-1252', 'shift_jis', 'euc-kr', 'macintosh', undefined]);
  });

  it('reads every encoding that TextDecoder knows', () => {
    // All names of https://encoding.spec.whatwg.org, but for `replacement` and `x-user-defined`, in which nobody writes.
    const standard = 'utf-8 ibm866 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-8-i iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 koi8-r koi8-u macintosh windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 x-mac-cyrillic gbk gb18030 big5 euc-jp iso-2022-jp shift_jis euc-kr utf-16be utf-16le'.split(' ');
    for (const name of standard) expect(encodingNamed(name)).toBe(name);
    for (const name of Object.keys(ENCODINGS)) if (name !== 'utf-8') expect(converted(Buffer.from(name.startsWith('utf-16') ? '' : 'a,b\n'), name)).toBe(name.startsWith('utf-16') ? '' : 'a,b\n');
  });

  it('lists them where one is not known', async () => {
    const { code, next } = await failure(Promise.resolve().then(() => encodingNamed('ebcdic')));
    expect(code).toBe('USAGE');
    expect(next).toContain('windows-1251');
  });
});

describe('guessing an encoding', () => {
  const guessed = FILES.filter(({ encoding }) => encoding !== 'iso-2022-jp');

  it('names first one that reads the names right, but for few', () => {
    const wrong = guessed.filter(({ encoding, bytes }) => converted(bytes, guessEncodings(sampleOf(bytes))[0]?.encoding ?? 'utf-8') !== converted(bytes, encoding));
    // Romanian in ISO 8859-16 is Windows-1250 but for the tails of two letters.
    expect(wrong.map(({ language }) => language)).toEqual(['Romanian']);
  });

  it.each(guessed)('names one that reads $language in $encoding right among the first three', ({ encoding, bytes }) => {
    expect(guessEncodings(sampleOf(bytes)).map((guess) => converted(bytes, guess.encoding))).toContain(converted(bytes, encoding));
  });

  it('does not speak against the right one, and speaks against one by which letters of another script come out', () => {
    for (const { encoding, bytes } of guessed) expect([encoding, likelierThan(encoding, sampleOf(bytes))?.encoding]).toEqual([encoding, undefined]);
    for (const { language, bytes } of guessed.filter((each) => ['Russian', 'Greek', 'Arabic', 'Thai', 'Polish', 'Japanese'].includes(each.language))) {
      if (converted(bytes, 'windows-1252') !== undefined) expect([language, likelierThan('windows-1252', sampleOf(bytes))]).not.toEqual([language, undefined]);
    }
  });

  it('says nothing of bytes that are all ASCII', () => {
    expect(guessEncodings(sampleOf(Buffer.from('name,born\nAnn,1980-01-01\n')))).toEqual([]);
  });
});
