import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mpc, mpcJson, newFolder, oneObject, PROGRAM, ROOT, Running } from '../support/processes.js';
import { hasTerminals } from '../support/terminal.js';
import { problems } from '../support/schemas.js';
import { file } from '../support/sessions.js';

const example = (name: string) => join(ROOT, 'fixtures', 'programs', `${name}.tally`);
// No command of this file needs an identity.
const home = newFolder();
const WRONG = 'tally 1\nanalysis "Wrong"\nparties Anna, Ben\nfrom Anna:\n    x: 0..9\nreveal y = Anna.z > 1 to Ben\nreveal w = Anna.x >\n';

describe('mpc program check', () => {
  it('lists notices, and what the proposer accepts', async () => {
    const done = await mpc(['program', 'check', example('bargain')], { home });
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('ATTENTION A02, 1:');
    expect(done.stderr).toContain('--accept A02:1 --accept A02:2');
    const { title, notices } = await mpcJson<{ title: string; notices: { code: string; attention: boolean; reveals: number[] }[] }>(['program', 'check', example('bargain')], { home });
    expect(title).toBe('Is there a price that suits both?');
    expect(notices[0]).toMatchObject({ code: 'A02', attention: true, reveals: [1] });
    expect(done.stderr).toContain(`needs the general engine, which works with numbers that nobody sees:\n  ${example('bargain')}:`);
    expect((await mpc(['program', 'check', example('correlation-counts-shown')], { home })).stderr).toContain('needs no general engine');
    expect(await mpcJson(['program', 'check', example('survey-counts-shown')], { home })).toMatchObject({ runsOn: 'sums' });
  });

  it('gives every reason for which a program on sums does not run among parties yet', async () => {
    const refused = ['line 6 has a parameter that is set anew in each run'];
    const done = await mpc(['program', 'check', example('indicators-counts-shown')], { home });
    expect([done.code, done.stderr]).toEqual([0, expect.stringContaining(`\`mpc run\` refuses it, because such programs do not run among parties yet:\n  ${refused.join('.\n  ')}.\n    → leave "set in each run" out: the agreement holds the value.\n`)]);
    const unseen = file('tally 1\nanalysis "x"\n\ngroup schools of 3..9\nparty Ministry\n\nfrom each of schools, at most 50 rows as pupils:\n    age: 7..12\n\ntable t by age of pupils:\n    n = count()\n\nreveal t to Ministry\n    hide where n < 10, counts shown\n');
    expect((await mpc(['program', 'check', unseen], { home })).stderr).toMatch(/^`mpc run` refuses it.*\n {2}line 13 reveals .*\n {4}→ add schools to the recipients, or leave the condition out \(A09\)\.\n.*no errors/);
    expect((await mpc(['run', unseen, '--role', 'schools=A,B,C'], { home })).stderr).toContain('→ Change the program: add schools to the recipients, or leave the condition out (A09).');
    expect(await mpcJson(['program', 'check', example('indicators-counts-shown')], { home })).toMatchObject({ runsOn: 'sums', refused });
    expect(await mpcJson(['program', 'check', example('survey-counts-shown')], { home })).toMatchObject({ refused: [] });
  });

  it('reports every error with its place, for people and as JSON', async () => {
    const path = file(WRONG);
    const done = await mpc(['program', 'check', path], { home });
    expect([done.code, done.stdout]).toEqual([2, '']);
    expect(done.stderr).toContain(`${path}:6:12: "Anna" has no "z".\n  → It has x.\n  (E051)`);
    expect(done.stderr).toContain('has 2 errors.');
    const json = await mpc(['program', 'check', path, '--json'], { home });
    const output = oneObject(json.stdout) as { error: { code: string; errors: { code: string; line: number; column: number; message: string; next: string }[] } };
    expect(problems('error', output)).toEqual([]);
    expect([json.code, json.stderr, output.error.code]).toEqual([2, '', 'PROGRAM_INVALID']);
    expect(output.error.errors[0]).toEqual({ code: 'E051', line: 6, column: 12, message: '"Anna" has no "z".', next: 'It has x.' });
    expect(output.error.errors.map(({ code, line }) => [code, line])).toEqual([['E051', 6], ['E010', 7]]);
  });

  it('reads standard input, and refuses what is no text or no program', async () => {
    expect((await mpc(['program', 'check', '-'], { home, input: readFileSync(example('vote'), 'utf8') })).code).toBe(0);
    expect((await mpc(['program', 'check', example('missing')], { home })).stderr).toMatch(/cannot be read.*\(USAGE\)/s);
    expect((await mpc(['program', 'check', file(Buffer.from([0xff, 0xfe, 0x00]))], { home })).stderr).toMatch(/is no text, and a program is needed here.*PROGRAM_INVALID/s);
    expect((await mpc(['program', 'check', file('x'.repeat(2_000_000))], { home })).code).toBe(2);
    expect((await mpc(['program', 'check', '-'], { home, input: 'x'.repeat(2_000_000) })).stderr).toMatch(/longer than a program can be.*\(USAGE\)/s);
  });
});

