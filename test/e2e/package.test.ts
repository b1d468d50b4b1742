import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { ROOT } from '../support/processes.js';

// `npm run package:try` installs and runs it, which takes a network.
it('the package holds what the program needs at run time, and no sources, tests or keys', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as [{ files: { path: string; mode: number }[] }];
  const paths = files.map(({ path }) => path);
  const needed = ['bin/run.js', 'dist/main.js', 'dist/cli/help.cjs', 'dist/loader.cjs', 'dist/oclif.cjs', 'dist/bundles/join.cjs', 'dist/commands/join.cjs', 'dist/io/linkage/read-worker.js', 'oclif.manifest.json', 'docs/README.md', 'docs/data.md', 'man/mpc.1', 'man/mpc-join.1', 'fixtures/demo/north.csv', 'fixtures/programs/README.md', 'schemas/session.schema.json', 'src/linkage/tables/cantonese.json', 'LICENSE', 'NOTICE'];
  expect(needed.filter((path) => !paths.includes(path))).toEqual([]);
  expect(paths.filter((path) => /^(?:test|bench|kernels|scripts)\/|^src\/(?!linkage\/tables\/)|\.map$|^dist\/compiled\/|\.env/.test(path))).toEqual([]);
  expect(files.find(({ path }) => path === 'bin/run.js')?.mode).toBe(0o755);
});
