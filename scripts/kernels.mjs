// Compiles the kernels (kernels/*.ts, AssemblyScript) to WebAssembly, and writes each as a module that holds its bytes:
// so that bundles, worker threads and tests find them in the same way, without knowing the paths of files.
// Does nothing for a kernel that has not changed. docs/decisions/0018-kernels.md has the reasons.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'kernels');
const target = join(root, 'src', 'crypto', 'kernels', 'generated');
const options = ['-O3', '--converge', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--use', 'abort='];

const read = (path) => readFileSync(path, 'utf8');
const filesIn = (folder) => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ts')).sort() : []);

// What kernels share is in kernels/lib. If that changes, all are compiled again.
const shared = createHash('sha256').update(options.join(' ')).update(read(join(root, 'package-lock.json')));
for (const name of filesIn(join(sources, 'lib'))) shared.update(`\0${name}\0`).update(read(join(sources, 'lib', name)));

async function compile(name) {
  const { default: asc } = await import('assemblyscript/asc');
  let bytes;
  const { error, stderr } = await asc.main([join('kernels', `${name}.ts`), '--baseDir', root, '--outFile', 'kernel.wasm', ...options], {
    readFile: (file, base) => (existsSync(join(base, file)) ? read(join(base, file)) : null),
    writeFile: (file, contents) => {
      if (file === 'kernel.wasm') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined) throw new Error(`kernel ${name} does not compile:\n${stderr.toString()}`);
  return bytes;
}

/** Compiles what has changed. vitest also calls it before the tests. */
export default async function kernels() {
  mkdirSync(target, { recursive: true });
  const names = filesIn(sources).map((file) => file.slice(0, -3));
  for (const file of filesIn(target)) if (!names.includes(file.slice(0, -3))) rmSync(join(target, file));
  for (const name of names) {
    const file = join(target, `${name}.ts`);
    const mark = `// Made by scripts/kernels.mjs from kernels/${name}.ts: ${shared.copy().update(`\0${name}\0`).update(read(join(sources, `${name}.ts`))).digest('hex')}`;
    if (existsSync(file) && read(file).startsWith(mark)) continue;
    writeFileSync(file, `${mark}\nexport default '${Buffer.from(await compile(name)).toString('base64')}';\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await kernels();
