import { readFileSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { untilTold } from '../../src/cli/relay-signals.js';
import { qrLines } from '../../src/cli/qr.js';
import { inAscii, signsFor } from '../../src/cli/terminal/ascii.js';
import { drawn } from '../../src/cli/terminal/draw.js';
import { openTerminal } from '../../src/cli/terminal/terminal.js';
import { hasUnicode } from '../../src/cli/terminal/unicode.js';

describe('a console without Unicode', () => {
  it('is known by its environment', () => {
    expect(hasUnicode({}, 'win32')).toBe(false);
    expect(hasUnicode({ WT_SESSION: 'x' }, 'win32')).toBe(true);
    expect(hasUnicode({ TERM: 'linux', LANG: 'nl_NL.UTF-8' }, 'linux')).toBe(false);
    expect(hasUnicode({ LANG: 'C' }, 'linux')).toBe(false);
    expect(hasUnicode({ LANG: 'de_DE.UTF-8' }, 'darwin')).toBe(true);
  });

  it('gets signs of ASCII, and letters as they are; a file or a pipe gets everything', () => {
    expect(inAscii('“Müller’s” … → – ±2 × 10² │ └─ █ 4\u202f925')).toBe('"Müller\'s" ... -> - +/-2 x 10^2 | +- # 4 925');
    expect(signsFor('→', { isTTY: true }, false)).toBe('->');
    expect(signsFor('→', { isTTY: true }, true)).toBe('→');
    expect(signsFor('→', {}, false)).toBe('→');
  });

  it('gets bars and QR codes of ASCII', async () => {
    const chart = { kind: 'bars', title: 'stays', bars: [{ label: 'a', length: 3, text: '3' }, { label: 'b'.repeat(60), length: 1, text: '1' }] } as const;
    const plain = [...drawn(chart, { columns: 60, isUnicode: false }), ...(await qrLines('MPCCARD1', false))].join('\n');
    expect(plain).toMatch(/#{4}/);
    expect(plain).not.toMatch(/[^\n\x20-\x7e]/);
  });

  it('leaves no sign of the English texts that a console of ASCII cannot show', () => {
    const texts = ['agreement', 'approval', 'record', 'result'].map((name) => readFileSync(new URL(`../../src/texts/en/${name}.ts`, import.meta.url), 'utf8'));
    expect(inAscii(texts.join('\n'))).not.toMatch(/[^\n\x20-\x7e]/);
  });
});

describe('the terminal beside standard input', () => {
  const opened: string[] = [];
  const openAs = (system: NodeJS.Platform, isSeen: boolean, isRefused = false) => openTerminal({ system, isSeen, open: (path, flags) => {
    opened.push(`${path} ${flags}`);
    const stream = { setRawMode: () => { if (isRefused) throw new Error('EPERM'); return stream; }, destroy: () => opened.push('closed') };
    return stream as unknown as ReadStream;
  } });

  it('is /dev/tty, and on Windows the console, which is opened for writing, too', () => {
    openAs('linux', false);
    openAs('win32', true);
    expect(opened.splice(0)).toEqual(['/dev/tty r', String.raw`\\.\CONIN$ r+`]);
  });

  it('is none on Windows where nobody would see the question, or no key can be asked for', () => {
    expect(() => openAs('win32', false)).toThrow('no console that is seen');
    expect(opened).toEqual([]);
    expect(() => openAs('win32', true, true)).toThrow('EPERM');
    expect(opened.splice(0)).toEqual([String.raw`\\.\CONIN$ r+`, 'closed']);
  });
});

describe('signals of a relay', () => {
  const start = (system: NodeJS.Platform) => {
    const listeners = new Map<string, () => void>();
    const asked: string[] = [];
    const ended = untilTold({ reload: async () => Promise.resolve(void asked.push('reload')), drain: async () => Promise.resolve(void asked.push('drain')) }, { system, on: (signal, listener) => void listeners.set(signal, listener) });
    return { listeners, asked, ended };
  };

  it('close it on Windows when its console is closed, where others have it read its files again', async () => {
    const windows = start('win32');
    windows.listeners.get('SIGHUP')?.();
    await windows.ended;
    expect(windows.asked).toEqual([]);
    const linux = start('linux');
    linux.listeners.get('SIGHUP')?.();
    expect(linux.asked).toEqual(['reload']);
    expect([windows.listeners.has('SIGBREAK'), linux.listeners.has('SIGBREAK')]).toEqual([true, false]);
  });
});
