import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { link } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSamePath, unfitName } from '../../src/io/file-name.js';
import { withLock, type LockFiles } from '../../src/io/file-lock.js';
import { refuseUnfit } from '../../src/io/files.js';
import { homeInWords, locateHome } from '../../src/io/home.js';
import { patiently } from '../../src/io/patience.js';
import { hasModes, removalOf, shellQuoted } from '../../src/platform.js';
import { temporaryFolder } from './temporary-home.js';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('the home on Windows and macOS', () => {
  const newMachine = () => {
    const folder = temporaryFolder();
    return { userHome: join(folder, 'user'), native: join(folder, 'native'), system: 'darwin' as const, dataFolder: () => join(folder, 'native') };
  };
  const put = (path: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{}');
  };

  it.each(['win32', 'darwin'] as const)('is one folder of the system on %s, and MPC_HOME goes before it', (system) => {
    const machine = { ...newMachine(), system };
    expect(locateHome({}, machine)).toMatchObject({ identity: join(machine.native, 'identity.json'), receipts: join(machine.native, 'receipts') });
    expect(locateHome({ MPC_HOME: '/h' }, machine).identity).toBe('/h/identity.json');
  });

  it('stays where an earlier version put an identity, or anything else', () => {
    for (const path of ['.config/mpc/identity.json', '.config/mpc/config.json', '.local/state/mpc/ledger.json']) {
      const machine = newMachine();
      put(join(machine.userHome, path));
      expect(locateHome({}, machine)).toMatchObject({ identity: join(machine.userHome, '.config/mpc/identity.json'), ledger: join(machine.userHome, '.local/state/mpc/ledger.json') });
    }
  });

  it('is where the identity is, whatever else lies in the other place', () => {
    const machine = newMachine();
    put(join(machine.native, 'identity.json'));
    put(join(machine.userHome, '.local/state/mpc/ledger.json'));
    expect(locateHome({}, machine).config).toBe(machine.native);
    expect(locateHome({ XDG_CONFIG_HOME: '/c' }, machine).config).toBe(machine.native);
  });

  it('is not chosen between two identities', () => {
    const machine = newMachine();
    put(join(machine.native, 'identity.json'));
    put(join(machine.userHome, '.config/mpc/identity.json'));
    expect(() => locateHome({}, machine)).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('two identities') as string }) as Error);
  });

  it('follows XDG variables that are set', () => {
    expect(locateHome({ XDG_CONFIG_HOME: '/c' }, newMachine()).config).toBe('/c/mpc');
  });

  it('is on Linux where it always was, whatever lies elsewhere', () => {
    const machine = { ...newMachine(), system: 'linux' as const };
    put(join(machine.native, 'identity.json'));
    expect(locateHome({}, machine).config).toBe(join(machine.userHome, '.config/mpc'));
  });

  it.each([
    ['darwin', { HOME: '/Users/a' }, '/Users/a/Library/Application Support/mpc'],
    ['win32', { LOCALAPPDATA: '/local', APPDATA: '/roaming' }, '/local/mpc/Data'],
  ])('is in the folder that env-paths names on %s, which no domain copies to a server', (system, env, expected) => {
    // A process of its own, because env-paths asks Node which system it is.
    const code = `Object.defineProperty(process, 'platform', { value: ${JSON.stringify(system)} }); const { default: paths } = await import('env-paths'); console.log(paths('mpc', { suffix: '' }).data)`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' }).trim()).toBe(expected);
  });

  it('says on Windows that it does not know who else can read it, and elsewhere looks', async () => {
    const home = locateHome({ MPC_HOME: temporaryFolder() });
    expect(await homeInWords(home, 'win32')).toContain(`is not checked: Windows has lists of rights in place of permission bits, and this program does not read them. \`icacls ${home.config}\``);
    expect(await homeInWords(home, 'linux')).toContain('no other user of this machine can change');
    expect([hasModes('win32'), hasModes('darwin')]).toEqual([false, true]);
  });
});

