import { describe, expect, it } from 'vitest';
import { totalRows, type CsvSource } from '../../src/io/csv/index.js';
import { column, csv, failure } from './csv-files.js';

const looked = (content: string, { columns = ['v'], rows = 9, ...more }: Partial<CsvSource> & { columns?: string[]; rows?: number } = {}) =>
  totalRows({ ...more, file: csv(content) }, columns.map((name) => column(name)), rows);

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

  it('is nothing where the other headers cannot be told apart, but the sum is', async () => {
    expect(await told('n,n,v\na,a,2\nb,b,3\nTotal,x,5\n')).toEqual([]);
    expect(await told('n,n,v\na,a,2\nb,b,3\nc,c,1\nTotal,x,6\n')).toEqual([['TOTAL_ROW', [5]]]);
  });

  it('is nothing of a file that is too long to read twice', async () => expect(await told('n,v\na,2\nTotal,2\n', { rows: 200_001 })).toEqual([]));
});
