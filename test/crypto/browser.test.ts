import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src', import.meta.url));

function filesUnder(folder: string): string[] {
  return readdirSync(join(src, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

it('needs nothing of Node for cryptography and protocols, but for the primitives', async () => {
  const files = ['crypto', 'circuit', 'session/protocol'].flatMap(filesUnder).filter((path) => !path.startsWith('crypto/primitives/'));
  const apart = new Set<string>();
  // For a browser, an import of Node's is an error.
  const { outputFiles } = await build({
    stdin: { contents: files.map((path) => `import './${path.replace(/\.ts$/, '.js')}';`).join('\n'), resolveDir: src },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    packages: 'external',
    treeShaking: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'primitives',
        setup(builder) {
          builder.onResolve({ filter: /\/primitives\// }, ({ path }) => {
            apart.add(path.replace(/.*\/primitives\//, ''));
            return { path, external: true };
          });
        },
      },
    ],
  });
  const text = outputFiles.map((file) => file.text).join('\n');
  expect(text).not.toMatch(/from\s*["']node:|\b(?:Buffer|process)\.|\bsetImmediate\(/);
  expect(files.length).toBeGreaterThan(80);
  // What a browser would have to bring along.
  expect([...apart].sort()).toEqual(['aes.js', 'chacha20-poly1305.js', 'constant-time.js', 'ed25519.js', 'ml-kem.js', 'noise-hash.js', 'rare-collection.js', 'release.js', 'scrypt.js', 'sha2.js', 'system-random.js', 'threads.js', 'turn.js', 'x25519.js']);
});
