import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MpcError } from '../../../../src/errors.js';
import { validateAgreement } from '../../../../src/session/agreement/canonical.js';
import { describeAgreement } from '../../../../src/session/agreement/describe.js';
import { compile, parameterText } from '../../../../src/session/operations/program/compiled.js';
import type { ProgramAgreement } from '../../../../src/session/operations/program/types.js';
import { textOfProgram } from '../../../language/fixtures.js';
import { agreed, BOARD, LABS, LISTED, sessionOf } from './programs.js';

const session = sessionOf(3);
const labs = agreed(session, LABS, { accepted: ['A09:1'] });
const shops = agreed(session, LISTED, { lists: { products: ['tea', 'Café', 'rice'] } });
const board = agreed(session, BOARD, { roles: new Map([['wards', ['South', 'North']], ['Board', ['Harbour']]]), parameters: { usual: '40' } }, { withoutData: ['Harbour'] });

function refusal(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof MpcError ? `${error.code}: ${error.message}` : String(error);
  }
}

const changed = (agreement: ProgramAgreement, operation: object, more: object = {}) => refusal(() => validateAgreement({ ...agreement, ...more, operation: { ...agreement.operation, ...operation } }));

describe('an agreement about a program', () => {
  it('is valid as it was proposed', () => {
    expect([changed(labs, {}), changed(board, {}), changed(shops, {})]).toEqual(['none', 'none', 'none']);
    expect('lists' in labs.operation).toBe(false);
  });

  it('names the entries of a list, or the first and the last of a long one', () => {
    const words = (agreement: ProgramAgreement) => describeAgreement(agreement).flatMap(({ lines }) => lines).join('\n');
    expect(words(shops)).toContain('The list products has 3 entries: “tea”, “Café” and “rice”.');
    const entries = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`);
    const hundred = words(agreed(session, LISTED, { lists: { products: entries(100) } }));
    for (const entry of entries(100)) expect(hundred).toContain(`“${entry}”`);
    const long = words(agreed(session, LISTED, { lists: { products: entries(1234) } }));
    const digest = createHash('sha256').update(`${entries(1234).join('\n')}\n`).digest('hex');
    expect(long).toMatch(/The list products has 1.234 entries, from “p0” to “p1233”; the agreement’s file has all of them/);
    expect(long).toContain(`(jq -r '.operation.lists.products[]' FILE), and their SHA-256, each with a line end, is ${digest}.`);
  });

  it('says to what each parameter is set', () => {
    expect(describeAgreement(board).flatMap(({ lines }) => lines)).toContain('usual is set to 40.');
  });

  it('holds parameters of every type in the spelling that they are read in, and in no other', () => {
    const text = BOARD.replace('parameter usual: 0..100', ['parameter usual: 0..100', 'parameter cut: 0.0%..100.0%', 'parameter level: -1.00..1.00', 'parameter since: date 2020-01-01..2029-12-31', 'parameter strict: yes/no', 'parameter ward: one of "surgery", "medicine"'].join('\n'));
    const spelled = { usual: '40', cut: '12.5%', level: '-0.50', since: '2024-02-29', strict: 'yes', ward: 'surgery' };
    const source = { ...board.operation, text, parameters: spelled };
    const { plan, known } = compile(source);
    expect(Object.fromEntries([...known.parameters].map(([name, value]) => [name, parameterText(value, compile(source).checked.parameters.get(name)?.info.type ?? { kind: 'bool' })]))).toEqual(spelled);
    expect(changed(board, { text, plan, parameters: spelled })).toBe('none');
    for (const other of [{ cut: '12.5' }, { cut: '0.125' }, { cut: '12.50%' }, { cut: '12.5 %' }, { level: '-0.5' }, { strict: 'true' }, { ward: 'Surgery' }]) expect(changed(board, { text, plan, parameters: { ...spelled, ...other } })).toMatch(/its parameter .* usual spelling/);
  });

  it.each([
    ['another plan', labs, { plan: '0'.repeat(64) }, /its plan is not what this version/],
    ['another text under the same plan', labs, { text: LABS.replace('count()', 'count(where dose > 5)') }, /its plan is not/],
    ['an error in the text', labs, { text: LABS.replace('mean', 'avg') }, /line 13 of its program has an error \(E061\)/],
    ['a text in another spelling', labs, { text: LABS.replace('analysis', ' analysis') }, /line 2/],
    ['blanks at an end', labs, { text: `${LABS}\n` }, /not spelled/],
    ['line ends of Windows', labs, { text: LABS.replaceAll('\n', '\r\n') }, /not spelled|has an error/],
    ['a program for the engine', labs, { text: textOfProgram('paygap') }, /needs the general engine.*line \d/],
    ['counts that not all givers see', board, { text: BOARD.replace('to Board', 'to Board only if count(wards) > 2, counts shown') }, /line 13 of its program reveals under counts that not all who put data in see/],
    ['a parameter of each run', labs, { text: textOfProgram('indicators-counts-shown') }, /has a parameter that is set anew/],
    ['a list that it does not hold', shops, { lists: undefined }, /has a list products, and the agreement does not hold it/],
    ['a list that the program does not have', shops, { lists: { ...shops.operation.lists, sizes: ['S'] } }, /has no list sizes/],
    ['an entry of a list twice', shops, { lists: { products: ['tea', 'tea'] } }, /two entries of its list products are the same/],
    ['an entry with spaces around it', shops, { lists: { products: [' tea'] } }, /begins or ends with a space/],
    ['an entry that could end its own quotation', shops, { lists: { products: ['tea” and all names “'] } }, /holds “ or ”/],
    ['an entry with a mark that looks like the end of a quotation', shops, { lists: { products: ['tea〞 and all names'] } }, /looks like them/],
    ['an entry with an empty Braille pattern', shops, { lists: { products: ['tea', 'tea\u2800'] } }, /cannot be seen/],
    ['more entries than the program allows', shops, { lists: { products: Array.from({ length: 5001 }, (_, i) => `p${i}`) } }, /more entries than its program allows/],
    ['an empty list', shops, { lists: { products: [] } }, /operation.lists/],
    ['a role too few', board, { roles: { wards: ['South', 'North'] } }, /its roles are not those/],
    ['a role too many', board, { roles: { ...board.operation.roles, Judge: ['Harbour'] } }, /its roles are not those/],
    ['a party in two roles', board, { roles: { wards: ['South', 'North'], Board: ['North'] } }, /two roles/],
    ['too many in a role', board, { roles: { wards: ['South'], Board: ['Harbour'] } }, /1 party has the role wards, and its program asks for 2 to 9/],
    ['a stranger in a role', board, { roles: { wards: ['South', 'North', 'Nobody'], Board: ['Harbour'] } }, /plan|not a party/],
    ['roles swapped', board, { roles: { wards: ['South', 'Harbour'], Board: ['North'] } }, /its contributors are not those/],
    ['a parameter that is not there', board, { parameters: { usual: '40', most: '3' } }, /no parameter most/],
    ['a parameter without a value', board, { parameters: {} }, /its parameter usual/],
    ['a parameter outside its range', board, { parameters: { usual: '101' } }, /its parameter usual/],
    ['a parameter in another spelling', board, { parameters: { usual: '040' } }, /its parameter usual/],
    ['another language', board, { language: 'tally/2' }, /operation.language/],
    ['a member that nobody knows', board, { engine: 'yes' }, /operation/],
  ] as const)('is refused with %s', (_, agreement, operation, why) => {
    expect(changed(agreement, operation)).toMatch(/^AGREEMENT_INVALID/);
    expect(changed(agreement, operation)).toMatch(why);
  });

  it('is refused with other contributors, recipients, columns, limits or a threshold', () => {
    const more = (terms: object) => changed(board, {}, terms);
    expect(more({ contributors: ['North'] })).toMatch(/its contributors/);
    expect(more({ recipients: ['Harbour'] })).toMatch(/its recipients/);
    expect(more({ columns: [{ name: 'x' }] })).toMatch(/columns/);
    expect(more({ limits: { minContributors: 3 } })).toMatch(/all of its contributors/);
    expect(more({ threshold: { needed: 2, holders: ['North', 'South'] } })).toMatch(/sealed/);
  });

  it('lists every sum that is opened, and to whom, before anybody approves', () => {
    const lines = (agreement: ProgramAgreement) => describeAgreement(agreement).find(({ heading }) => heading === 'The sums that are opened')?.lines.slice(1);
    expect(lines(labs)).toEqual([
      'All parties see these totals, exactly:',
      '  - for each of the 2 cells of by_arm (by arm), “these rows” being those of trials in the cell, of all labs together:',
      '    · the number of these rows',
      '    · the sum of response over these rows',
      '  - the number of the rows of trials',
      '  - the sum of dose over the rows of trials',
      '  - the sum of response over the rows of trials',
      '  - the sum of (dose times response) over the rows of trials',
      '  - the sum of (dose times dose) over the rows of trials',
      '  - the sum of (response times response) over the rows of trials',
    ]);
    expect(lines(board)).toEqual(['All parties see these totals, exactly:', '  - the number of wards where used is at least usual', 'Board (Harbour) sees these totals, exactly:', '  - the sum of used over the wards', '  - the sum of beds over the wards']);
  });

  it('says which notices the proposer accepted, and which it did not', () => {
    const first = describeAgreement(labs).find(({ heading }) => heading === 'Read this first')?.lines ?? [];
    const notices = describeAgreement(labs).find(({ heading }) => heading === 'Notices')?.lines ?? [];
    expect(first.find((line) => line.includes('A09'))).not.toContain('has not accepted');
    expect(first.find((line) => line.includes('A04'))).toContain('has not accepted it');
    expect(notices.at(-1)).toBe('Whoever proposes this has accepted A09.');
    expect(describeAgreement(agreed(session, LABS, {}, { runs: 4 })).find(({ heading }) => heading === 'Read this first')?.lines[0]).toMatch(/^- ATTENTION A16, it can be run 4 times/);
  });

  it('does not say that nobody learns what the sums tell', () => {
    const all = describeAgreement(labs).flatMap(({ lines }) => lines);
    expect(all.some((line) => line.endsWith('no number that is not named here.'))).toBe(false);
    expect(all).toContain('Nobody learns anything else from the others’ files than what stands here and under “The sums that are opened”: no row, no cell, no other number.');
  });
});
