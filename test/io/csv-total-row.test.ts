import { describe, expect, it } from 'vitest';
import { columnTotals, TotalRows, type CsvSource } from '../../src/io/csv/index.js';
import { workbookBytes } from '../../src/io/typed/workbook-writer.js';
import { column, csv, failure } from './csv-files.js';

const looked = async (content: string | Buffer, { columns = ['v'], ...more }: Partial<CsvSource> & { columns?: string[] } = {}) => {
  const { notices } = await columnTotals({ ...more, file: csv(content) }, columns.map((name) => column(name)), { empty: 'zero', maxRows: 1_000_000 });
  return notices.filter(({ code }) => code === 'TOTAL_ROW');
};

describe('a row that is called a total and is one', () => {
  it.each([
    ['n;v\na;2\nb;3.5\nTotal;5.5\n', {}],
    ['n,v\na,2\nb,-3\nGrand Total:,-1\n', {}],
    ['n,v\na,2\nTOTAL,2\n', {}],
    ['Naam;v\na;2\nb;3\nTotaal 2024;5\n', {}],
    ['Имя;v\nа;2\nб;3\nИтого:;5\n', {}],
    ['姓名,v\n甲,2\n乙,3\n合计,5\n', {}],
    ['الاسم,v\nا,2\nب,3\nالإجمالي,5\n', {}],
    ['v,n\n2,a\n3,b\n5,Summe\n', {}],
    ['n;v\na;1.000,5\nb;2\nSumme (EUR);1.002,50\n', { decimalComma: true, thousands: true }],
    ['n,V\na,2\nb,3\nSum,5\n', {}],
    ['n,x,v\na,,2\nb,,3\n,Total,5\n', {}],
    ['n,Pay\na,2\nb,3\nTotal,5\n', { map: new Map([['v', 'Pay']]) }],
    ['n,v\na,2\nb,3\nTotal,5\nc,7\nd,1\nTotal,8\n', {}],
  ])('%j is refused', async (content, more) => {
    const { code, message, next } = await failure(looked(content, more));
    expect([code, message]).toEqual(['INPUT_INVALID', expect.stringMatching(/line \d+: the row holds the total of rows above it: .* column "v"/)]);
    expect(next).toContain('Take the row out');
  });

  it('is one in any column of numbers, and in the last of several sections', async () => {
    expect((await failure(looked('n,v,w\na,2,1\nb,3,1\nTotal,5,9\n', { columns: ['w', 'v'] }))).message).toContain('line 4: the row holds the total');
    expect((await failure(looked('n,v\na,2\nSubtotal,9\nb,3\nc,4\nSubtotal,7\n'))).message).toContain('line 6');
  });
});

describe('what is told', () => {
  const told = async (content: string, more = {}) => (await looked(content, more)).map(({ code, lines }) => [code, lines]);

  it('is a row that is called so and is no sum', async () => {
    expect(await told('n,v\na,2\nb,3\nTotal,6\n')).toEqual([['TOTAL_ROW', [4]]]);
    expect(await told('n,v\na,2\nb,3\nAverage,2.5\n')).toEqual([['TOTAL_ROW', [4]]]);
  });

  it('is a last row that is the sum of three or more', async () => {
    expect(await told('n,v\na,2\nb,3\nc,4\n,9\n')).toEqual([['TOTAL_ROW', [5]]]);
    expect(await told('v\n2\n3\n4\n9\n')).toEqual([['TOTAL_ROW', [5]]]);
  });

  it.each(['n,v\na,1\nb,2\nc,3\n', 'n,v\na,0\nb,0\nc,0\nd,0\n', 'n,v\nTotal Energies,2\nb,3\nSummers,5\n', 'n,v\na,2\nb,3\nc,4\nd,9\ne,1\n', 'v\n2\n3\n'])('is nothing of %j', async (content) => expect(await told(content)).toEqual([]));

  it.each(['n,n,v\na,a,2\nb,b,3\nx,Total,5\n', ',,v\na,a,2\nb,b,3\nTotal,,5\n'])('is refused whatever the other headers of %j are', async (content) => expect((await failure(looked(content))).message).toContain('line 4: the row holds the total'));
});

describe('files of any length', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `${i % 7}0${i % 10}`);
  const sum = (values: readonly string[]) => values.reduce((all, each) => all + Number(each), 0);

  it('have a total found after many batches, and in the last of several sections', async () => {
    const [first, second] = [lines(250_000), lines(90_000)];
    const rows = (values: readonly string[]) => values.map((value, i) => `r${i},${value}\n`).join('');
    expect((await failure(looked(`n,v\n${rows(first)}Total,${sum(first)}\n`))).message).toContain('line 250002');
    expect((await failure(looked(`n,v\n${rows(first)}Subtotal,1\n${rows(second)}Subtotal,${sum(second)}\n`))).message).toContain('line 340003');
    expect(await looked(`n,v\n${rows(first)},${sum(first)}\n`)).toMatchObject([{ lines: [250_002] }]);
    expect(await looked(`n,v\n${rows(first)},${sum(first) + 1}\n`)).toEqual([]);
  });

  it('are added up exactly, however large the numbers are', () => {
    const most = 2n ** 60n + 1n;
    const of = (...values: (number | bigint | null)[]) => {
      const search = new TotalRows({ file: 'x.csv' }, [{ name: 'v' }]);
      for (const [line] of values.entries()) search.look(line + 2, [], 0);
      search.pass(() => values);
      return search.notices().length;
    };
    expect([of(most, most, 9e15, most * 2n + BigInt(9e15)), of(most, most, 9e15, most * 2n + BigInt(9e15) + 1n), of(NaN, 3, null, 4, 5, 12), of(2 ** 53 - 1, 2, 3, BigInt(2 ** 53) + 4n)]).toEqual([1, 0, 1, 1]);
  });

  it('have cells beside the numbers that are no texts, and no errors because of these', async () => {
    const rows = [['a', '2'], ['b', '3'], ['Total', '5']];
    const bytes = await workbookBytes([{ name: 'S', widths: [9, 9], hasHeader: true, rows: [['n', 'v'], ...rows].map((row) => row.map((text) => ({ text }))) }]);
    expect((await failure(looked(Buffer.from(bytes), { format: 'workbook' }))).message).toContain('row 4: the row holds the total');
    const json = (last: string) => `{"n":{"x":1},"v":"2"}\n{"n":[1],"v":"3"}\n{"n":12345678901234567890,"v":"4"}\n{"n":${last}}\n`;
    expect((await failure(looked(json('"Sum","v":"9"'), { format: 'json lines' }))).message).toContain('line 4: the row holds the total');
    expect(await looked(json('null,"v":"8"'), { format: 'json lines' })).toEqual([]);
  });
});
