// Builds dist/: one file per command, with everything inside that it needs of this project and of the small ES modules it uses.
// A session starts a process: loading 130 files one by one took longer than computing (docs/decisions/0013-bundle.md).
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import kernels from './kernels.mjs';
import { opensslSha3 } from './openssl-sha3.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]));
}

for (const path of ['dist', 'oclif.manifest.json']) rmSync(join(root, path), { recursive: true, force: true });

await kernels();

/** Bundles hold the paths of packages from here, also where node_modules is a link: the same bytes in every folder (scripts/reproduce.mjs). */
const build = (options) => bundle({ absWorkingDir: root, preserveSymlinks: true, platform: 'node', target: 'node20.19', logLevel: 'warning', ...options });

/** Half a megabyte of transliterations, which few commands need and all would have to read. It is in a file of its own, opened at first use. */
const lazyTransliteration = {
  name: 'lazy transliteration',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^any-ascii$/ }, () => ({ path: 'any-ascii', namespace: 'lazy' }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({ contents: "let made; export default (text) => (made ??= require('#any-ascii').default)(text);" }));
  },
};

/**
 * Distributions of statistics are some two hundred small files, which only a result with probabilities needs. They are in a file of their own, opened at first
 * use.
 */
const DISTRIBUTIONS = ['t-cdf', 't-quantile', 'f-cdf'].map((name) => `@stdlib/stats-base-dists-${name}`);
const lazyDistributions = {
  name: 'lazy distributions',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@stdlib\// }, ({ path }) => ({ path, namespace: 'distributions' }));
    onLoad({ filter: /.*/, namespace: 'distributions' }, ({ path }) => ({ contents: `let made; export default (...numbers) => (made ??= require('#distributions')[${JSON.stringify(path)}])(...numbers);` }));
  },
};

await build({
  stdin: { contents: `module.exports = { ${DISTRIBUTIONS.map((path) => `${JSON.stringify(path)}: require(${JSON.stringify(path)})`).join(', ')} };`, resolveDir: root },
  outfile: 'dist/distributions.cjs',
  bundle: true,
  minify: true,
  format: 'cjs',
  // One of them can report each step of a root to a debugger, and finds none.
  alias: { debug: './scripts/no-debug.cjs' },
});

/** Each language of texts but English is in a file of its own, opened when somebody asks for it. */
const TRANSLATIONS = ['nl', 'de', 'uk'];
const lazyTexts = {
  name: 'lazy texts',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(nl|de|uk)\/index\.js$/ }, ({ path, importer }) => (importer.endsWith('languages.ts') ? { path: `#texts-${path.slice(2, 4)}`, external: true } : undefined));
  },
};
await build({ entryPoints: TRANSLATIONS.map((name) => ({ in: `src/texts/${name}/index.ts`, out: name })), outdir: 'dist/texts', outExtension: { '.js': '.cjs' }, bundle: true, minifyWhitespace: true, minifySyntax: true, charset: 'utf8', format: 'cjs' });

await build({ entryPoints: { 'any-ascii': 'any-ascii' }, outdir: 'dist', outExtension: { '.js': '.cjs' }, bundle: true, minify: true, format: 'cjs' });

const shape = { bundle: true, minifyWhitespace: true, minifySyntax: true };
/** In a script that was compiled before, Node 20 no longer knows what `import()` belongs to. So it becomes `require`, which Node 20.19 also has for modules. */
const supported = { 'dynamic-import': false };
const maps = { sourcemap: 'linked', sourcesContent: false };

// oclif is some 150 CommonJS files, and every process opened all of them: in one file it costs half. It is apart from the commands,
// because oclif and a command must mean the same classes.
const OCLIF = ['Args', 'Command', 'CommandHelp', 'Config', 'Flags', 'flush', 'Help', 'run'];
await build({
  ...shape,
  stdin: { contents: `export { ${OCLIF.join(', ')} } from '@oclif/core';`, resolveDir: root },
  outfile: 'dist/bundles/oclif.cjs',
  format: 'cjs',
  supported,
  external: ['pnpapi', 'typescript', 'ts-node'],
});

const oneOclif = {
  name: 'one oclif',
  setup({ onResolve }) {
    onResolve({ filter: /^@oclif\/core$/ }, () => ({ path: '#oclif', external: true }));
    onResolve({ filter: /^\.\/loader\.js$/ }, () => ({ path: '#loader', external: true }));
  },
};

const parts = {
  ...shape,
  ...maps,
  plugins: [lazyTransliteration, lazyDistributions, lazyTexts, oneOclif, opensslSha3],
  // These stay as they are: the first two are loaders of their own, and the others are CommonJS or loaded only when needed.
  external: ['prom-client', 'qr', '#oclif', '#loader', '@inquirer/prompts', 'cli-table3', 'cli-progress', 'csv-parse', 'csv-stringify', 'chardet', 'iconv-lite', 'yauzl', 'saxes', 'hyparquet', 'fzstd', 'write-excel-file', 'libsodium-wrappers-sumo', 'bufferutil', 'utf-8-validate', '#any-ascii', '#distributions', 'socks'],
};

await build({
  ...parts,
  // Threads are programs of their own, found as `#group-worker`, `#keys-worker`, `#matching-worker` and `#parquet-worker` of package.json.
  entryPoints: ['src/main.ts', 'src/library/index.ts', 'src/testing/index.ts', 'src/internals.ts', 'src/crypto/batch/group-worker.ts', 'src/io/linkage/read-worker.ts', 'src/io/typed/parquet-worker.ts', 'src/session/operations/lists/thread/matching-worker.ts'],
  outbase: 'src',
  outdir: 'dist',
  format: 'esm',
  // What ws and others call `require`.
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
});

await build({ ...parts, entryPoints: ['src/loader.ts'], outfile: 'dist/loader.cjs', format: 'cjs' });

// Each command is whole in one file: shared pieces were 36 files to open for `mpc join`. It is CommonJS, since V8 accepts what it compiled before only for
// scripts, not for modules (src/loader.ts).
const commands = filesUnder(join(root, 'src', 'commands')).map((path) => relative(join(root, 'src', 'commands'), path).replaceAll(sep, '/').replace(/\.ts$/, ''));
await build({
  ...parts,
  entryPoints: [...commands.map((name) => ({ in: `src/commands/${name}.ts`, out: name })), { in: 'src/cli/help.ts', out: 'help-class' }],
  outdir: 'dist/bundles',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  supported,
  define: { 'import.meta.url': 'ownAddress' },
  banner: { js: "const ownAddress = require('node:url').pathToFileURL(__filename).href;" },
});

/** A module that hands out what a bundle exports; the comment at its end is how Node learns the names when a module imports it. */
function writeEntry(path, bundle, names = []) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'dist', 'bundles', `${bundle}.cjs`))).digest('hex').slice(0, 32);
  mkdirSync(dirname(join(root, 'dist', path)), { recursive: true });
  const known = names.length === 0 ? '' : `0 && (module.exports = { ${names.join(', ')} });\n`;
  writeFileSync(join(root, 'dist', path), `'use strict';\nmodule.exports = require('#loader').load(${JSON.stringify(bundle)}, ${JSON.stringify(hash)});\n${known}`);
}

writeEntry('oclif.cjs', 'oclif', OCLIF);
for (const name of commands) writeEntry(`commands/${name}.cjs`, name);
writeEntry('cli/help.cjs', 'help-class');