describe('mpc program cost', () => {
  it('says what each party sends, with as many parties as are asked for', async () => {
    const done = await mpc(['program', 'cost', example('survey-counts-shown'), '--latency', '75ms'], { home });
    expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/Secure sums: 1\. Exchanges, one after the other: 7\.\nWaiting for messages: at least 0\.525 s\./)]);
    const cost = async (...flags: string[]) => mpcJson<{ roles: { role: string; parties: number; bytes: number }[] }>(['program', 'cost', example('linear-counts-shown'), ...flags], { home });
    const of = ({ roles }: Awaited<ReturnType<typeof cost>>) => roles.find(({ role }) => role === 'hospitals');
    const [few, many] = await Promise.all([cost(), cost('--roles', 'hospitals=12')]);
    expect([problems('program-cost', few), problems('program-cost', many), of(many)?.parties]).toEqual([[], [], 12]);
    expect(of(many)?.bytes).toBeGreaterThan(of(few)?.bytes ?? Infinity);
    for (const flags of [['--roles', 'hospitals=900'], ['--roles', 'clinics=3'], ['--roles', 'hospitals'], ['--latency', '75']]) expect((await mpc(['program', 'cost', example('linear-counts-shown'), ...flags], { home })).code).toBe(2);
  });

  it('counts a list with as many entries as it may have', async () => {
    const done = await mpcJson(['program', 'cost', example('indicators-counts-shown')], { home });
    expect(done).toMatchObject({ numbers: 20_000, refused: ['line 6 has a parameter that is set anew in each run'] });
  });

  it('names the lines that need the general engine, and no numbers', async () => {
    const done = await mpcJson(['program', 'cost', example('bargain')], { home });
    expect([problems('program-cost', done), done]).toEqual([[], expect.objectContaining({ runsOn: 'engine' })]);
  });
});

describe('mpc program template', () => {
  it('gives the headers of a party’s file, and says what stands in them', async () => {
    const done = await mpc(['program', 'template', example('quality')], { home });
    expect([done.code, done.stdout]).toEqual([0, 'visited,weight,sex\n']);
    expect(done.stderr).toContain('weight: a number from 20.0 to 300.0 (unit “kg”), or empty\n');
    const out = join(newFolder(), 'loan.csv');
    expect(await mpcJson(['program', 'template', example('loan'), '--role', 'Applicant', '--out', out], { home })).toMatchObject({ rows: 'Applicant', file: out });
    expect(readFileSync(out, 'utf8')).toBe('income,rent\n');
    const again = await mpc(['program', 'template', example('loan'), '--role', 'Applicant', '--out', out], { home });
    const whose = await mpc(['program', 'template', example('loan')], { home });
    expect([again.code, whose.code, whose.stderr]).toEqual([2, 2, expect.stringContaining('Applicant (Applicant), Bureau (Bureau), Bank (Bank)')]);
  });
});

describe('mpc program show', () => {
  it('prints the words, the notices and the program', async () => {
    const done = await mpc(['program', 'show', example('loan')], { home });
    const words = readFileSync(join(ROOT, 'fixtures', 'programs', 'words', 'loan.txt'), 'utf8');
    expect(done.stdout.startsWith(words)).toBe(true);
    expect(done.stdout).toContain('Where these words and the program differ, the program governs.');
    expect(done.stdout).toContain('    tally 1\n    analysis "Loan decision');
  });

  it('names the parties of a role, of which there are as many as the program says', async () => {
    const show = (...roles: string[]) => mpc(['program', 'show', example('linear'), ...roles.flatMap((role) => ['--role', role])], { home });
    expect((await show('hospitals=North,South,East', 'Institute=RIVM')).stdout).toContain('Each of the hospitals (North, South, East), from a file');
    for (const [role, says] of [['hospitals=North', /group of 3 to 20 parties, and 1 is named/], ['clinics=A', /names no role/], ['hospitals=A,A,B', /names a party twice/], ['Institute=A,B', /one party, and 2 are named/]] as const) {
      const done = await show(role);
      expect([done.code, done.stderr]).toEqual([2, expect.stringMatching(says)]);
    }
  });
});

