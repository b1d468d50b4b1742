import { appendFileSync, mkdirSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MpcError } from '../../src/errors.js';
import { columnTotals, type CsvSource, type NumericColumn, type Totals } from '../../src/io/csv/index.js';
import { column, csv, failure, newPath } from './csv-files.js';
import type { EmptyCells } from '../../src/session/operations/reading.js';

function totals(content: string | Buffer, columns: NumericColumn[], more: Partial<CsvSource> & { empty?: EmptyCells; maxRows?: number } = {}): Promise<Totals> {
  return columnTotals({ ...more, file: csv(content) }, columns, { empty: more.empty ?? 'refuse', maxRows: more.maxRows ?? 1000 });
}

const messages = ({ notices }: Totals): string[] => notices.map(({ message }) => message);

const SECRET = '987654321';

describe('columnTotals', () => {
  it('sums several columns exactly', async () => {
    const result = await totals('name,salary,bonus\nAnn,1000.10,5\nBob,2000.2,-7\n"Cy, Jr.",+0.30,0\n', [column('bonus', 0), column('salary')]);
    expect(result).toEqual({
      rows: 3,
      columns: [
        { name: 'bonus', sum: -2n, count: 3n },
        { name: 'salary', sum: 300060n, count: 3n },
      ],
      notices: [],
    });
  });

  it('stays exact where doubles would not', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => `${i % 2 === 0 ? '' : '-'}999999999999.999`);
    const mixed = [...rows, '123456789012345678901234567890.5', '0.001', ...Array.from({ length: 499 }, () => '999999999999.999')];
    const result = await totals(`v\n${mixed.join('\n')}`, [column('v', 3, -(10n ** 40n), 10n ** 40n)], { maxRows: 2000 });
    expect(result.columns[0]?.sum).toBe(123456789012345678901234567890500n + 1n + 499n * 999999999999999n);
  });

  it.each(['LF\n', 'CRLF\r\n', 'CR\r'])('reads line ends %j', async (kind) => {
    const end = kind.replace(/^[A-Z]+/, '');
    const result = await totals(['a;b', '1;2', '3;4', ''].join(end), [column('b')]);
    expect(result.columns[0]).toEqual({ name: 'b', sum: 600n, count: 2n });
    const { message } = await failure(totals(['a;b', '1;2', '3;x'].join(end), [column('b')]));
    expect(message).toContain('line 3, column "b"');
  });

  it('names line and column of the first bad cell and never shows it', async () => {
    const { code, message, next } = await failure(totals(`n,v\n"a\nb",1\n\nc,${SECRET}x\nd,y\n`, [column('v')]));
    expect(code).toBe('INPUT_INVALID');
    expect(message).toMatch(/\.csv, line 5, column "v": not a number with at most 2 decimals\.$/);
    expect(message + next).not.toContain(SECRET);
  });

  it.each([
    ['12,5', {}, '--decimal-comma'],
    ['1.234,50', {}, '--thousands'],
    ['1,234.50', {}, '--thousands'],
    ['12.5', { decimalComma: true }, 'leave `--decimal-comma` out'],
    ['(12)', {}, 'minus sign'],
    ['1e3', {}, 'exponent'],
    ['7,-', { decimalComma: true }, 'without mark and dash'],
    ['7,-', {}, 'without mark and dash'],
    ['7.--', {}, 'without mark and dash'],
    ['12,34,567', {}, '--thousands'],
    ['12,34,567.5', {}, '--thousands'],
    ['1\u02bc234', {}, '--thousands'],
    ['12\x1a', {}, 'Ctrl-Z'],
    ['\u221212', {}, 'hyphen'],
    ['€ 12', {}, 'currency'],
    ['12.345', {}, 'round it'],
  ])('helps with %s', async (cell, format, help) => {
    const { message, next } = await failure(totals(`v;w\n"${cell}";1\n`, [column('v')], format));
    expect(message).toContain('line 2, column "v": not a number');
    expect(next).toContain(help);
    expect(message + next).not.toContain(cell);
  });

  it('refuses what the range refuses, on both paths', async () => {
    for (const cell of ['10.01', '-0.01', '00000000000000000000011', ' 10.01 ']) {
      const { message } = await failure(totals(`v\n10\n${cell}\n`, [column('v', 2, 0n, 1000n)]));
      expect(message).toMatch(/line 3, column "v": outside the agreed range, 0\.00 to 10\.00\.$/);
    }
    const far = column('v', 0, 2n ** 60n, 2n ** 61n);
    expect((await failure(totals('v\n5\n', [far]))).message).toContain('outside the agreed range');
    expect((await totals(`v\n${2n ** 60n}\n`, [far])).columns[0]?.sum).toBe(2n ** 60n);
  });

  it('treats empty cells as it is told', async () => {
    const content = 'a,b\n1,\n2, \n3,\u00a0\n4,4\n';
    expect((await failure(totals(content, [column('b')]))).message).toContain('line 2, column "b": the cell is empty');
    const skipped = await totals(content, [column('a'), column('b')], { empty: 'skip' });
    expect(skipped.columns).toEqual([{ name: 'a', sum: 1000n, count: 4n }, { name: 'b', sum: 400n, count: 1n }]);
    expect(messages(skipped)).toEqual(['Column "b": 3 empty cells were skipped (lines 2, 3, 4).']);
    const zero = await totals(content, [column('b')], { empty: 'zero' });
    expect(zero.columns).toEqual([{ name: 'b', sum: 400n, count: 4n }]);
    expect(messages(zero)).toEqual(['Column "b": 3 empty cells were taken as zero (lines 2, 3, 4).']);
    expect((await failure(totals(content, [column('b', 2, 1n, 1000n)], { empty: 'zero' }))).message).toContain('outside');
  });

  it('allows a file without rows, with a note, and refuses one without a header', async () => {
    const result = await totals('a,b\n', [column('a')]);
    expect(result).toMatchObject({ rows: 0, columns: [{ name: 'a', sum: 0n, count: 0n }] });
    expect(messages(result)[0]).toContain('no data rows');
    for (const nothing of ['', '\n\n', '\ufeff', ' \r\n']) {
      expect(await failure(totals(nothing, [column('a')]))).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('empty') as string });
    }
  });

  it('skips blank lines, and says how many', async () => {
    const result = await totals('\na,b\n\n1,2\n   \n3,4\n\n', [column('a')]);
    expect(result).toMatchObject({ rows: 2, columns: [{ sum: 400n }] });
    expect(messages(result)[0]).toContain('3 blank lines');
    expect((await failure(totals('a,b\n\n"",1\n', [column('a')]))).message).toContain('line 3, column "a": the cell is empty');
  });

  it('takes a blank line in a file of one column for an empty cell, up to the last row', async () => {
    const content = 'v\n10\n\n \n20\n\n\n';
    expect((await failure(totals(content, [column('v')]))).message).toContain('line 3, column "v": the cell is empty');
    const zero = await totals(content, [column('v')], { empty: 'zero' });
    expect(zero).toMatchObject({ rows: 4, columns: [{ sum: 3000n, count: 4n }] });
    expect(messages(zero)).toEqual([expect.stringContaining('2 blank lines were skipped'), 'Column "v": 2 empty cells were taken as zero (lines 3, 4).']);
    expect(await totals(content, [column('v')], { empty: 'skip' })).toMatchObject({ rows: 4, columns: [{ sum: 3000n, count: 2n }] });
    expect(await totals('"v"\n10\n""\n""\n20\n', [column('v')], { empty: 'zero' })).toMatchObject({ rows: 4, columns: [{ count: 4n }] });
    expect(await failure(totals(content, [column('v')], { empty: 'skip', maxRows: 3 }))).toMatchObject({ code: 'INPUT_TOO_MANY', message: expect.stringContaining('line 5') as string });
  });

  it.each([',,', ' , ,', '"","",""', '"", ,'])('skips a row of a spreadsheet that has nothing in any cell, written %j, and says so', async (row) => {
    for (const empty of ['refuse', 'zero', 'skip'] as const) {
      const result = await totals(`a,b,c\n1,2,3\n${row}\n4,5,6\n${row}\n`, [column('a')], { empty });
      expect(result).toMatchObject({ rows: 2, columns: [{ sum: 500n, count: 2n }] });
      expect(messages(result)).toEqual([expect.stringContaining('2 rows with nothing in any cell were skipped')]);
    }
    expect((await failure(totals('a,b,c\n,,3\n', [column('a')]))).message).toContain('the cell is empty');
  });

  it.each([
    ['n;v\nx;2.500\ny;12.000\nz;900\n', {}, ['--thousands', '--decimal-comma', '--decimal-point']],
    ['n;v\nx;2,500\ny;12,000\nz;900\n', { decimalComma: true }, ['--thousands', '--decimal-comma', '--no-thousands']],
    ['n;v\nx;2.500\ny;900\n', { thousands: true }, ['--decimal-comma', '--decimal-point']],
    ['n;v\nx;2.500\ny;1500\n', {}, ['--decimal-point']],
  ])('refuses numbers that can be read in two ways: %j %j', async (content, format, flags) => {
    for (const decimals of [0, 2, 3]) {
      const { code, message, next } = await failure(totals(content, [column('v', decimals)], format));
      expect(code).toBe('INPUT_INVALID');
      if (decimals > 0) expect(message).toContain('line 2, column "v": the number can be read in two ways');
      for (const flag of decimals > 0 ? flags : ['--thousands']) expect(next).toContain(flag);
    }
  });

  it('takes the reading that a flag or another cell shows', async () => {
    const german = 'n;v\nx;2.500\ny;12.000\nz;900\n';
    const sumOf = async (content: string, format: Partial<CsvSource>) => (await totals(content, [column('v'), column('n', 0)].slice(0, 1), format)).columns[0]?.sum;
    expect(await sumOf(german, { decimalComma: true, thousands: true })).toBe(1540000n);
    expect(await sumOf(german, { decimalPoint: true })).toBe(91450n);
    expect(await sumOf(german, { thousands: false })).toBe(91450n);
    expect(await sumOf(german.replaceAll('.', ','), { thousands: true })).toBe(1540000n);
    expect(await sumOf(german.replaceAll('.', ','), { decimalComma: true, thousands: false })).toBe(91450n);
    for (const shown of ['0.5', '1234.500', '0.500', '-7.25']) expect(await sumOf(`n;v\na;2.500\nb;${shown}\n`, {})).toBe(250n + BigInt(Math.round(Number(shown) * 100)));
  });

  it('refuses both readings where the smaller one is out of range', async () => {
    expect((await failure(totals('v;w\n2.500;1\n', [column('v', 2, 10000n, 1000000n)]))).message).toContain('two ways');
  });

  it('says of a number that is too fine that its point may group thousands', async () => {
    const { message, next } = await failure(totals('v;w\n1.234;1\n', [column('v')]));
    expect(message).toContain('not a number with at most 2 decimals');
    expect(next).toMatch(/thousands/);
  });

  it('refuses ragged rows, too many rows, and reports in the order of the file', async () => {
    expect((await failure(totals('a,b\n1,2\n3\n', [column('a')]))).message).toMatch(/line 3: 1 cell where the header has 2\.$/);
    expect((await failure(totals('a,b\n1,2,3\n', [column('a')]))).message).toMatch(/line 2: 3 cells/);
    expect(await failure(totals('a\n1\n2\n3\n', [column('a')], { maxRows: 2 }))).toMatchObject({ code: 'INPUT_TOO_MANY', message: expect.stringMatching(/line 4: more than 2 data rows/) as string });
    expect((await totals('a\n1\n2\n', [column('a')], { maxRows: 2 })).rows).toBe(2);
    expect((await failure(totals('a,b\nx,1\n1\n', [column('a')]))).message).toContain('line 2, column "a"');
  });

  it('refuses files that are none', async () => {
    const missing = newPath();
    const folder = newPath();
    mkdirSync(folder);
    for (const [file, what] of [[missing, 'no such file'], [folder, 'folder'], ['-', 'standard input'], [`${csv('a')}/b`, 'no such file']] as const) {
      expect(await failure(columnTotals({ file }, [column('a')], { empty: 'refuse', maxRows: 1 }))).toMatchObject({
        code: 'INPUT_UNREADABLE',
        message: expect.stringContaining(what) as string,
      });
    }
  });

  it('notices that the file changed while it was read', async () => {
    const content = `a\n${'1\n'.repeat(200_000)}`;
    const options = { empty: 'refuse', maxRows: 10 ** 6 } as const;
    const grown = csv(content);
    let once = true;
    const append = (): void => {
      if (once) appendFileSync(grown, '5\n');
      once = false;
    };
    expect(await failure(columnTotals({ file: grown }, [column('a')], { ...options, onProgress: append }))).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('changed while it was being read') as string });
    const touched = csv(content);
    expect((await failure(columnTotals({ file: touched }, [column('a')], { ...options, onProgress: () => utimesSync(touched, 1, 1) }))).message).toContain('changed');
  });

  it('reports progress up to the whole file', async () => {
    const content = `a\n${'1\n'.repeat(500_000)}`;
    const seen: [number, number][] = [];
    await columnTotals({ file: csv(content) }, [column('a')], { empty: 'refuse', maxRows: 10 ** 6, onProgress: (...step) => seen.push(step) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toEqual([content.length, content.length]);
    expect(seen.every(([read], i) => i === 0 || read > (seen[i - 1]?.[0] ?? 0))).toBe(true);
  });

  it('stops when told, with the reason given', async () => {
    const file = csv(`a\n${'1\n'.repeat(500_000)}`);
    const stopped = new AbortController();
    const run = columnTotals({ file }, [column('a')], {
      empty: 'refuse',
      maxRows: 10 ** 6,
      signal: stopped.signal,
      onProgress: () => stopped.abort(new MpcError('TIMEOUT', 'Late.', 'Be early.')),
    });
    expect((await failure(run)).code).toBe('TIMEOUT');
    expect((await failure(columnTotals({ file }, [column('a')], { empty: 'refuse', maxRows: 1, signal: AbortSignal.abort() }))).code).toBe('INTERRUPTED');
  });
});
