// What package-lock.json says about the packages that run on a party's machine.
import { readFileSync } from 'node:fs';

const json = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const { packages } = json('package-lock.json');
const manifest = json('package.json');

/** Packages for development that scripts/build.mjs packs into dist/, whole. No other package for development runs on a party's machine. */
export const PACKED = Object.keys(manifest.devDependencies).filter((name) => name.startsWith('@stdlib/') || name === 'vscode-languageserver');
export const NAMED = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)];

export const nameOf = (path) => path.split('node_modules/').at(-1);

/** The place where Node finds a package that the one at `from` asks for; undefined if it is not installed. */
function found(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

/** Entries of the lock file that these packages bring, without the packages themselves: path to entry. */
export function broughtBy(names) {
  const own = new Set(names.map((name) => `node_modules/${name}`));
  const brought = new Map();
  const queue = [...own];
  for (const path of queue) {
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = packages[path];
    const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true);
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      const other = found(path, name);
      if (other === undefined || own.has(other) || brought.has(other)) continue;
      brought.set(other, packages[other]);
      queue.push(other);
    }
  }
  return brought;
}

/** Every entry of the lock file that is in a release or installed with it: path to entry. */
export function shipped() {
  const names = [...NAMED, ...PACKED];
  return new Map([...names.map((name) => [`node_modules/${name}`, packages[`node_modules/${name}`]]), ...broughtBy(names)]);
}

/** Whether the first names the second as a package that it needs. */
export const asksFor = (path, name) => name in { ...packages[path]?.dependencies, ...packages[path]?.optionalDependencies, ...packages[path]?.peerDependencies };
export { packages, manifest };
