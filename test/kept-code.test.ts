import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepCode, readKeptCode } from '../src/kept-code.js';

describe('code kept for the next process', () => {
  const CODE = Buffer.from('what V8 compiled');
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mpc-kept-'));
    path = join(folder, 'v20', 'join-1234');
    keepCode(path, () => CODE);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes back as it was', () => {
    expect(readKeptCode(path)).toEqual(CODE);
    expect(readdirSync(join(folder, 'v20'))).toEqual(['join-1234']);
  });

  it('is not used where a byte differs, where it was cut off, and where it is empty', () => {
    const kept = readFileSync(path);
    for (const at of [0, 31, 32, kept.length - 1]) {
      const changed = Buffer.from(kept);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      writeFileSync(path, changed);
      expect(readKeptCode(path)).toBeUndefined();
    }
    writeFileSync(path, kept);
    expect(readKeptCode(path)).toEqual(CODE);
    for (const length of [kept.length - 1, 32, 31, 0]) {
      truncateSync(path, length);
      expect(readKeptCode(path)).toBeUndefined();
    }
  });

  it.skipIf(process.platform === 'win32')('is not used where others could have written it', () => {
    for (const mode of [0o664, 0o646, 0o666]) {
      chmodSync(path, mode);
      expect(readKeptCode(path)).toBeUndefined();
    }
    chmodSync(path, 0o644);
    expect(readKeptCode(path)).toEqual(CODE);
  });

  it('stays as it was when keeping fails half-way, and leaves nothing else', () => {
    expect(() => {
      keepCode(path, () => {
        throw new Error('no room');
      });
    }).toThrow('no room');
    expect(readKeptCode(path)).toEqual(CODE);
    expect(readdirSync(join(folder, 'v20'))).toEqual(['join-1234']);
    writeFileSync(join(folder, 'file'), '');
    expect(() => {
      keepCode(join(folder, 'file', 'join-1234'), () => CODE);
    }).toThrow();
  });
});
