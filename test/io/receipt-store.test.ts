import { appendFile, readdir, readFile, unlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listLog, receiptNamed, receiptPath, saveReceipt, verifyLog } from '../../src/io/receipt-store.js';
import { temporaryHome } from './temporary-home.js';

const NAMES = ['a', 'b', 'c'].map((letter) => letter.repeat(64));

async function threeReceipts() {
  const home = temporaryHome();
  for (const name of NAMES) await saveReceipt(home, name, `{"receipt":"${name}"}\n`);
  return { home, log: join(home.receipts, 'log.jsonl') };
}

describe('the log of receipts', () => {
  it('holds a line for each receipt, chained, for this user only', async () => {
    const { home, log } = await threeReceipts();
    expect((await verifyLog(home)).map(({ n, file }) => [n, file])).toEqual(NAMES.map((name, i) => [i + 1, `${name}.json`]));
    expect(await readFile(receiptPath(home, NAMES[1] ?? ''), 'utf8')).toBe(`{"receipt":"${NAMES[1]}"}\n`);
    expect((await stat(log)).mode & 0o777).toBe(0o600);
    expect((await readdir(home.receipts)).sort()).toEqual([...NAMES.map((name) => `${name}.json`), 'log.jsonl']);
  });

  it('has nobody’s line lost when several sessions end at once', async () => {
    const home = temporaryHome();
    const names = Array.from({ length: 12 }, (_, i) => i.toString(16).repeat(64));
    await Promise.all(names.map(async (name) => saveReceipt(home, name, name)));
    const entries = await verifyLog(home);
    expect(entries.map(({ file }) => file).sort()).toEqual(names.map((name) => `${name}.json`).sort());
  });

  it('notices a receipt that was altered or removed', async () => {
    const { home } = await threeReceipts();
    await appendFile(receiptPath(home, NAMES[1] ?? ''), ' ');
    await expect(verifyLog(home)).rejects.toMatchObject({ code: 'RECEIPT_INVALID', message: expect.stringContaining('Entry 2') as string });
    await rm(receiptPath(home, NAMES[0] ?? ''));
    await expect(verifyLog(home)).rejects.toMatchObject({ code: 'RECEIPT_INVALID', message: expect.stringContaining('Entry 1') as string });
  });

  it('lists the others where one was altered or removed', async () => {
    const { home } = await threeReceipts();
    await appendFile(receiptPath(home, NAMES[1] ?? ''), ' ');
    await rm(receiptPath(home, NAMES[0] ?? ''));
    expect((await listLog(home)).map(({ state }) => state)).toEqual(['missing', 'altered', 'kept']);
  });

  it('finds a receipt by the first characters of its name', async () => {
    const { home } = await threeReceipts();
    await saveReceipt(home, `${NAMES[0] ?? ''}-reveal-17`, 'an opening');
    await saveReceipt(home, `${(NAMES[1] ?? '').slice(0, 60)}ffff`, 'of another session');
    expect(await receiptNamed(home, (NAMES[0] ?? '').slice(0, 8))).toBe(receiptPath(home, NAMES[0] ?? ''));
    expect(await receiptNamed(home, `${NAMES[0] ?? ''}-reveal`)).toBe(receiptPath(home, `${NAMES[0] ?? ''}-reveal-17`));
    await expect(receiptNamed(home, (NAMES[1] ?? '').slice(0, 8))).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('2 receipts begin') as string });
    await expect(receiptNamed(home, '0123456789')).rejects.toMatchObject({ code: 'USAGE', message: 'There is no file 0123456789, and no receipt on this machine begins so.' });
    await expect(receiptNamed(home, '')).resolves.toBe('');
    await unlink(receiptPath(home, NAMES[0] ?? ''));
    await unlink(receiptPath(home, `${NAMES[0] ?? ''}-reveal-17`));
    await expect(receiptNamed(home, (NAMES[0] ?? '').slice(0, 8))).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('its file is gone') as string });
    expect(await receiptNamed(home, 'no-prefix.json')).toBe('no-prefix.json');
  });

  it('notices a line that was altered or removed', async () => {
    for (const alter of [(lines: string[]) => lines.toSpliced(1, 1), (lines: string[]) => lines.with(1, (lines[1] ?? '').replace('20', '19')), (lines: string[]) => lines.toReversed()]) {
      const { home, log } = await threeReceipts();
      const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
      await writeFile(log, `${alter(lines).join('\n')}\n`);
      await expect(verifyLog(home)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
    }
  });

  it('goes on after a crash that left half a line', async () => {
    const { home, log } = await threeReceipts();
    const whole = await readFile(log, 'utf8');
    await appendFile(log, '{"n":4,"time":"20é');
    await saveReceipt(home, 'd'.repeat(64), 'fourth');
    expect((await readFile(log, 'utf8')).startsWith(`${whole}{"n":4,"time":"2`)).toBe(true);
    expect(await verifyLog(home)).toHaveLength(4);
  });

  it('names no receipt that could not be kept', async () => {
    const { home } = await threeReceipts();
    await expect(saveReceipt(home, 'no/such/folder', 'lost')).rejects.toMatchObject({ code: 'USAGE' });
    expect(await verifyLog(home)).toHaveLength(3);
  });
});
