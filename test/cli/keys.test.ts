import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { Keys } from '../../src/cli/terminal/keys.js';

const typing = () => Object.assign(new PassThrough(), { setRawMode: () => undefined }) as unknown as NodeJS.ReadStream & PassThrough;

it('forgets keys that were typed before, and takes those that follow', async () => {
  const input = typing();
  const keys = new Keys(input);
  input.pause();
  input.write('n');
  await keys.forget();
  const next = keys.next();
  input.write('y');
  expect(await next).toBe('y');
});

it('takes a Ctrl-C that was typed before', async () => {
  const input = typing();
  const keys = new Keys(input);
  input.write('n\u0003');
  await expect(keys.forget()).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
