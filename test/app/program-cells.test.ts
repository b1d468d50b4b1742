import { describe, expect, it } from 'vitest';
import { readProgramSums, readProgramSumsWhole } from '../../src/app/program/own-sums.js';
import { tryProgram } from '../../src/app/program/try.js';
import type { OwnFile } from '../../src/app/own-file.js';
import { compile, fieldNames, filesOf, seatOf } from '../../src/session/operations/program/compiled.js';
import type { ProgramReading } from '../../src/session/operations/reading.js';
import { file } from '../support/sessions.js';

const textOf = (type: string): string => `tally 1\nanalysis "x"\n\ngroup labs of 2..9\n\nfrom each of labs, at most 100 rows as trials:\n    c: ${type}\n\nreveal n = count(trials) to everyone\n`;

function readingOf(text: string): ProgramReading {
  const compiled = compile({ text, roles: { labs: ['a', 'b'] }, parameters: {} });
  const seat = seatOf(compiled, 'a');
  const inputs = filesOf(compiled.checked, seat.role);
  return { kind: 'rows', compiled, seat, inputs, columnNames: inputs.flatMap(fieldNames) };
}

const own = (cells: readonly string[], more: Partial<OwnFile> = {}): OwnFile => ({ file: file(`c;d\n${cells.map((cell) => `${cell};x\n`).join('')}`, 'a.csv'), map: new Map(), dateOrders: new Map(), regions: new Map(), ...more });

/** The notes, or the error, of either way of reading: the same. */
async function both(type: string, source: OwnFile, text = textOf(type)): Promise<string> {
  const [inTurns, whole] = await Promise.all([readProgramSums, readProgramSumsWhole].map(async (read) => read(readingOf(text), source, {}).then(({ notes }) => notes.join('\n'), (error: unknown) => `${(error as Error).message} ${(error as { next: string }).next}`)));
  expect(inTurns).toBe(whole);
  return (inTurns ?? '').replaceAll(source.file, 'a.csv');
}

describe('a cell that does not fit', () => {
  it.each([
    ['7..12', '13', 'not a whole number from 7 to 12. Correct the cell, or say in the program what to do then: others as VALUE.'],
    ['7..12', '-5.00', 'not a whole number from 7 to 12. Correct the cell,'],
    ['7..12', '7.5', 'not a whole number from 7 to 12. It has more digits after the point than the agreement allows'],
    ['7..12', '8%', 'not a whole number from 7 to 12. Leave currency and percent signs out of the cell.'],
    ['0.00..50.00', '51', 'not a number from 0.00 to 50.00 with at most 2 decimals. Correct the cell,'],
    ['0.0..50.0', '€ 1,5', 'with at most 1 decimal. Leave currency and percent signs out of the cell. The number seems to have a decimal comma: give `--decimal-comma`.'],
    ['0..50', '2.500', 'than the agreement allows: round it in your own file, or agree on more decimals. If the point groups thousands, give `--thousands --decimal-comma`.'],
    ['0.0..2.0', '2.500', 'with at most 1 decimal. If the point groups thousands, give `--thousands --decimal-comma`.'],
    ['0.0%..100.0%', '120.0', 'not a percentage from 0.0% to 100.0% with at most 1 decimal. Correct the cell,'],
    ['0.0%..100.0%', '120%', 'not a percentage from 0.0% to 100.0% with at most 1 decimal. Correct the cell,'],
    ['0.0%..100.0%', '12,5%', 'with at most 1 decimal. The number seems to have a decimal comma: give `--decimal-comma`.'],
    ['0.0%..100.0%', '12.55%', 'with at most 1 decimal. It has more digits after the point than the agreement allows'],
    ['0%..100%', '101', 'not a percentage from 0% to 100% without decimals. Correct the cell,'],
    ['yes/no', 'maybe', 'not yes or no (y and n, true and false, 1 and 0 are also taken). Correct the cell,'],
    ['one of "f", "m"', 'w', 'not one of "f", "m". Correct the cell,'],
    ['month 2026-01..2026-12', '2027-01', 'not a month from 2026-01 to 2026-12, written in this way: year-month. Correct the cell,'],
    ['date 2026-01-01..2026-12-31', '2025-12-31', 'not a day from 2026-01-01 to 2026-12-31, written in this way: year-month-day. Correct the cell,'],
    ['date 2026-01-01..2026-12-31', '30/10/2026', 'year-month-day. It seems to be a day in another form: say how the file writes this column, --date-order c=dmy (d: day, m: month, y: year).'],
    ['date 2026-01-01..2026-12-31', '01/02/2026', '--date-order c=dmy or --date-order c=mdy'],
    ['date 2026-01-01..2026-12-31', '', 'the cell is empty. Correct the cell, or say in the program what to do then: or empty, or empty as VALUE.'],
  ])('of the type %s, %j, is told what the field takes, and is not shown', async (type, cell, expected) => {
    const said = await both(type, own([cell]));
    expect(said).toContain(`a.csv, line 2, column "c": `);
    expect(said).toContain(expected);
    if (cell.length > 3) expect(said).not.toContain(cell);
  });
});