describe('mpc program format', () => {
  it('writes the usual form once, and --check says whether it would', async () => {
    const usual = readFileSync(example('fraud'), 'utf8');
    const untidy = usual.replaceAll(' = ', '  =  ');
    const path = file(untidy);
    const check = () => mpc(['program', 'format', path, '--check'], { home });
    expect([(await check()).code, readFileSync(path, 'utf8')]).toEqual([2, untidy]);
    expect((await mpc(['program', 'format', path], { home })).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(usual);
    expect((await check()).code).toBe(0);
    expect((await mpc(['program', 'format', '-'], { home, input: untidy })).stdout).toBe(readFileSync(path, 'utf8'));
  });

  it('leaves a program with errors alone', async () => {
    const path = file(WRONG);
    expect((await mpc(['program', 'format', path], { home })).code).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe(WRONG);
  });
});

describe('mpc program explain', () => {
  it('tells of errors and notices, in any case', async () => {
    expect((await mpc(['program', 'explain', 'e046'], { home })).stdout).toContain('bmi is given and bmi > 25');
    expect((await mpc(['program', 'explain', 'A04:1'], { home })).stdout).toContain('contributors');
    expect(await mpcJson(['program', 'explain', 'E001'], { home })).toMatchObject({ code: 'E001' });
    expect((await mpc(['program', 'explain', 'E999'], { home })).code).toBe(2);
  });
});

describe('mpc program try', () => {
  it.skipIf(!hasTerminals)('draws at a terminal, in its letters and its width, and never into a pipe', async () => {
    const at = async (env: object, ...flags: string[]) => {
      const { stdout } = await new Running('script', ['-qfec', `stty cols 60 rows 40; exec ${process.execPath} ${PROGRAM} program try ${example('survival')} ${flags.join(' ')}`, '/dev/null'], { home, env: { TERM: 'xterm', SHELL: '/bin/sh', ...env } }).done;
      return stdout.replaceAll('\r\n', '\n');
    };
    const [unicode, ascii, none, piped] = await Promise.all([at({ LC_ALL: 'C.UTF-8' }), at({ LC_ALL: 'C' }), at({ LC_ALL: 'C.UTF-8' }, '--chart', 'none'), mpc(['program', 'try', example('survival')], { home })]);
    expect([unicode.includes('● old   ○ new'), ascii.includes('* old   o new'), none.includes('● old'), piped.stdout.includes('● old')]).toEqual([true, true, false, false]);
    expect(ascii).toMatch(/^[\x20-\x7e\n]*$/);
    for (const line of ascii.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('runs on files that are made up, the same for the same seed, and compares with an earlier result', async () => {
    const run = (seed = '1', ...flags: string[]) => mpc(['program', 'try', example('survey'), '--json', '--seed', seed, ...flags], { home });
    const [first, second] = await Promise.all([run(), run()]);
    expect([first.code, second.stdout]).toEqual([0, first.stdout]);
    expect(oneObject(first.stdout)).toMatchObject({ program: 'tally/1', madeUp: true });
    expect((await run('1', '--expect', file(first.stdout))).code).toBe(0);
    const other = await run('2', '--expect', file(first.stdout));
    expect([other.code, (oneObject(other.stdout) as { error: { code: string } }).error.code]).toEqual([8, 'RESULT_DIFFERS']);
    for (const none of ['hello', '{"values": [}', '[]', 'null', '{}', '{"values": null}', '']) {
      const refused = await run('1', '--expect', file(none));
      expect([refused.code, oneObject(refused.stdout)]).toEqual([2, { error: expect.objectContaining({ code: 'USAGE' }) as unknown }]);
    }
  });

  it('runs on the files that it is given, and names the line that does not fit', async () => {
    const program = file('tally 1\nanalysis "Two sums"\nparties Anna, Ben\nfrom Anna:\n    x: 0..9\nfrom Ben:\n    y: 0..9\nreveal both = Anna.x + Ben.y to Ben\n');
    const run = (anna: string) => mpc(['program', 'try', program, '--csv', `Anna=${file(anna)}`, '--csv', `Ben=${file('y\n4\n')}`, '--json'], { home });
    const right = await run('x\n3\n');
    expect([right.code, right.stdout]).toEqual([0, expect.stringContaining('"both":{"value":"7"}')]);
    expect((await run('x\n30\n')).code).toBe(8);
  });
});

describe('mpc program new', () => {
  it('lists the examples, writes one, and does not write over a file', async () => {
    const cwd = newFolder();
    const { programs } = await mpcJson<{ programs: { name: string; title: string; runs: boolean }[] }>(['program', 'new'], { home });
    expect(programs).toContainEqual({ name: 'auction', title: 'Sealed bids, second price', runs: false });
    expect(programs).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'auction', runs: false }), expect.objectContaining({ name: 'survey-counts-shown', runs: true }), expect.objectContaining({ name: 'indicators-counts-shown', runs: false })]));
    expect((await mpc(['program', 'new', 'auction'], { home, cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'auction.tally'), 'utf8')).toBe(readFileSync(example('auction'), 'utf8'));
    expect((await mpc(['program', 'new', 'auction'], { home, cwd })).code).toBe(2);
    expect((await mpc(['program', 'new', '../auction'], { home, cwd })).code).toBe(2);
  });
});
