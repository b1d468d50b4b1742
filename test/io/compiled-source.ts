import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Compiles the files right under `src/`, `src/crypto` and `src/io` into a folder, without type checks, so that a test can run them in
 * processes of their own without a build before it. Returns the folder.
 */
export function compileInto(folder: string): string {
  const sources = [...readdirSync(join(ROOT, 'src')), ...['crypto', 'io'].flatMap((room) => readdirSync(join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)))];
  for (const name of sources.filter((path) => path.endsWith('.ts'))) {
    const target = join(folder, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, 'src', name), 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, verbatimModuleSyntax: true },
    });
    writeFileSync(target, outputText);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}
