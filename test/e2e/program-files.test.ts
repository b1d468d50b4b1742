import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workbookBytes } from '../../src/io/typed/workbook-writer.js';
import { LISTED, SEVERAL } from '../session/operations/program/programs.js';
import { makeParties, mpc, mpcJson, newFolder, oneObject, startRelay } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file } from '../support/sessions.js';

const program = file(SEVERAL, 'several.tally');
const STAYS = 'ward,days\nsurgery,3\nmedicine,4\nsurgery,5\n';
const STAFF = 'Abteilung;hours\nsurgery;10.5\nmedicine;20\n';
const workbook = async () => {
  const sheet = (name: string, rows: string[][]) => ({ name, widths: [14], hasHeader: true, rows: rows.map((row) => row.map((text) => ({ text }))) });
  return file(Buffer.from(await workbookBytes([sheet('Rota', [['ward', 'hours'], ['surgery', '1.5']]), sheet('Beds', [['beds'], ['60']])])), 'book.xlsx');
};
const VALUES = {
  by_ward: { keys: ['ward'], columns: ['n', 'all_days'], rows: [{ ward: 'surgery', n: '3', all_days: '10' }, { ward: 'medicine', n: '1', all_days: '4' }] },
  worked: { keys: ['ward'], columns: ['all_hours'], rows: [{ ward: 'surgery', all_hours: '12.0' }, { ward: 'medicine', all_hours: '20.0' }] },
  all_beds: { value: '100' },
};

describe('a program that reads several files of a party', () => {
  it('is checked and run with files of each kind, and each is named', async () => {
    const [parties, { url }, book] = await Promise.all([makeParties('North', 'South'), startRelay(), workbook()]);
    const [north, south] = parties;
    if (north === undefined || south === undefined) throw new Error('two parties');
    const path = join(newFolder(), 'several.json');
    const proposed = ['run', program, '--purpose', 'A test', '--relay', url, '--party', 'South', '--propose', path];
    const refused = await mpc(proposed, { home: north.home });
    const accept = [...refused.stderr.matchAll(/--accept (\S+)/g)].flatMap(([, key = '']) => ['--accept', key]);
    const { digest } = await mpcJson<{ digest: string }>([...proposed, ...accept], { home: north.home });

    const unnamed = await mpc(['check', path, '--csv', file(STAYS), '--json'], { home: north.home });
    expect([unnamed.code, problems('error', oneObject(unnamed.stdout)), (oneObject(unnamed.stdout) as { error: { next: string } }).error.next]).toEqual([2, [], expect.stringContaining('--csv stays=FILE --csv staff=FILE --csv hospitals=FILE')]);

    const [lines, part, rest] = [file('{"ward":"surgery","days":2}\n', 'stays.jsonl'), file(gzipSync(STAYS), 'stays.csv.gz'), file(STAFF, 'staff.csv')];
    const files = ['--data', `stays=${lines}`, '--data', `staff=${book}`, '--sheet', 'staff=Rota', '--data', `hospitals=${book}`, '--sheet', 'hospitals=Beds'];
    const checked = await mpcJson<{ rows: number; entries: { value: string }[] }>(['check', path, ...files], { home: south.home });
    expect([checked.rows, checked.entries.map(({ value }) => value)]).toEqual([3, ['1', '0', '2', '0', '1.5', '0.0', '60']]);

    const done = await Promise.all([
      mpc(['join', path, '--csv', `stays=${part}`, '--csv', `staff=${rest}`, '--csv', `hospitals=${file('beds\n40\n')}`, '--map', 'staff.ward=Abteilung', '--approve', digest, '--json'], { home: north.home }),
      mpc(['join', path, ...files.map((each) => (each === `stays=${lines}` ? 'stays=-' : each)), '--approve', digest, '--json', '--no-input'], { home: south.home, input: 'ward,days\nsurgery,2\n' }),
    ]);
    expect(done.map(({ code, stderr }) => (code === 0 ? '' : stderr))).toEqual(['', '']);
    expect(done.map(({ stdout }) => (oneObject(stdout) as { result: { values: unknown } }).result.values)).toEqual([VALUES, VALUES]);
    expect(done[0].stderr).toContain(`${part}, ${rest}, `);

    const rehearsed = await mpcJson<{ parties: { files: string[] }[] }>(['rehearse', path, '--rows', '3', '--keep', newFolder()], { home: south.home });
    expect([problems('rehearsal', rehearsed), rehearsed.parties.map(({ files: kept }) => kept.length)]).toEqual([[], [3, 3]]);
  });

  it('is tried with files of all parties', async () => {
    const book = await workbook();
    const csv = (text: string) => file(text);
    const tried = ['program', 'try', program, '--csv', `stays.1=${csv('ward,days\nsurgery,3\n')}`, '--csv', `stays.1=${csv('ward,days\nmedicine,4\nsurgery,5\n')}`, '--csv', `stays.2=${csv('Ward,days\nsurgery,2\n')}`, '--map', 'stays.2.ward=Ward', '--csv', `staff=${csv(STAFF)}`, '--map', 'staff.1.ward=Abteilung', '--data', `staff.2=${book}`, '--sheet', 'Rota', '--csv', `hospitals.1=${csv('beds\n40\n')}`];
    const done = await mpcJson<{ values: unknown }>([...tried, '--csv', `hospitals.2=${csv('beds\n60\n')}`]);
    expect(done.values).toEqual(VALUES);
    const piped = await mpc([...tried, '--data', 'hospitals.2=-', '--json'], { input: '{"beds": 60}\n' });
    expect((oneObject(piped.stdout) as { values: unknown }).values).toEqual(VALUES);
    expect((await mpc([...tried, '--map', 'ward=x'])).stderr).toMatch(/stays and staff have a column of that name/);
  });
});

