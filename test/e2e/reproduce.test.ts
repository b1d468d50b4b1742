import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copySource, runIn, sha256 } from '../../scripts/reproduce.mjs';
import { newFolder, ROOT } from '../support/processes.js';

// Compiled kernels, declarations, and the package around it all are compared by `npm run reproduce`: they take a minute.
it('a build in another folder and another time zone has the same bytes', () => {
  const folder = join(newFolder(), 'a folder');
  copySource(folder);
  cpSync(join(ROOT, 'src/crypto/kernels/generated'), join(folder, 'src/crypto/kernels/generated'), { recursive: true, preserveTimestamps: true });
  runIn(folder, { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' }, 'run', '--silent', 'build');
  const files = (under: string): string[] => readdirSync(join(under, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.c?js$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(under.length));
  const built = files(folder);
  expect(built.length).toBeGreaterThan(40);
  expect(built.filter((file) => sha256(join(folder, file)) !== sha256(join(ROOT, file))), 'dist/ is from this source (npm run build), and the same').toEqual([]);
  expect(sha256(join(folder, 'oclif.manifest.json'))).toBe(sha256(join(ROOT, 'oclif.manifest.json')));
});
