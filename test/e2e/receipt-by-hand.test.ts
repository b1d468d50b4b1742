import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { makeParties, mpcJson, ROOT, startRelay } from '../support/processes.js';
import { file, propose, type SessionResult } from '../support/sessions.js';

const run = promisify(execFile);
const hasTools = ['python3', 'openssl'].every((tool) => spawnSync(tool, ['version']).error === undefined);
if (!hasTools) process.stderr.write('Skipped: what docs/receipt.md checks by hand needs python3 and openssl.\n');

let relay: string;
beforeAll(async () => {
  relay = (await startRelay()).url;
});

/** The program that docs/receipt.md prints. */
function printedProgram(): string {
  const page = readFileSync(join(ROOT, 'docs', 'receipt.md'), 'utf8');
  const [, program = ''] = /^```python\n(.*?)^```$/ms.exec(page) ?? [];
  return file(program, 'verify.py');
}

it.runIf(hasTools)('the program in docs/receipt.md finds all of a receipt true, and an altered one not', async () => {
  const parties = await makeParties('North', 'Süd', 'Harbour');
  const { file: agreement, digest } = await propose(parties, relay, 'sum', '--column', 'v:0..10');
  const [first] = await Promise.all(parties.map(async ({ home }) => mpcJson<SessionResult>(['join', agreement, '--csv', file('v\n1\n'), '--approve', digest], { home })));
  const program = printedProgram();
  const { stdout } = await run('python3', [program, first?.receipt ?? '']);
  expect(stdout.trim().split('\n').map((line) => line.split(' ').at(-1))).toEqual(Array.from({ length: 10 }, () => 'True'));
  const altered = file(readFileSync(first?.receipt ?? '', 'utf8').replace('"runs":1', '"runs":2'), 'altered.json');
  expect((await run('python3', [program, altered])).stdout).toContain('False');
});
