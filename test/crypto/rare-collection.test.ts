import { execFileSync, spawnSync } from 'node:child_process';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';
import { growthOf } from '../../src/crypto/primitives/rare-collection.js';

const MIB = 2 ** 20;

it('lets 128 MiB wait beside a small heap, and leaves a large one alone', () => {
  expect(growthOf(32 * MIB)).toBe(400);
  expect(growthOf(20 * MIB)).toBe(640);
  expect(growthOf(4 * MIB)).toBe(1000);
  expect(growthOf(64 * MIB)).toBe(200);
  expect(growthOf(65 * MIB)).toBe(0);
  expect(growthOf(1024 * MIB)).toBe(0);
});

/** Runs a program that has `collectRarely`, and a spy on what V8 is told. */
function told(program: string): { readonly flags: unknown; readonly stderr: string } {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import v8 from 'node:v8'; import { syncBuiltinESMExports } from 'node:module';
        const flags = []; const real = v8.setFlagsFromString; v8.setFlagsFromString = (flag) => { flags.push(flag); real(flag); }; syncBuiltinESMExports();
        const { collectRarely } = await import('./src/crypto/primitives/rare-collection.ts'); ${program}; console.log(JSON.stringify(flags));`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    bundle: true, write: false, format: 'esm', platform: 'node',
  });
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], { input: outputFiles[0]?.text ?? '', encoding: 'utf8' });
  return { flags: JSON.parse(stdout), stderr };
}

it('tells V8 so until the last user is done, by a flag that this V8 has', () => {
  expect(told('const [one, two] = [collectRarely(), collectRarely()]; one(); one(); flags.push("still"); two(); two();')).toEqual({
    flags: [expect.stringMatching(/^--heap-growing-percent=[1-9]\d\d+$/), 'still', '--heap-growing-percent=0'],
    stderr: '',
  });
  expect(execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8', maxBuffer: 16 * MIB })).toContain('--heap-growing-percent ');
});
