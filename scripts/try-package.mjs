// Makes the package that `npm publish` would send, lints it (publint), installs it into a temporary folder as a user would, and runs it there:
// its version by both names, the demonstration, and the library.
// usage: node scripts/try-package.mjs [22 24 …]      also runs with these versions of Node, which come from npm
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mpc-package-'));

function run(command, args, { cwd = folder, env = process.env } = {}) {
  const done = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' });
  if (done.status === 0) return done.stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${done.status ?? done.error?.message}:\n${done.stdout}\n${done.stderr}`);
}

/** The package must have what the program reads or refers to at run time, and must not have what only its makers need. */
function checkFiles(files) {
  const needed = ['bin/run.js', 'dist/main.js', 'dist/oclif.cjs', 'dist/loader.cjs', 'dist/cli/help.cjs', 'dist/library/index.js', 'dist/types/library/index.d.ts', 'dist/types/testing/index.d.ts', 'oclif.manifest.json', 'docs/README.md', 'fixtures/demo/north.csv', 'schemas/session.schema.json', 'LICENSE', 'NOTICE', 'README.md'];
  const missing = needed.filter((file) => !files.includes(file));
  const unwanted = files.filter((file) => /^(test|bench|kernels|scripts|node_modules)\/|^src\/(?!linkage\/tables\/)|\.made-from$|(^|\/)\.env/.test(file));
  if (missing.length + unwanted.length > 0) throw new Error(`Missing in the package: ${missing.join(', ') || 'nothing'}. Not wanted in it: ${unwanted.join(', ') || 'nothing'}.`);
}

async function lint(tarball) {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) }, strict: true });
  const said = messages.filter(({ type }) => type !== 'suggestion').map((message) => `${message.type}: ${formatMessage(message, pkg)}`);
  if (said.length > 0) throw new Error(`publint:\n${said.join('\n')}`);
}

/** The path of a Node of that major version, from the package that holds it for this machine. No script of that package is run. */
function nodeOf(major) {
  const place = join(folder, `node-${major}`);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', place, `${name}@${major}`]);
  return join(place, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

try {
  run('npm', ['run', '--silent', 'prepack'], { cwd: root });
  const [{ filename, files, size, unpackedSize }] = JSON.parse(run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: root }));
  checkFiles(files.map(({ path }) => path));
  const tarball = join(folder, filename);
  await lint(tarball);
  console.log(`${filename}: ${files.length} files, ${Math.round(size / 1024)} KiB, ${Math.round(unpackedSize / 1024)} KiB unpacked`);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', tarball]);
  const bin = join(folder, 'node_modules', '.bin');
  for (const node of [process.execPath, ...process.argv.slice(2).map(nodeOf)]) {
    const env = { ...process.env, PATH: `${dirname(node)}:${bin}:${process.env.PATH}`, MPC_HOME: join(folder, 'home') };
    const version = run('mpc', ['--version'], { env }).trim();
    if (run('mpc-tool', ['--version'], { env }).trim() !== version) throw new Error('mpc and mpc-tool are not the same program.');
    const { sum } = JSON.parse(run('mpc', ['demo', '--json'], { env }));
    if (sum?.result?.columns?.salary?.sum === undefined) throw new Error('The demonstration had no result.');
    run(node, ['--input-type=module', '-e', "import { sum } from 'mpc'; import { memoryNetwork } from 'mpc/testing'; if (sum({ columns: ['v'] }).columns.length !== 1 || memoryNetwork(2).parties.length !== 2) process.exit(1);"], { env });
    console.log(`${version}: the demonstration and the library ran`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
