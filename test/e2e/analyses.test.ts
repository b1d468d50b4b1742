import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseColumns } from '../../src/cli/analysis-columns.js';
import { MpcError } from '../../src/errors.js';
import { makeParties, mpc, mpcJson, newFolder, oneObject, startRelay } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file } from '../support/sessions.js';

interface Shown {
  readonly program: string;
  readonly sections: readonly { readonly heading: string; readonly text: readonly string[] }[];
}

describe('commands that write a program', () => {
  it('stats: three parties get the statistics of all rows, by group', async () => {
    const [parties, { url }] = await Promise.all([makeParties('North', 'South', 'Harbour'), startRelay()]);
    const path = join(newFolder(), 'stay.json');
    const flags = ['--column', 'days:0..400', '--column', 'ward:surgery,medicine', '--column', 'age:0..120', '--by', 'ward', '--where', 'age >= 18'];
    const home = parties[0]?.home ?? '';
    const proposed = await mpc(['stats', '--purpose', 'A test', '--relay', url, '--party', 'South', '--party', 'Harbour', ...flags, '--propose', path, '--json'], { home });
    // What a program of its own may give away is accepted, and said.
    expect(proposed.stderr).toContain('ACCEPTED BY PROPOSING THIS\n  ATTENTION A09, 1: nothing is hidden');
    const { digest } = oneObject(proposed.stdout) as { digest: string };
    const agreement = JSON.parse(readFileSync(path, 'utf8')) as { operation: { accepted: string[] } };
    expect([problems('agreement', agreement), agreement.operation.accepted]).toEqual([[], ['A09:1']]);

    const files = ['surgery,3,40\nsurgery,40,17\nmedicine,6,90\n', 'medicine,31,18\nsurgery,8,50\n', 'medicine,2,30\n'].map((rows) => file(`ward,days,age\n${rows}`));
    const done = await Promise.all(parties.map((party, i) => mpc(['join', path, '--csv', files[i] ?? '', '--approve', digest, ...(i === 0 ? ['--json'] : [])], { home: party.home })));
    expect(done.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
    const session = oneObject(done[0]?.stdout ?? '') as { result: { values: { statistics: { rows: readonly object[] } } } };
    expect(problems('session', session)).toEqual([]);
    // Surgery 3 and 8 days, medicine 6, 31 and 2: by hand.
    expect(session.result.values.statistics.rows).toEqual([
      { ward: 'surgery', n: '2', sum_days: '11', mean_days: '5.500000', variance_days: '12.500000', deviation_days: '3.535534', error_days: '2.500000', low_days: '-26.265512', high_days: '37.265512' },
      { ward: 'medicine', n: '3', sum_days: '39', mean_days: '13.000000', variance_days: '247.000000', deviation_days: '15.716234', error_days: '9.073772', low_days: '-26.041290', high_days: '52.041290' },
    ]);
    expect(done[1]?.stdout).toContain('│ surgery  │');
  });

  it('regress: the risk of three parties’ rows in steps, and what does not fit is explained', async () => {
    const [parties, { url }] = await Promise.all([makeParties('North', 'South', 'Harbour'), startRelay()]);
    const path = join(newFolder(), 'risk.json');
    const flags = ['--logistic', '--steps', '6', '--column', 'back:yes/no', '--column', 'age:0..120', '--outcome', 'back', '--on', 'age'];
    const proposed = await mpc(['regress', '--purpose', 'A test', '--relay', url, '--party', 'South', '--party', 'Harbour', ...flags, '--propose', path, '--json'], { home: parties[0]?.home ?? '' });
    expect(proposed.stderr.replace(/\s+/g, ' ')).toContain('ATTENTION A14, 1: all members see the coefficients and 5 sums after each of 6 steps.');
    const { digest } = oneObject(proposed.stdout) as { digest: string };
    const files = ['no,20\nyes,64\nno,41\nno,33\n', 'yes,58\nno,70\nyes,81\n', 'no,25\nyes,39\nno,50\n'].map((rows) => file(`back,age\n${rows}`));
    const done = await Promise.all(parties.map((party, i) => mpc(['join', path, '--csv', files[i] ?? '', '--approve', digest, ...(i === 0 ? ['--json'] : [])], { home: party.home })));
    expect(done.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
    const session = oneObject(done[0]?.stdout ?? '') as { result: { values: { model_of_rows: { terms: readonly { estimate: string; error: string; z: string; p: string }[]; moving: readonly string[] } } }; receipt: string };
    expect(problems('session', session)).toEqual([]);
    const { terms, moving } = session.result.values.model_of_rows;
    // Six Newton steps over the ten rows, in NumPy.
    expect(terms.map(({ estimate, error }) => [Number(estimate).toFixed(6), Number(error).toFixed(6)])).toEqual([['-3.950892', '2.547747'], ['0.070792', '0.047173']]);
    expect(moving).toEqual([]);
    expect(done[1]?.stdout).toMatch(/│ age +│ 0\.0/);
    expect((await mpc(['receipt', 'verify', session.receipt], { home: parties[0]?.home ?? '' })).code).toBe(0);
    const wrong = await mpc(['regress', '--column', 'days:0..9', '--column', 'age:0..9', '--logistic', '--outcome', 'days', '--on', 'age', '--show-program'], {});
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--outcome days: a logistic regression is of a yes/no.')]);
  });

  it('histogram: three parties get weighted quantiles by group', async () => {
    const [parties, { url }] = await Promise.all([makeParties('North', 'South', 'Harbour'), startRelay()]);
    const path = join(newFolder(), 'ages.json');
    const flags = ['--column', 'age:0..99', '--column', 'w:0..9:1', '--column', 'ward:a,b', '--of', 'age', '--weight', 'w', '--by', 'ward', '--step', '10', '--quantile', '50', '--quantile', '90%', '--where', 'age < 95'];
    const proposed = await mpcJson<{ digest: string }>(['histogram', '--purpose', 'A test', '--relay', url, '--party', 'South', '--party', 'Harbour', ...flags, '--propose', path], { home: parties[0]?.home ?? '' });
    const files = ['a,3,1.0\na,47,2.5\nb,12,0.0\n', 'a,58,1.0\nb,31,9.0\n', 'b,77,0.5\nb,99,9.0\na,22,0.1\n'].map((rows) => file(`ward,age,w\n${rows}`));
    const done = await Promise.all(parties.map((party, i) => mpc(['join', path, '--csv', files[i] ?? '', '--approve', proposed.digest, '--json'], { home: party.home })));
    expect(done.map(({ code }) => code)).toEqual([0, 0, 0]);
    const session = oneObject(done[2]?.stdout ?? '') as { result: { values: Record<string, { value: string }> } };
    expect(problems('session', session)).toEqual([]);
    // Of a: 3, 22, 47, 58 with 1.0, 0.1, 2.5, 1.0, so half is 2.3 and nine tenths are 4.14. Of b: 31 has 9.0 of 9.5.
    expect(['q50_1', 'q50_2', 'q90_1', 'q90_2'].map((name) => session.result.values[name]?.value)).toEqual(['40 to 49', '30 to 39', '50 to 59', '30 to 39']);
  });

  it('what is not given is refused with the reason', async () => {
    const refused = async (...args: string[]) => (await mpc([...args, '--show-program'], {})).stderr.replace(/\s+/g, ' ');
    const numbers = ['--column', 'pay:0..9', '--column', 'w:-1..9', '--column', 'v:0..9'];
    for (const name of ['smallest', 'max']) expect(await refused('stats', ...numbers, '--statistic', name)).toContain('value is the exact value of one row');
    expect(await refused('stats', ...numbers, '--weight', 'w')).toContain('its range goes below 0');
    expect(await refused('regress', ...numbers, '--outcome', 'pay', '--on', 'v', '--weight', 'v')).toContain('a regression takes no weights for now');
    expect(await refused('histogram', ...numbers, '--of', 'pay', '--step', '1', '--quantile', '0.5')).toContain('not a share of 100');
    expect(await refused('histogram', ...numbers, '--of', 'pay', '--step', '1', '--min-group', '9')).toContain('--min-group goes with --weight');
  });

  it('the others show the program that they would propose, with the sums that are opened', async () => {
    const show = async (...args: string[]) => mpcJson<Shown>([...args, '--show-program'], {});
    const numbers = ['--column', 'pay:0..20000:2', '--column', 'age:16..80'];
    const groups = ['--column', 'smoker:yes/no', '--column', 'ward:a,b,c'];
    const shown = await Promise.all([show('ttest', ...numbers, ...groups, '--of', 'pay', '--by', 'smoker'), show('anova', ...numbers, ...groups, '--of', 'pay', '--by', 'ward', '--min-group', '10'), show('survival', ...numbers, ...groups, '--time', 'age', '--event', 'smoker', '--by', 'ward', '--step', '5'), show('correlate', ...numbers), show('crosstab', ...groups, '--by', 'smoker', '--by', 'ward'), show('histogram', ...numbers, '--of', 'pay', '--step', '500')]);
    for (const each of shown) expect([problems('show-program', each), each.sections.some(({ heading }) => heading === 'The sums that are opened')]).toEqual([[], true]);
    expect(shown.map(({ program }) => program.split('\n').filter((line) => /correlation|chi_squared|bands|p_t|p_f|running/.test(line)).length)).toEqual([1, 1, 4, 1, 2, 1]);
  });

  it('flags that make no program are explained in the words of the flags', async () => {
    expect((await mpc(['stats', '--column', 'pay', '--where', 'wage > 2', '--show-program'], {})).stderr).toMatch(/Nothing here is called "wage".*\(USAGE\)/s);
    const wrong = await Promise.all([['ttest', '--column', 'pay:0..9', '--column', 'ward:a,b,c', '--by', 'ward'], ['ttest', '--column', 'pay:0..9'], ['anova', '--column', 'pay:0..9', '--by', 'pay']].map(async (flags) => (await mpc([...flags, '--show-program'], {})).stderr));
    expect(wrong.map((text) => /compares two groups, and it has 3|not said what the mean is compared|of one column of numbers/.exec(text)?.[0])).toEqual(['compares two groups, and it has 3', 'not said what the mean is compared', 'of one column of numbers']);
    expect(() => parseColumns(['Gross pay'])).toThrow(/a name has letters/);
    for (const wrong of ['pay:3..2', 'pay:1..', 'ward:a', 'ward:a,,b', 'ward:a,a', 'mean', 'records:yes/no']) expect(() => parseColumns([wrong])).toThrow(MpcError);
    expect(parseColumns(['pay', 'ward: a ,b', 'x:yes/no', 'age:16..80'])).toEqual([
      { kind: 'number', name: 'pay', low: '-10000000000000.00', high: '10000000000000.00', decimals: 2 },
      { kind: 'category', name: 'ward', values: ['a', 'b'] },
      { kind: 'yes/no', name: 'x' },
      { kind: 'number', name: 'age', low: '16', high: '80', decimals: 0 },
    ]);
  });

  it('sum and average by groups, or of some rows, are such programs; without either they stay what they are', async () => {
    const [parties, { url }] = await Promise.all([makeParties('North', 'South', 'Harbour'), startRelay()]);
    const home = parties[0]?.home ?? '';
    const path = join(newFolder(), 'days.json');
    const columns = ['--column', 'days:0..400', '--column', 'ward:surgery,medicine', '--column', 'age:0..120'];
    const propose = ['--purpose', 'A test', '--relay', url, '--party', 'South', '--party', 'Harbour', '--propose', path, '--json'];

    const refusals: [string[], string][] = [
      [['sum', ...columns, '--by', 'ward', '--to', 'North'], '--to does not go with --by or --where'],
      [['average', '--column', 'days:0..400', '--where', 'days > 3', '--threshold', '2'], '--threshold does not go with'],
      [['sum', '--column', 'days:0..400', '--min-group', '10'], '--min-group goes with --by or --where'],
      [['average', '--column', 'days:0..400', '--show-program'], '--show-program goes with --by or --where'],
      [['sum', '--column', 'ward:surgery,medicine', '--by', 'ward'], 'no column of numbers to add up'],
      [['sum', '--column', 'days:0..400', '--by', 'ward'], 'no --column declares it'],
    ];
    for (const [args, said] of refusals) expect(oneObject((await mpc([...args, ...propose], { home })).stdout)).toEqual({ error: expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(said) as string }) as object });

    const shown = await mpcJson<{ program: string }>(['average', ...columns, '--by', 'ward', '--digits', '2', '--min-group', '5', '--show-program'], { home });
    expect(shown.program).toContain('mean_days = mean(days) rounded to 0.01\n');
    expect(shown.program).toContain('hide where n < 5, counts shown');

    // The only column of numbers is added up, though the condition names it; a name in quotes is a value.
    const one = await mpcJson<{ program: string }>(['sum', '--column', 'days:0..400', '--where', 'days > 3', '--show-program'], { home });
    expect(one.program).toContain('sum_days = sum(days of records)');
    const quoted = await mpcJson<{ program: string }>(['sum', '--column', 'days:0..400', '--column', 'kind:days,other', '--where', 'kind = "days"', '--show-program'], { home });
    expect(quoted.program).toContain('sum_days = sum(days of records)');

    const proposed = await mpc(['sum', ...columns, '--by', 'ward', '--where', 'age >= 18', ...propose], { home });
    expect(proposed.stderr).toContain('Only days is worked out: age stands in --where.');
    const { digest } = oneObject(proposed.stdout) as { digest: string };
    const files = ['surgery,3,40\nsurgery,40,17\n', 'medicine,31,18\nsurgery,8,50\n', 'medicine,2,30\n'].map((rows) => file(`ward,days,age\n${rows}`));
    const done = await Promise.all(parties.map((party, i) => mpc(['join', path, '--csv', files[i] ?? '', '--approve', digest, '--json'], { home: party.home })));
    expect(done.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
    const sessions = done.map(({ stdout }) => oneObject(stdout) as { result: { values: { statistics: { rows: object[] } } } });
    for (const { result } of sessions) expect(result.values.statistics.rows).toEqual([{ ward: 'surgery', n: '2', sum_days: '11' }, { ward: 'medicine', n: '2', sum_days: '33' }]);
  });
});
