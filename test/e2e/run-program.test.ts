import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, oneObject, ROOT, startRelay } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file } from '../support/sessions.js';
import { AtTerminal, hasTerminals } from '../support/terminal.js';

const PROGRAM = `tally 1
analysis "Length of stay"

group hospitals of 2..9
party Institute
parameter usual: 0..100

from each of hospitals, at most 1_000 rows as stays:
    ward: one of "surgery", "medicine"
    days: 0..400, empty as 0

table by_ward by ward of stays:
    n = count()
    average = mean(days) rounded to 0.01

reveal by_ward as "stays by ward" to hospitals, Institute
reveal long = count(stays where days > usual) as "long stays" to Institute
`;
const ROLES = ['--role', 'hospitals=North,South', '--role', 'Institute=Harbour', '--set', 'usual=30'];

describe('a program on sums', () => {
  it('is proposed, checked and run by three parties, who each learn what is for them', async () => {
    const [parties, { url }] = await Promise.all([makeParties('North', 'South', 'Harbour'), startRelay()]);
    const [north, south, institute] = parties;
    if (north === undefined || south === undefined || institute === undefined) throw new Error('three parties');
    const program = file(PROGRAM, 'stays.tally');
    const base = ['run', program, '--purpose', 'A test', '--relay', url, ...ROLES];

    const refused = await mpc([...base, '--propose', join(newFolder(), 'a.json'), '--json'], { home: north.home });
    const { error } = oneObject(refused.stdout) as { error: { code: string; next: string; notices: readonly { code: string }[] } };
    expect([refused.code, error.code, problems('error', oneObject(refused.stdout))]).toEqual([2, 'NOTICES_UNACCEPTED', []]);
    const forPeople = await mpc([...base, '--propose', join(newFolder(), 'a.json')], { home: north.home });
    expect(forPeople.stderr).toMatch(/What would avoid them:\n {2}A02: .*\n {2}A04: Add only if contributors\(…\) >= 3, or hide where contributors\(…\) < 3, with the same where\. \(mpc program explain A04\)\n {2}A05: /);
    const unknown = await mpc(['run', program, '--purpose', 'A test', '--relay', url, '--role', 'hospitals=North,Sotuh', '--role', 'Institute=Harbour', '--set', 'usual=30', '--propose', join(newFolder(), 'a.json')], { home: north.home });
    expect([unknown.stdout, unknown.stderr]).toEqual(['', expect.stringMatching(/^Error: "Sotuh" is not among the known parties\.\n {2}→ Known are: (South, Harbour|Harbour, South)\./)]);
    const accept = [...error.next.matchAll(/--accept (\S+)/g)].flatMap(([, key = '']) => ['--accept', key]);
    expect(accept.length).toBeGreaterThan(0);

    const path = join(newFolder(), 'stays.json');
    const { digest } = await mpcJson<{ digest: string }>([...base, ...accept, '--propose', path], { home: north.home });
    expect(problems('agreement', JSON.parse(readFileSync(path, 'utf8')))).toEqual([]);
    const shown = (await mpc(['agreement', 'show', path], { home: south.home })).stdout;
    expect(shown).toContain('THE SUMS THAT ARE OPENED\n  ATTENTION');
    expect(shown).toContain('  Institute (Harbour) sees these totals, exactly:\n    - the number of the rows of stays where days is more than usual\n');
    expect(shown).toContain('\n      reveal long = count(stays where days > usual)');

    const files = [file('ward,days\nsurgery,3\nsurgery,40\nmedicine,\n'), file('ward;Tage\nmedicine;31\nsurgery;8\n')];
    const checked = await mpcJson<{ entries: readonly { what: string; where: object; value: string }[] }>(['check', path, '--csv', files[0] ?? ''], { home: north.home });
    expect(problems('check', checked)).toEqual([]);
    expect(checked.entries.map(({ what, where, value }) => [what, Object.values(where as Record<string, string>).join(), value])).toEqual([
      ['by_ward: the number of these rows', 'surgery', '2'],
      ['by_ward: the number of these rows', 'medicine', '1'],
      ['by_ward: the sum of days over these rows', 'surgery', '43'],
      ['by_ward: the sum of days over these rows', 'medicine', '0'],
      ['the number of the rows of stays where days is more than usual', '', '1'],
    ]);

    const bad = await mpc(['join', path, '--csv', file('ward,days\nsurgery,3\nsurgery,401\n', 'bad.csv'), '--approve', digest], { home: north.home });
    expect(bad.code).toBe(8);
    expect(bad.stderr).toMatch(/bad\.csv, line 3, column "days": not a whole number from 0 to 400/);

    if (hasTerminals) {
      const asked = new AtTerminal(['join', path, '--csv', files[0] ?? '', '--json'], { home: north.home });
      await asked.answer(/Do you approve/, 'n');
      expect((await asked.done).code).toBe(3);
      expect(asked.screen).toMatch(/What your file gives:\n[^]*by_ward: the sum of days over these rows\s*│ ward surgery +│ 43 [^]*Do you approve/);
      expect(asked.standardOutput).not.toContain('43');
    }

    const done = await Promise.all([
      mpc(['join', path, '--csv', files[0] ?? '', '--approve', digest, '--json'], { home: north.home }),
      mpc(['join', path, '--csv', files[1] ?? '', '--map', 'days=Tage', '--approve', digest], { home: south.home }),
      mpc(['join', path, '--approve', digest, '--json'], { home: institute.home }),
    ]);
    expect(done.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
    const by_ward = { keys: ['ward'], columns: ['n', 'average'], rows: [{ ward: 'surgery', n: '3', average: '17.00' }, { ward: 'medicine', n: '2', average: '15.50' }] };
    const [first, , third] = done.map(({ stdout }, i) => (i === 1 ? {} : (oneObject(stdout) as { result?: unknown; receipt?: string })));
    expect([problems('session', first), problems('session', third)]).toEqual([[], []]);
    expect(first?.result).toEqual({ program: 'tally/1', parameters: { usual: '30' }, values: { by_ward } });
    expect(third?.result).toEqual({ program: 'tally/1', parameters: { usual: '30' }, values: { by_ward, long: { value: '2' } } });
    expect(done[1].stdout).toMatch(/^stays by ward:\n[^]*│ surgery\s+│ 3 │ +17\.00 │[^]*$/);
    expect(done[1].stdout).not.toContain('long stays');
    expect((await mpc(['receipt', 'verify', third?.receipt ?? ''], { home: institute.home })).code).toBe(0);
  });

  it('is refused where it needs more, with the lines, before anything is asked', async () => {
    const [north] = await makeParties('North');
    const run = async (name: string, ...flags: string[]) => mpc(['run', join(ROOT, 'fixtures', 'programs', `${name}.tally`), '--purpose', 'A test', '--relay', 'ws://127.0.0.1:1', ...flags], { home: north?.home ?? '' });
    const engine = await run('paygap', '--json');
    expect([engine.code, problems('error', oneObject(engine.stdout)), (oneObject(engine.stdout) as { error: unknown }).error]).toMatchObject([2, [], { code: 'PROGRAM_NEEDS_ENGINE', lines: [{ line: 23, why: expect.stringContaining('this condition hides the counts') as string }, {}] }]);
    expect((await run('indicators-counts-shown')).stderr).toMatch(/line \d+ has a parameter that is set anew in each run.*\(PROGRAM_NEEDS_ENGINE\)/s);
  });
});
