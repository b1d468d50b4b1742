import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../support/processes.js';

const run = promisify(execFile);

/** What each example prints. A new one is listed here. */
const PRINTED: Readonly<Record<string, string>> = {
  'invite.mjs': '{"count":"1","matches":[{"row":3,"id":"C3"}],"notTested":{"count":"0","rows":[]}}\n{"count":"1","matches":[{"row":1,"id":"C3"}],"notTested":{"count":"0","rows":[]}}\n',
  'own-operation.mjs': 'How many rows of all contributors together have a value in the column "v".\n{"rows":"6"}\n',
  'protocol-in-memory.mjs': '3 30\n20 messages; the others learned no sum\n',
  'sum.mjs': '{"columns":{"beds":{"sum":"62"}}}\nThe receipt is signed by all.\n',
};

it.each(readdirSync(join(ROOT, 'examples')))('the example %s runs against the built package, and prints what it should', async (file) => {
  const { stdout } = await run(process.execPath, [join(ROOT, 'examples', file)], { cwd: ROOT });
  expect(stdout).toBe(PRINTED[file]);
});
