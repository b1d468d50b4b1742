import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mpc, oneObject } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file } from '../support/sessions.js';
import { AtTerminal, CTRL_C, hasTerminals } from '../support/terminal.js';

const HOSTILE = 'x\u001b[2J\nMatch 9 of 9\u202e';
const RESULT = {
  strengths: [{ rule: 'exact', rows: 2, ownPairs: 0, otherRows: 100, byChanceBelow: 0.5 }, { rule: 'names sound alike', rows: 1, ownPairs: 3, otherRows: 100, byChance: 1.2 }],
  result: {
    count: '3',
    matches: [
      { row: 2, given: 'Oksana', born: '1991-11-23', rules: ['exact', 'names sound alike'], payload: { note: HOSTILE } },
      { row: 5, given: 'Amira', born: '1988-09-01', rules: ['names sound alike'], payload: { note: 'b' } },
      { row: 9, given: 'Zoë', born: '1970-01-01', rules: ['exact'], payload: { note: 'c' } },
    ],
    notTested: { count: '4', rows: [1, 3, 4, 6] },
  },
};
const decisionsOf = (results: string) => results.replace(/\.\w+$/, '.decisions.csv');
const decided = (results: string) => readFileSync(decisionsOf(results), 'utf8').trimEnd().split('\n').map((line) => line.split(','));

describe.runIf(hasTerminals)('mpc review matches, at a terminal', () => {
  it('shows one match at a time, keeps each decision at once, and goes on after Ctrl-C', async () => {
    const results = file(JSON.stringify(RESULT), 'result.json');
    const first = new AtTerminal(['review', 'matches', results, '--operator', 'j.doe']);
    await first.printed(/Match 1 of 3: row 2[\s\S]*quit\) $/);
    for (const part of [/given +Oksana/, /exact: fewer than about 0\.5 rows match by it/, /names sound alike: about 1\.2 rows match by it without being the same/, /What you learned about it\n +note +x/]) expect(first.screen).toMatch(part);
    // What others wrote stays in its line, and moves nothing.
    expect(first.screen).not.toMatch(/^Match 9 of 9/m);
    expect(first.stdout).not.toContain('\u001b[2J');
    // A paste is no decision.
    first.type('yes');
    await first.printed(/One key at a time/);
    first.type('y');
    await first.printed(/yes\s+Match 2 of 3: row 5 of your list\. 1 decided\./);
    expect(statSync(decisionsOf(results)).mode & 0o777).toBe(0o600);
    expect(decided(results).slice(1).map(([row, decision]) => [row, decision])).toEqual([['2', 'yes']]);
    first.type(CTRL_C);
    const interrupted = await first.done;
    expect(interrupted.code).toBe(130);
    expect(first.screen.replace(/\s+/g, ' ')).toContain(`What was decided is in ${decisionsOf(results)}.`);

    const second = new AtTerminal(['review', 'matches', results, '--json']);
    await second.printed(/Match 2 of 3/);
    second.type('s');
    await second.printed(/Match 3 of 3/);
    second.type('n');
    const done = await second.done;
    expect(done.code).toBe(0);
    const summary = oneObject(second.standardOutput);
    expect(problems('review-matches', summary)).toEqual([]);
    expect(summary).toMatchObject({ matches: 3, yes: 1, no: 1, unsure: 0, open: 1, notTested: 4 });
    expect(second.screen.replace(/\s+/g, ' ')).toContain('Not found is not safe: 4 of your rows could not be tested');
    expect(decided(results).map((line) => line.slice(0, 2).concat(line[3] ?? ''))).toEqual([['row', 'decision', 'operator'], ['2', 'yes', 'j.doe'], ['9', 'no', '']]);
    expect(readFileSync(decisionsOf(results), 'utf8')).not.toMatch(/Oksana|Zoë/);
    // Nothing half written is left.
    expect(readdirSync(dirname(results)).sort()).toEqual(['result.decisions.csv', 'result.json']);
  });

  it('goes back to change a decision, in a CSV file with all columns, and quits', async () => {
    const results = file('id;given;match;match rules;match note\n7;Ann;yes;exact; names;hello\n8;Bob;no;;\n9;Cid;not tested;;\n10;Dee;yes;exact;\n'.replace('exact; names', '"exact; names alone"'), 'matches.csv');
    const at = new AtTerminal(['review', 'matches', results]);
    await at.printed(/Match 1 of 2: row 1[\s\S]*id +7[\s\S]*exact\s+names alone[\s\S]*note +hello/);
    at.type('u');
    await at.printed(/Match 2 of 2: row 4/);
    at.type('b');
    await at.printed(/back\s+Match 1 of 2[\s\S]*Decided before: unsure/);
    at.type('n');
    await at.printed(/no\s+Match 2 of 2/);
    at.type('q');
    expect((await at.done).code).toBe(0);
    expect(decided(results).slice(1).map(([row, decision]) => [row, decision])).toEqual([['1', 'no']]);
    expect(at.standardOutput).toContain('2 matches: 0 yes, 1 no, 0 unsure, 1 open.');
  });

  it('refuses decisions on other results, and files that are none of its own, and leaves both as they are', async () => {
    const results = file(JSON.stringify(RESULT), 'result.json');
    const other = `row,decision,decided,operator,results\n2,yes,2026-01-01T00:00:00.000Z,,${'0'.repeat(64)}\n`;
    for (const [content, said] of [[other, /decisions on another file of results/], ['name,born\nAnn,1\n', /is no file of decisions/]] as const) {
      writeFileSync(decisionsOf(results), content);
      const at = new AtTerminal(['review', 'matches', results]);
      expect((await at.done).code).toBe(8);
      expect(at.screen.replace(/\s+/g, ' ')).toMatch(said);
      expect(readFileSync(decisionsOf(results), 'utf8')).toBe(content);
    }
  });
});

it('without a terminal it says so, and writes nothing', async () => {
  const results = file(JSON.stringify(RESULT), 'result.json');
  const { code, stdout } = await mpc(['review', 'matches', results, '--json']);
  expect([code, (oneObject(stdout) as { error: { code: string; message: string } }).error]).toMatchObject([2, { code: 'USAGE', message: expect.stringContaining('at a terminal') as string }]);
  expect(existsSync(decisionsOf(results))).toBe(false);
});
