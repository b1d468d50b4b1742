import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvWriter, foreign } from '../../src/io/csv/writer.js';
import { fc } from '../support/property.js';

const BEGINS_FORMULA = /^[\s\p{Z}\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
const lines = [{ delimiter: ',', lineEnd: '\n' }, { delimiter: ';', lineEnd: '\r\n' }, { delimiter: '\t', lineEnd: '\r' }] as const;
const cellsOf = (text: string, { delimiter, lineEnd }: (typeof lines)[number]) => parse(text, { delimiter, record_delimiter: lineEnd, relax_column_count: true });

describe.each(lines)('a file with $delimiter and $lineEnd', (style) => {
  const write = csvWriter(style);

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\u00a0=1', '\u200b=1', '\ufeff=1', '\u0000=1', '\uff1d1', '\uff0b1', '\uff0d1', '\uff20x', "=cmd|' /C calc'!A0"])('never writes %j of another party so that a spreadsheet runs it', (text) => {
    expect(cellsOf(write(['own', foreign(text)]), style)).toEqual([['own', `'${text}`]]);
  });

  it.each(['a\n=1', 'a\r=1', 'a\r\n=1', 'a;=1', 'a,=1', 'a\t=1', 'a|=1', 'a";=1'])('keeps %j of another party in one cell, in quotes', (text) => {
    const written = write([foreign(text)]);
    expect(written.trimEnd()).toMatch(/^"[^]*"$/);
    expect(cellsOf(written, style)).toEqual([[text]]);
  });

  it('writes what reads as it was, but for the apostrophe', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.stringMatching(/^[=+@;,"\r\n\t -]{0,6}$/)), { minLength: 2, maxLength: 4 }), (texts) => {
      const [own = [], theirs = []] = [cellsOf(write(texts), style)[0], cellsOf(write(texts.map(foreign)), style)[0]];
      expect(own).toEqual(texts);
      expect(theirs.map((cell) => cell.replace(/^'/, ''))).toEqual(texts.map((text) => text.replace(/^'/, '')));
      for (const cell of theirs) expect(cell).not.toMatch(BEGINS_FORMULA);
    }));
  });
});
