import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, oneObject, startRelay } from '../support/processes.js';
import { file } from '../support/sessions.js';

interface Predicted {
  readonly kind: string;
  readonly rows: readonly { readonly line: number; readonly predicted: string | null; readonly why?: string }[];
}

it('predict: a model of three parties’ rows is applied to a file without the outcome', async () => {
  const [parties, { url }] = await Promise.all([makeParties('North', 'South', 'Harbour'), startRelay()]);
  const folder = newFolder();
  const [path, out] = [join(folder, 'stay.json'), join(folder, 'result.json')];
  const home = parties[0]?.home ?? '';
  const flags = ['--column', 'days:0..400', '--column', 'age:0..120', '--column', 'urgent:yes/no', '--column', 'ward:surgery,medicine,other', '--outcome', 'days', '--on', 'age', '--on', 'urgent', '--on', 'ward', '--where', 'age >= 18'];
  const { digest } = await mpcJson<{ digest: string }>(['regress', '--purpose', 'A test', '--relay', url, '--party', 'South', '--party', 'Harbour', ...flags, '--propose', path], { home });
  const rows = Array.from({ length: 30 }, (_, i) => `${(i * 17) % 60},${20 + ((i * 13) % 70)},${i % 2 === 0 ? 'yes' : 'no'},${['surgery', 'medicine', 'other'][i % 3] ?? ''}`);
  const files = [0, 1, 2].map((party) => file(`days,age,urgent,ward\n${rows.slice(party * 10, party * 10 + 10).join('\n')}\n`));
  const done = await Promise.all(parties.map((party, i) => mpc(['join', path, '--csv', files[i] ?? '', '--approve', digest, ...(i === 0 ? ['--out', out] : [])], { home: party.home })));
  expect(done.map(({ code }) => code)).toEqual([0, 0, 0]);

  const { result } = JSON.parse(readFileSync(out, 'utf8')) as { result: { values: { model_of_rows: { terms: readonly { name: string; estimate: string }[] } } } };
  const estimate = (name: string) => Number(result.values.model_of_rows.terms.find((term) => term.name === name)?.estimate);
  const fresh = file('ward,urgent,Age at entry\nmedicine,yes,64\nsurgery,no,30\nother,no,\nother,no,200\nother,yes,17\nattic,no,40\n');
  const predicted = oneObject((await mpc(['predict', out, '--csv', fresh, '--map', 'age=Age at entry', '--json'], { home })).stdout) as Predicted;
  expect(predicted.rows.map(({ line, predicted: value, why }) => [line, value === null ? null : Number(Number(value).toFixed(6)), why])).toEqual([
    [2, Number((estimate('(constant)') + 64 * estimate('age') + estimate('urgent') + estimate('ward_medicine')).toFixed(6)), undefined],
    [3, Number((estimate('(constant)') + 30 * estimate('age')).toFixed(6)), undefined],
    [4, null, 'empty'],
    [5, null, 'unfit'],
    [6, null, 'left out'],
    [7, null, 'unfit'],
  ]);
  const written = join(folder, 'predicted.csv');
  const said = await mpc(['predict', out, '--csv', fresh, '--map', 'age=Age at entry', '--out', written], { home });
  expect([said.code, said.stdout, said.stderr.replace(/\s+/g, ' ')]).toEqual([0, '', expect.stringContaining('6 rows; without a prediction: 1 with an empty cell, 2 with a cell outside its range and 1 left out by the model. Nothing was sent.')]);
  expect(readFileSync(written, 'utf8').split('\n').slice(0, 1)).toEqual(['line,age,urgent,ward,predicted_days,why_not']);

  // A column that the model is made of is missing: nothing is guessed.
  const missing = await mpc(['predict', out, '--csv', file('ward,urgent\nother,no\n')], { home });
  expect([missing.code, missing.stdout, missing.stderr]).toEqual([8, '', expect.stringContaining('there is no column "age"')]);
  // A result of another model, no result, and a machine without the receipt.
  const other = join(folder, 'other.json');
  writeFileSync(other, readFileSync(out, 'utf8').replace('"name":"age"', '"name":"height"'));
  expect((await mpc(['predict', other, '--csv', fresh], { home })).stderr).toContain('is not the model of this program');
  expect((await mpc(['predict', path, '--csv', fresh], { home })).stderr).toContain('holds no result of a program');
  expect((await mpc(['predict', out, '--csv', fresh], { home: newFolder() })).stderr).toMatch(/receipt/i);
});

