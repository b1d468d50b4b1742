import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { keepCode, readKeptCode } from './kept-code.js';

/**
 * Loads the bundles of the build, and keeps what V8 compiled of them for the next process: to compile `join` took a fifth of the processor time of a whole session
 * (docs/decisions/0081-kept-code.md). What is kept is code alone, never data, and lies in `dist/`, where whoever can write could change the bundles themselves.
 */

/** The build makes one file of CommonJS of this, in `dist/`. */
const DIST = __dirname;
/** Node has this switch for a cache of its own. */
const IS_OFF = process.env.NODE_DISABLE_COMPILE_CACHE === '1';

interface Bundle {
  readonly module: { exports: unknown };
  readonly script: Script;
  /** Where its code is to be kept; undefined where it came from there. */
  readonly keepAs: string | undefined;
}

type Wrapped = (exports: unknown, require: NodeJS.Require, module: { exports: unknown }, filename: string, folder: string) => void;

const bundles = new Map<string, Bundle>();

/** What the bundle `dist/bundles/NAME.cjs` exports. `hash` is of its text: code kept of another build has another name. */
export function load(name: string, hash: string): unknown {
  const known = bundles.get(name);
  if (known !== undefined) return known.module.exports;
  const filename = join(DIST, 'bundles', `${name}.cjs`);
  const keepAs = join(DIST, 'compiled', `${process.version}-${process.platform}-${process.arch}-${cachedDataVersionTag()}`, `${name.replaceAll('/', '.')}-${hash}`);
  const cachedData = IS_OFF ? undefined : readKeptCode(keepAs);
  // Node wraps CommonJS in the same way.
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`;
  const script = new Script(text, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  const module = { exports: {} };
  (script.runInThisContext() as Wrapped)(module.exports, createRequire(filename), module, filename, dirname(filename));
  bundles.set(name, { module, script, keepAs: isKept ? undefined : keepAs });
  return module.exports;
}

/** For a process that did its work, so that the code of that work is there the next time. Where nothing can be written, nothing is kept. */
export function keepCompiled(): void {
  if (IS_OFF) return;
  for (const { script, keepAs } of bundles.values()) {
    if (keepAs === undefined) continue;
    try {
      keepCode(keepAs, () => script.createCachedData());
    } catch {
      return;
    }
  }
}
