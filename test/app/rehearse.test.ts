import { unzipSync, zipSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../src/app/input.js';
import { madeUpFiles } from '../../src/app/rehearse/made-up-file.js';
import { rehearse } from '../../src/app/rehearse/rehearse.js';
import { agreementTemplate } from '../../src/app/template/file-template.js';
import { homeStore } from '../../src/app/home-store.js';
import { locateHome } from '../../src/io/home.js';
import { operationOf } from '../../src/session/operations/registry.js';
import { golden, GOLDEN_CASES, linear, match, psi } from '../golden/cases.js';
import { newFolder } from '../support/processes.js';
import { file } from '../support/sessions.js';

const ownFile = (path: string) => ({ file: path, map: new Map<string, string>(), dateOrders: new Map(), regions: new Map() });
const named = (name: string) => GOLDEN_CASES.find((each) => each.name === name)?.agreement ?? expect.fail(name);

describe('files that are made up', () => {
  it('fit every agreement that asks for one', async () => {
    for (const { name, agreement } of GOLDEN_CASES) {
      const operation = operationOf(agreement);
      for (const [place, party] of agreement.parties.entries()) {
        if (!operation.putsDataIn(agreement, party.name)) continue;
        const [made = expect.fail('a file')] = madeUpFiles(operation.reads(agreement, party.name), { rows: 12, seed: 3, place, isAsker: agreement.recipients.includes(party.name) });
        const read = await readInput(agreement, party.name, ownFile(file(made.text)));
        expect([name, read.rows, made.rows > 0]).toEqual([name, made.rows, true]);
      }
    }
  });

  it('have numbers, codes and dates of each kind that their columns take', async () => {
    const columns = ['who:name', 'born:date:dmy', 'tel:phone:NL', 'abroad:phone', 'mail:email', 'account:iban', 'car:plate', 'post:postcode:GB', 'id:id:nl.bsn', 'nino:id:gb.nino', 'dni:id:es.dni', 'any:id', 'code:exact', 'note:text'];
    const { agreement } = golden('kinds', psi({ keys: columns, caps: 12 }), { count: 2 });
    for (const [place, { name }] of agreement.parties.entries()) {
      const [made = expect.fail('a file')] = madeUpFiles(operationOf(agreement).reads(agreement, name), { rows: 9, seed: 1, place, isAsker: false });
      const { contribution } = await readInput(agreement, name, ownFile(file(made.text)));
      expect(contribution.kind === 'records' && contribution.records.count).toBe(9);
    }
  });
});

describe('rehearse', () => {
  const all = new Map(GOLDEN_CASES.map(({ agreement }) => [agreement.operation.name, agreement]));
  it.each([...all])('plays a session of %s', async (_, agreement) => {
    const { parties } = await rehearse({ agreement, rows: 6 });
    expect(parties.map(({ name }) => name)).toEqual(agreement.parties.map(({ name }) => name));
    expect(parties.filter(({ result }) => result !== undefined).map(({ name }) => name)).toEqual(agreement.recipients);
  });

  it('plays a copy with other keys, digest, relay and shorter lists, and shows matches, a misspelling and a row that is not tested', async () => {
    const { agreement } = golden('long', match({ keys: ['given:name', 'surname:name', 'born:date'], near: true, caps: 5000 }));
    const played = await rehearse({ agreement, rows: 10 });
    expect(played.cap).toBe(10);
    expect(played.agreement.limits).toMatchObject({ caps: [{ records: 10 }, { records: 10 }, { records: 10 }] });
    expect(played.agreement.relay).toMatch(/^ws:\/\/127\.0\.0\.1:/);
    for (const [i, { publicKey }] of agreement.parties.entries()) expect(played.agreement.parties[i]?.publicKey).not.toBe(publicKey);
    const result = JSON.parse(JSON.stringify(played.parties[0]?.result)) as { count: string; matches: { rules: string[] }[]; notTested: { rows: number[] } };
    expect([result.count, result.notTested.rows]).toEqual(['3', [10]]);
    expect(result.matches.map(({ rules }) => rules.includes('exact'))).toEqual([true, false, true]);
  });

  it('opens a result that is sealed, for a recipient without a share, too', async () => {
    const { agreement } = golden('sealed', linear('sum', ['pay:0..100']), { threshold: 2, holders: ['North', 'South'], recipients: ['Harbour'] });
    const { parties, openedBy } = await rehearse({ agreement, rows: 3 });
    expect(openedBy).toEqual(['North', 'South']);
    expect(parties.map(({ result }) => result !== undefined)).toEqual([false, false, true]);
  });

  it('leaves nothing behind but the files that are to be kept', async () => {
    const [TMPDIR, keep] = [newFolder(), join(newFolder(), 'kept')];
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = TMPDIR;
    try {
      await rehearse({ agreement: named('sum'), rows: 2, keep });
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith('mpc-'))).toEqual([]);
    expect(readdirSync(keep)).toEqual(['made-up-01-north.csv', 'made-up-02-south.csv', 'made-up-03-harbour.csv']);
    await expect(rehearse({ agreement: named('sum'), rows: 2, keep })).rejects.toThrow('exists already');
  });
});

describe('the table to fill in', () => {
  const store = homeStore(locateHome({ MPC_HOME: newFolder() }));

  it('is a workbook that is read as it was filled in, and keeps zeros in front', async () => {
    const { agreement } = golden('table', psi({ keys: ['id:exact', 'born:date'] }), { count: 2 });
    const template = await agreementTemplate(store, agreement, 'South');
    const parts = unzipSync(await template.workbook());
    const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString('utf8');
    const [, style = ''] = /<c r="A2" s="(\d+)"/.exec(sheet) ?? [];
    const typed = (cell: string, text: string) => [new RegExp(`<c r="${cell}" s="${style}"[^>]*?(/>|></c>)`), `<c r="${cell}" s="${style}" t="inlineStr"><is><t>${text}</t></is></c>`] as const;
    const filled = [typed('A2', '0042'), typed('B2', '2001-12-31')].reduce((text, [empty, full]) => text.replace(empty, full), sheet);
    expect(filled).not.toBe(sheet);
    const path = file(Buffer.from(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': Buffer.from(filled) })), 'table.xlsx');
    const { contribution, rows, warnings } = await readInput(agreement, 'South', { ...ownFile(path), format: 'workbook', sheet: 'Data' });
    expect([rows, warnings]).toEqual([1, []]);
    expect(contribution.kind === 'records' && contribution.records.cells(1)).toEqual(['0042', '2001-12-31']);
    expect(Buffer.from(parts['xl/styles.xml'] ?? []).toString('utf8')).toMatch(/numFmtId="49"|formatCode="@"/);
  });

  it('has the columns of every party that puts data in, and is refused to others', async () => {
    for (const { agreement } of GOLDEN_CASES) {
      for (const { name } of agreement.parties) {
        const operation = operationOf(agreement);
        if (operation.putsDataIn(agreement, name)) expect((await agreementTemplate(store, agreement, name)).columns.length).toBeGreaterThan(0);
        else await expect(agreementTemplate(store, agreement, name)).rejects.toThrow('puts no data in');
      }
    }
    await expect(agreementTemplate(store, named('sum'))).rejects.toMatchObject({ code: 'USAGE', next: expect.stringContaining('--party NAME') as string });
    expect(readFileSync(file((await agreementTemplate(store, named('sum'), 'North')).csv), 'utf8')).toMatch(/^[^\n]+\n$/);
  });
});