it('predict: the chance of a yes, by the result of a program that was tried out', async () => {
  const folder = newFolder();
  const program = join(folder, 'risk.tally');
  const { program: text } = await mpcJson<{ program: string }>(['regress', '--logistic', '--column', 'back:yes/no', '--column', 'age:0..120', '--outcome', 'back', '--on', 'age', '--show-program'], {});
  writeFileSync(program, text);
  const files = ['no,20\nyes,64\nno,41\nno,33\n', 'yes,58\nno,70\nyes,81\n', 'no,25\nyes,39\nno,50\n'].flatMap((rows, i) => ['--csv', `records.${i + 1}=${file(`back,age\n${rows}`)}`]);
  const tried = join(folder, 'tried.json');
  const result = await mpc(['program', 'try', program, ...files, '--json'], {});
  writeFileSync(tried, result.stdout);
  const { values } = oneObject(result.stdout) as { values: { model_of_rows: { terms: readonly { estimate: string }[] } } };
  const [constant = 0, slope = 0] = values.model_of_rows.terms.map((term) => Number(term.estimate));
  const predicted = await mpcJson<Predicted>(['predict', tried, '--program', program, '--csv', file('age\n20\n64\n120\n')], {});
  expect([predicted.kind, predicted.rows.map((row) => Number(row.predicted).toFixed(8))]).toEqual(['logistic', [20, 64, 120].map((age) => (1 / (1 + Math.exp(-(constant + slope * age)))).toFixed(8))]);
});

it('predict: a model that could not be made names the column, and one that has not settled says so', async () => {
  const folder = newFolder();
  const program = join(folder, 'program.tally');
  const tried = join(folder, 'tried.json');
  const fresh = file('x,z\n1,2\n');
  /** What predict says of the model of these rows. */
  const said = async (flags: readonly string[], rows: string): Promise<readonly [number | null, string]> => {
    const { program: text } = await mpcJson<{ program: string }>(['regress', '--column', 'y:0..90', '--column', 'hit:yes/no', '--column', 'x:0..90', '--column', 'z:0..90', ...flags, '--on', 'x', '--on', 'z', '--show-program'], {});
    writeFileSync(program, text);
    writeFileSync(tried, (await mpc(['program', 'try', program, ...[1, 2, 3].flatMap((n) => ['--csv', `records.${n}=${file(`y,hit,x,z\n${n === 1 ? rows : ''}`)}`]), '--json'], {})).stdout);
    const { code, stderr } = await mpc(['predict', tried, '--program', program, '--csv', fresh], {});
    return [code, stderr.replace(/\s+/g, ' ')];
  };
  const linear = ['--outcome', 'y'];
  const logistic = ['--logistic', '--outcome', 'hit'];
  expect(await said(linear, '1,no,3,5\n4,no,3,7\n6,no,3,9\n8,no,3,2\n')).toEqual([2, expect.stringContaining('model_of_rows has no coefficients: x follows from the columns before it, or is the same in all rows. Leave it out, or take a ridge.')]);
  expect(await said(linear, '1,no,3,6\n4,no,4,8\n6,no,5,10\n8,no,6,12\n')).toEqual([2, expect.stringContaining('model_of_rows has no coefficients: z follows from the columns before it')]);
  expect(await said(linear, '1,no,3,6\n')).toEqual([2, expect.stringContaining('model_of_rows has no coefficients: there are fewer rows than coefficients.')]);
  expect(await said(linear, '')).toEqual([2, expect.stringContaining('there are fewer rows than coefficients.')]);
  expect(await said(logistic, '1,no,3,6\n1,no,4,8\n1,no,5,1\n1,no,6,1\n')).toEqual([2, expect.stringContaining('model_of_rows has no coefficients: hit is the same in all rows')]);
  expect(await said(logistic, '1,no,1,6\n1,no,2,8\n1,no,3,1\n1,yes,60,2\n1,yes,70,7\n1,yes,80,3\n')).toEqual([0, expect.stringMatching(/Do not rely on these chances: coefficients of model_of_rows had not settled at the last step \(.*x.*\)/)]);
  // A file without rows has nothing to predict.
  const good = '1,no,3,5\n4,no,4,7\n6,no,5,1\n8,no,6,2\n9,no,2,4\n';
  await said(linear, good);
  const empty = await mpc(['predict', tried, '--program', program, '--csv', file('x,z\n')], {});
  expect([empty.code, empty.stdout]).toEqual([0, 'line,x,z,predicted_y,why_not\n']);
});
