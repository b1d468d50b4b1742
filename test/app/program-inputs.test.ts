import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkColumns, readInput } from '../../src/app/input.js';
import type { OwnFile } from '../../src/app/own-file.js';
import { rehearse } from '../../src/app/rehearse/rehearse.js';
import { agreementTemplate } from '../../src/app/template/file-template.js';
import { homeStore } from '../../src/app/home-store.js';
import { locateHome } from '../../src/io/home.js';
import { entriesOf } from '../../src/session/operations/program/entries.js';
import { compile } from '../../src/session/operations/program/compiled.js';
import type { ProgramAgreement } from '../../src/session/operations/program/types.js';
import { golden, linear } from '../golden/cases.js';
import { SEVERAL } from '../session/operations/program/programs.js';
import { newFolder } from '../support/processes.js';
import { file } from '../support/sessions.js';

const { agreement } = golden('several files', { operation: { name: 'program' }, text: SEVERAL, roles: 'hospitals', parameters: {}, accepted: [] }, { count: 2 });
const NAME = agreement.parties[0]?.name ?? '';
const STAYS = 'ward,days\nsurgery,3\nmedicine,4\nsurgery,5\n';
const STAFF = 'ward,hours\nsurgery,10.5\nmedicine,20\n';
const BEDS = 'beds\n40\n';

const own = (content: string | Buffer, input?: string, more: Partial<OwnFile> = {}): OwnFile => ({ file: file(content, `${input ?? 'data'}.csv`), map: new Map(), dateOrders: new Map(), regions: new Map(), ...(input === undefined ? {} : { input }), ...more });
const all = (...[first, ...others]: OwnFile[]): OwnFile => ({ ...(first ?? expect.fail('a file')), others });
const read = async (source: OwnFile) => {
  const { rows, contribution } = await readInput(agreement, NAME, source);
  const { operation } = agreement as ProgramAgreement;
  return { rows, values: entriesOf(compile(operation), contribution.kind === 'sums' ? contribution.sums : []).map(({ value }) => value) };
};

describe('several files of one party', () => {
  it('are read by their names, in any order, and a name can have several', async () => {
    const expected = { rows: 6, values: ['2', '1', '8', '4', '10.5', '20.0', '40'] };
    expect(await read(all(own(BEDS, 'hospitals'), own(STAFF, 'staff'), own(STAYS, 'stays')))).toEqual(expected);
    expect(await read(all(own('ward,days\nsurgery,3\n', 'stays'), own(BEDS, 'hospitals'), own(gzipSync('days;ward\n4;medicine\n5;surgery\n'), 'stays'), own(STAFF, 'staff')))).toEqual(expected);
  });

  it('have headers of their own', async () => {
    const map = new Map([['stays.ward', 'Station'], ['hours', 'Stunden']]);
    const files = [own(STAYS.replace('ward', 'Station'), 'stays', { map }), own(STAFF.replace('hours', 'Stunden'), 'staff', { map }), own(BEDS, 'hospitals', { map })];
    expect((await read(all(...files))).rows).toBe(6);
    await checkColumns(agreement, NAME, all(...files));
    await expect(checkColumns(agreement, NAME, all(...files.map((each) => ({ ...each, map: new Map() }))))).rejects.toThrow(/stays\.csv.*"ward"/);
  });

  it.each([
    ['without a name', () => all(own(STAYS)), /said which of this party’s files.*stays, staff, hospitals/s],
    ['with a name that the program does not have', () => all(own(STAYS, 'stays'), own(STAFF, 'crew'), own(BEDS, 'hospitals')), /crew=….*reads nothing of that name.*stays, staff, hospitals/s],
    ['that are missing', () => all(own(STAYS, 'stays'), own(BEDS, 'hospitals')), /staff has no file/],
    ['that are one file twice', () => { const stays = own(STAYS, 'stays'); return all(stays, own(STAFF, 'staff'), stays, own(BEDS, 'hospitals')); }, /given twice for stays/],
    ['of single values twice', () => all(own(STAYS, 'stays'), own(STAFF, 'staff'), own(BEDS, 'hospitals'), own(BEDS, 'hospitals')), /hospitals has 2 files, and these are single values/],
    ['without a row of single values', () => all(own(STAYS, 'stays'), own(STAFF, 'staff'), own('beds\n', 'hospitals')), /hospitals\.csv: the file has no row/],
    ['with more rows together than one may have', () => all(...Array.from({ length: 21 }, () => own(STAYS + 'surgery,1\n'.repeat(47), 'stays')), own(STAFF, 'staff'), own(BEDS, 'hospitals')), /more than 1.000 rows/],
    ['with a column that two have', () => all(own(STAYS, 'stays', { map: new Map([['ward', 'x']]) }), own(STAFF, 'staff'), own(BEDS, 'hospitals')), /stays and staff have a column of that name.*--map stays\.ward=HEADER/s],
    ['with a column that none has', () => all(own(STAYS, 'stays', { map: new Map([['stays.hours', 'x']]) }), own(STAFF, 'staff'), own(BEDS, 'hospitals')), /"stays\.hours".*does not have.*staff\.hours/s],
  ])('are refused %s', async (_, files, message) => {
    const error = await read(files()).then(() => expect.fail('it was read'), (refused: unknown) => refused as { message: string; next: string });
    expect(`${error.message}\n${error.next}`).toMatch(message);
  });

  it('name the file and its line if a worked-out column is outside its range', async () => {
    const source = all(own('ward,days\nsurgery,3\n', 'stays'), own('ward,days\nsurgery,3\nsurgery,400\n', 'stays', {}), own(STAFF, 'staff'), own(BEDS, 'hospitals'));
    const second = source.others?.[0]?.file ?? '';
    await expect(read(source)).rejects.toThrow(`${second}, line 3: "weeks"`);
  });

  it('are refused where an agreement asks for one', async () => {
    const { agreement: sum } = golden('one file', linear('sum', ['days:0..9']), { count: 3 });
    await expect(readInput(sum, sum.parties[0]?.name ?? '', all(own('days\n1\n'), own('days\n2\n')))).rejects.toThrow('2 files are given');
    await expect(readInput(sum, sum.parties[0]?.name ?? '', own('days\n1\n', 'stays'))).rejects.toThrow('has no names for files');
  });

  it('are made up in a rehearsal, and each has a template', async () => {
    const keep = newFolder();
    const { parties } = await rehearse({ agreement, rows: 5, keep });
    expect(parties.map(({ rows, files }) => [rows, files.map((path) => path.replace(/^.*-([a-z]+)\.csv$/, '$1'))])).toEqual(parties.map(() => [11, ['stays', 'staff', 'hospitals']]));
    const store = homeStore(locateHome({ MPC_HOME: newFolder() }));
    expect((await agreementTemplate(store, agreement, NAME, 'staff')).csv).toBe('ward,hours\n');
    await expect(agreementTemplate(store, agreement, NAME)).rejects.toMatchObject({ next: 'Choose one: --rows stays, --rows staff, --rows hospitals.' });
  });
});
