import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { locateHome } from '../../src/io/home.js';
import { checkRuns, countRuns, recordRun } from '../../src/io/runs.js';
import { codeOfAsync } from '../support/errors.js';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => { rmSync(folder, { recursive: true }); }));

function home() {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-runs-'));
  folders.push(folder);
  return locateHome({ MPC_HOME: folder });
}

const DIGEST = 'a'.repeat(64);
const run = async (at: ReturnType<typeof home>, allowed: number, session = 'b'.repeat(64)) => codeOfAsync(recordRun(at, DIGEST, session, allowed));

describe('runs of an agreement', () => {
  it.each([1, 2, 3])('are %i where it states that, and then it is spent', async (allowed) => {
    const at = home();
    for (let i = 0; i < allowed; i++) {
      expect(await codeOfAsync(checkRuns(at, DIGEST, allowed))).toBeUndefined();
      expect(await run(at, allowed)).toBeUndefined();
      expect(await countRuns(at, DIGEST)).toBe(i + 1);
    }
    expect(await codeOfAsync(checkRuns(at, DIGEST, allowed))).toBe('AGREEMENT_SPENT');
    expect(await run(at, allowed)).toBe('AGREEMENT_SPENT');
    expect(await countRuns(at, DIGEST)).toBe(allowed);
    // Another agreement has a count of its own.
    expect(await codeOfAsync(checkRuns(at, 'c'.repeat(64), 1))).toBeUndefined();
  });

  it('are taken once each by those who begin at the same time', async () => {
    const at = home();
    const ends = await Promise.all(Array.from({ length: 12 }, async () => run(at, 5)));
    expect(ends.filter((end) => end === undefined)).toHaveLength(5);
    expect(ends.filter((end) => end === 'AGREEMENT_SPENT')).toHaveLength(7);
    expect(readdirSync(join(at.runs, DIGEST)).sort()).toEqual(['1.json', '2.json', '3.json', '4.json', '5.json']);
  });

  it('count where one of them was removed, or a file beside them is none', async () => {
    const at = home();
    expect([await run(at, 3), await run(at, 3)]).toEqual([undefined, undefined]);
    rmSync(join(at.runs, DIGEST, '1.json'));
    writeFileSync(join(at.runs, DIGEST, 'notes.txt'), '');
    // The next one takes no number that is there.
    expect(await run(at, 3)).toBeUndefined();
    expect(existsSync(join(at.runs, DIGEST, '3.json'))).toBe(true);
    expect(await run(at, 3)).toBe('AGREEMENT_SPENT');
  });
});
