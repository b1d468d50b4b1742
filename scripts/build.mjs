// Builds dist/: one file per command, with everything inside that it needs of this project and of the small ES modules it uses.
// A session starts a process: loading 130 files one by one took longer than computing (docs/decisions/0013-bundle.md).
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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

/** Half a megabyte of transliterations, which few commands need and all would have to read: in a file of their own, opened at first use. */
const lazyTransliteration = {
  name: 'lazy transliteration',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^any-ascii$/ }, () => ({ path: 'any-ascii', namespace: 'lazy' }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({ contents: "let made; export default (text) => (made ??= require('#any-ascii').default)(text);" }));
  },
};

/** Distributions of statistics are some two hundred small files, which a result with probabilities needs and nothing else: in a file of their own, opened at first use. */
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
  // One of them can report each step of a root to a debugger: it finds none.
  alias: { debug: './scripts/no-debug.cjs' },
});

await build({ entryPoints: { 'any-ascii': 'any-ascii' }, outdir: 'dist', outExtension: { '.js': '.cjs' }, bundle: true, minify: true, format: 'cjs' });

/** What an ES module that esbuild wrote from CommonJS calls `require`. */
const requireBanner = { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" };

// oclif is some 150 CommonJS files, and every process opened all of them: in one file it costs half. It is apart from the commands,
// because oclif and a command must mean the same classes.
await build({
  stdin: { contents: `export { Args, Command, CommandHelp, Config, Flags, flush, Help, run } from '@oclif/core';`, resolveDir: root },
  outfile: 'dist/oclif.js',
  bundle: true,
  minifyWhitespace: true,
  minifySyntax: true,
  format: 'esm',
  external: ['pnpapi', 'typescript', 'ts-node'],
  banner: { js: `${requireBanner.js} import { dirname as dirnameOf } from 'node:path'; import { fileURLToPath as pathOf } from 'node:url'; const __filename = pathOf(import.meta.url); const __dirname = dirnameOf(__filename);` },
});

const oneOclif = {
  name: 'one oclif',
  setup({ onResolve }) {
    onResolve({ filter: /^@oclif\/core$/ }, () => ({ path: '#oclif', external: true }));
  },
};

await build({
  plugins: [lazyTransliteration, lazyDistributions, oneOclif, opensslSha3],
  // Threads are programs of their own, found as `#group-worker`, `#keys-worker` and `#matching-worker` of package.json.
  entryPoints: ['src/main.ts', 'src/cli/help.ts', 'src/library/index.ts', 'src/testing/index.ts', 'src/internals.ts', 'src/crypto/batch/group-worker.ts', 'src/io/linkage/read-worker.ts', 'src/session/operations/lists/thread/matching-worker.ts', ...filesUnder(join(root, 'src', 'commands'))],
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  // Each command whole in its own file: shared pieces were 36 files to open for `mpc join`, and opening is what start-up consists of.
  splitting: false,
  minifyWhitespace: true,
  minifySyntax: true,
  format: 'esm',
  sourcemap: 'linked',
  sourcesContent: false,
  // Left as they are: the first is above, and the others are CommonJS or loaded only when needed.
  external: ['prom-client', '#oclif', '@inquirer/prompts', 'cli-table3', 'cli-progress', 'csv-parse', 'csv-stringify', 'chardet', 'iconv-lite', 'yauzl', 'saxes', 'hyparquet', 'fzstd', 'libsodium-wrappers-sumo', 'bufferutil', 'utf-8-validate', '#any-ascii', '#distributions', 'https-proxy-agent', 'socks-proxy-agent'],
  // What ws and others call `require`.
  banner: requireBanner,
});