describe('a program with a public list', () => {
  it('runs with the entries that the proposer gives, which the others need not have', async () => {
    const [parties, { url }] = await Promise.all([makeParties('North', 'South'), startRelay()]);
    const [north, south] = parties;
    if (north === undefined || south === undefined) throw new Error('two parties');
    const path = join(newFolder(), 'listed.json');
    const base = ['run', file(LISTED, 'listed.tally'), '--purpose', 'A test', '--relay', url, '--party', 'South', '--propose', path];
    const accepted = [...base, '--accept', 'A02:1', '--accept', 'A09:1'];
    expect((await mpc(accepted, { home: north.home })).stderr).toMatch(/list products is not given.*--list products=FILE/s);
    const { digest } = await mpcJson<{ digest: string }>([...accepted, '--list', `products=${file('rice\n tea \n\nCafé\n', 'products.txt')}`], { home: north.home });
    const done = await Promise.all([north, south].map(async ({ home }, i) => mpc(['join', path, '--csv', file(`product,amount\nTea,${i + 1}\nCafé,4\n`), '--approve', digest, '--json'], { home })));
    expect(done.map(({ code, stderr }) => (code === 0 ? '' : stderr))).toEqual(['', '']);
    const totals = { keys: ['product'], columns: ['n', 'total'], rows: [{ product: 'rice', n: '0', total: '0' }, { product: 'tea', n: '2', total: '3' }, { product: 'Café', n: '2', total: '8' }], hiddenCells: 0 };
    expect(done.flatMap(({ stdout }) => problems('session', oneObject(stdout)))).toEqual([]);
    expect(done.map(({ stdout }) => (oneObject(stdout) as { result: { values: unknown } }).result.values)).toEqual([{ totals }, { totals }]);
    const rehearsed = await mpcJson<{ parties: { result: { values: { totals: { rows: { product: string }[] } } } }[] }>(['rehearse', path, '--rows', '9'], { home: south.home });
    expect(rehearsed.parties[0]?.result.values.totals.rows.map(({ product }) => product)).toEqual(['rice', 'tea', 'Café']);
  });
});
