import { linkSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkIsNoInput, checkOutput } from '../../src/cli/output.js';

const folder = mkdtempSync(join(tmpdir(), 'mpc-output-'));
const input = join(folder, 'pay.csv');
writeFileSync(input, 'v\n1\n');
writeFileSync(join(folder, 'other.csv'), 'v\n1\n');
symlinkSync(input, join(folder, 'symbolic.csv'));
linkSync(input, join(folder, 'hard.csv'));
mkdirSync(join(folder, 'sub'));
symlinkSync(folder, join(folder, 'sub', 'up'));

describe('a file to write to', () => {
  it.each([
    ['itself', input],
    ['a path with ..', join(folder, 'sub') + '/../pay.csv'],
    ['a relative path', relative(process.cwd(), input)],
    ['a symbolic link', join(folder, 'symbolic.csv')],
    ['a hard link', join(folder, 'hard.csv')],
    ['a folder that is a link', join(folder, 'sub', 'up', 'pay.csv')],
  ])('is never the file with the data: %s', async (_, path) => {
    for (const force of [false, true]) await expect(checkOutput(path, { inputs: [input], force })).rejects.toThrow('this is the file with this party');
    await expect(checkIsNoInput('events', path, [input])).rejects.toThrow('--events');
  });

  it('that is there is replaced only by --force', async () => {
    const path = join(folder, 'other.csv');
    await expect(checkOutput(path, { inputs: [input], force: false })).rejects.toThrow('there is a file already');
    await checkOutput(path, { inputs: [input], force: true });
    await checkOutput(join(folder, 'new.csv'), { inputs: [input], force: false });
    await checkOutput(join(folder, 'new.csv'), { inputs: ['-'], force: false });
  });
});