describe('days in another order', () => {
  const type = 'date 2026-01-01..2026-12-31';

  it('are read where the user says so, and no others', async () => {
    const dmy = new Map([['c', 'dmy' as const]]);
    expect(await both(type, own(['30/10/2026', '1.2.2026', '2026-10-30', '2026-12-01 00:00:00'], { dateOrders: dmy }))).toBe('');
    expect(await both(type, own(['10/30/2026'], { dateOrders: dmy }))).toContain('--date-order c=mdy');
    expect(await both(type, own(['30/10/2027'], { dateOrders: dmy }))).toContain('not a day from 2026-01-01 to 2026-12-31');
    expect(await both('7..12', own(['8'], { dateOrders: dmy }))).toContain('--date-order names the column "c", which is no date of the agreement. It has no dates.');
  });

  it('mean the same in either way of reading', async () => {
    const text = textOf(type).replace('reveal n = count(trials)', 'reveal n = count(trials where c in 2026-02-01..2026-02-28)');
    const counted = await Promise.all([readProgramSums, readProgramSumsWhole].map(async (read) => read(readingOf(text), own(['01/02/2026', '02/01/2026', '28/02/2026'], { dateOrders: new Map([['c', 'dmy']]) }), {})));
    expect(counted.map(({ contribution }) => contribution.kind === 'sums' && contribution.sums)).toEqual([[[2n]], [[2n]]]);
  });

  it('are read of each party that a program is tried with', async () => {
    const program = { text: textOf(type), name: 'x.tally' };
    const files = ['trials.1=' + own(['30/10/2026']).file, 'trials.2=' + own(['10/30/2026', '2026-01-02']).file];
    const tried = await tryProgram(program, { files, dateOrders: ['trials.1.c=dmy', 'trials.2.c=mdy'] });
    expect(tried.json.values).toEqual({ n: { value: '3' } });
    await expect(tryProgram(program, { files, dateOrders: ['c=dmy'] })).rejects.toMatchObject({ next: expect.stringContaining('--date-order trials.2.c=mdy') as unknown });
    await expect(tryProgram(program, { files, dateOrders: ['d=dmy'] })).rejects.toMatchObject({ message: expect.stringContaining('no date of the program') as unknown, next: expect.stringContaining('trials.c') as unknown });
  });
});

describe('files that are tried', () => {
  const program = { text: textOf('0%..100%'), name: 'x.tally' };
  const [one, two] = [own(['1']).file, file('C percent\n2\n', 'b.csv')];

  it.each([
    ['a header is missing', { files: [`trials.1=${one}`, `trials.2=${two}`] }, '--map "trials.2.c=HEADER"'],
    ['a file has no name', { files: [one] }, /^Write --csv trials\.1=.*a\.csv, --csv trials\.2=/],
    ['a name is unknown', { files: [`labz=${one}`] }, 'Write --csv trials.1=FILE, --csv trials.2='],
    ['a member has no file', { files: [`trials.1=${one}`] }, 'Give --csv trials.1=FILE and so on'],
  ])('say what to write where %s', async (_, options, next) => {
    await expect(tryProgram(program, options)).rejects.toMatchObject({ next: typeof next === 'string' ? (expect.stringContaining(next) as unknown) : (expect.stringMatching(next) as unknown) });
  });

  it('are read as that says', async () => {
    expect((await tryProgram(program, { files: [`trials.1=${one}`, `trials.2=${two}`], map: ['trials.2.c=C percent'] })).json.values).toEqual({ n: { value: '2' } });
  });
});

describe('percentages that are fractions of 1', () => {
  it.each([
    ['0.0%..100.0%', ['0.1', '0.5', '1.0'], true],
    ['0.0%..100.0%', ['0.1', '0.5', '1.1'], false],
    ['0.0%..100.0%', ['0.1', '0.5%'], false],
    ['0.0%..100.0%', ['0.0', '0.0'], false],
    ['0.0%..1.0%', ['0.1', '0.5'], false],
    ['0.0..100.0', ['0.1', '0.5'], false],
    ['-50.0%..50.0% or empty', ['-0.5', ''], true],
    ['-50.0%..50.0% or empty', ['-7.5', ''], false],
  ])('of the type %s, %j', async (type, cells, isTold) => {
    const said = await both(type, own(cells));
    expect(said === '').toBe(!isTold);
    if (isTold) expect(said).toContain('a.csv, column "c": no value is above 1 %. A percentage is written as 12.5 or 12.5%, not as 0.125');
  });
});
