import { describe, expect, it } from 'vitest';
import { readKeys } from '../../src/io/linkage/read-keys.js';
import { parseKey } from '../../src/linkage/index.js';
import { file } from '../support/sessions.js';

async function oddOf(key: string, phones: readonly string[]): Promise<[number, string][]> {
  const { notices } = await readKeys({ file: file(`mobile\n${phones.join('\n')}\n`) }, [parseKey(`mobile:${key}`)], { near: false, maxRows: 1000, keepCells: false });
  return notices.flatMap(({ code, column, lines, message }) => (code === 'ODD_PHONES' && column === 'mobile' ? [[lines.length, message] as [number, string]] : []));
}

const dutch = Array.from({ length: 30 }, (_, i) => `06123456${10 + i}`);

describe('phone numbers that their country has no range for', () => {
  it('are noticed where a file is read as of a wrong country, with the way out and without a number', async () => {
    const [[lines, message] = []] = await oddOf('phone:BE', dutch);
    expect(lines).toBe(5);
    expect(message).toMatch(/30 of 30 phone numbers .* are of BE \(`--region`\)/);
    expect(message).not.toMatch(/\d{5}/);
  });

  it('are noticed where the code of a country is wrong', async () => {
    expect(await oddOf('phone', dutch.map((number) => `+32${number.slice(1)}`))).toEqual([[5, expect.stringContaining('right code of their country')]]);
  });

  it('are none where they are of their country, with an extension or without', async () => {
    expect(await oddOf('phone:NL', [...dutch, '06-12345678 ext 5'])).toEqual([]);
  });

  it('are slips where they are few', async () => {
    expect(await oddOf('phone:NL', [...dutch, '0312345678', '0312345679'])).toEqual([]);
  });
});