describe('names of files on Windows', () => {
  it.each(['NUL', 'con', 'Aux.csv', 'COM1', 'lpt9.txt', 'COM¹.log', String.raw`C:\data\nul.json`, 'out/PRN', 'result.csv:old', 'a?.csv', 'a*', 'result.', 'result ', String.raw`folder.\result`])('refuses %j', (path) => {
    expect(unfitName(path, 'win32')).toBeDefined();
    expect(unfitName(path, 'linux')).toBeUndefined();
    expect(() => { refuseUnfit(path, 'win32'); }).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  });

  it.each(['result.csv', String.raw`C:\Users\a\result.csv`, 'C:/Users/a/result.csv', String.raw`..\result.csv`, String.raw`\\server\share\result.csv`, String.raw`\\?\C:\long\result.csv`, 'console.csv', 'common.txt', 'nullable', 'COM10', 'Größe.csv', './a b.csv'])('takes %j', (path) => {
    expect(unfitName(path, 'win32')).toBeUndefined();
  });

  it('takes two paths that differ in case alone for one file on Windows and macOS', () => {
    expect((['win32', 'darwin', 'linux'] as const).map((system) => isSamePath('/a/Report.html', '/a/report.HTML', system))).toEqual([true, true, false]);
    expect(isSamePath('/a/Gr\u00f6\u00dfe', '/a/Gro\u0308\u00dfe', 'darwin')).toBe(true);
  });

  it('quotes paths as the shell of the system takes them', () => {
    expect(shellQuoted(String.raw`C:\Users\Anna K\x`, 'win32')).toBe(String.raw`"C:\Users\Anna K\x"`);
    expect(removalOf('/h/my ledger.lock', 'linux')).toBe("rm '/h/my ledger.lock'");
    expect(removalOf(String.raw`C:\h\x.lock`, 'win32')).toBe(String.raw`del C:\h\x.lock`);
  });
});

describe('a file that another program has open', () => {
  const failingTimes = (times: number, code: string) => {
    let tried = 0;
    return { work: async () => (tried++ < times ? Promise.reject(failure(code)) : Promise.resolve(tried)), tried: () => tried };
  };
  const pauses: number[] = [];
  const pause = async (ms: number) => Promise.resolve(pauses.push(ms));

  it.each(['EPERM', 'EACCES', 'EBUSY'])('is tried again on Windows after %s', async (code) => {
    pauses.length = 0;
    expect(await patiently(failingTimes(3, code).work, { system: 'win32', pause })).toBe(4);
    expect(pauses).toEqual([10, 20, 40]);
  });

  it('is given up in the end, at once on other systems, and at once for other errors', async () => {
    const never = failingTimes(Infinity, 'EBUSY');
    await expect(patiently(never.work, { system: 'win32', pause })).rejects.toMatchObject({ code: 'EBUSY' });
    expect(never.tried()).toBe(9);
    for (const [code, system] of [['EPERM', 'linux'], ['ENOSPC', 'win32']] as const) {
      const once = failingTimes(1, code);
      await expect(patiently(once.work, { system, pause })).rejects.toMatchObject({ code });
      expect(once.tried()).toBe(1);
    }
  });
});

describe('a lock on Windows', () => {
  const busyTwice = (system: NodeJS.Platform, path: string): LockFiles => {
    let busy = 2;
    return {
      system,
      link: async (from, to) => (busy > 0 ? Promise.reject(failure('EPERM')) : link(from, to)),
      write: async (file, content) => {
        if (file === `${path}.lock` && busy-- > 0) throw failure('EPERM');
        writeFileSync(file, content, { flag: 'wx' });
        return Promise.resolve();
      },
    };
  };

  it('is waited for while the one before it is being removed; elsewhere the refusal is final', async () => {
    const path = join(temporaryFolder(), 'ledger.json');
    expect(await withLock(path, async () => Promise.resolve(readFileSync(`${path}.lock`, 'utf8')), 5000, busyTwice('win32', path))).toContain(String(process.pid));
    await expect(withLock(path, async () => Promise.resolve(1), 5000, busyTwice('linux', path))).rejects.toMatchObject({ code: 'USAGE' });
  });
});
