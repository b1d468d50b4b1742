// Bundles test/fuzz/targets.ts with a counter in every branch of src/: which way an input takes, and how many steps. Key derivation alone is replaced by something quick.
// Neither libFuzzer's engine nor V8's coverage serves here: the first is native, and the second takes milliseconds to read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A source text with `__hit(n)` at the head of each function, branch, loop, alternative and right operand. */
export function instrumented(text, next) {
  const file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022, true);
  const marks = [];
  let seen = 0;
  const around = (node, before, after) => {
    seen += 1;
    marks.push({ at: node.getStart(file), rank: seen, text: before(next()) }, { at: node.end, rank: -seen, text: after });
  };
  const expression = (node) => around(node, (n) => `(__hit(${n}),`, ')');
  const statement = (node) => {
    if (ts.isBlock(node)) marks.push({ at: node.getStart(file) + 1, rank: (seen += 1), text: `__hit(${next()});` });
    else around(node, (n) => `{__hit(${n});`, '}');
  };
  const LOGICAL = new Set([ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken]);
  const visit = (node) => {
    if (ts.isTypeNode(node)) return;
    if (ts.isFunctionLike(node) && node.body !== undefined) (ts.isBlock(node.body) ? statement : expression)(node.body);
    else if (ts.isIfStatement(node)) for (const branch of [node.thenStatement, node.elseStatement]) branch && statement(branch);
    else if (ts.isIterationStatement(node, false)) statement(node.statement);
    else if (ts.isCaseOrDefaultClause(node) && node.statements.length > 0) marks.push({ at: node.statements[0].getStart(file), rank: (seen += 1), text: `__hit(${next()});` });
    else if (ts.isConditionalExpression(node)) for (const branch of [node.whenTrue, node.whenFalse]) expression(branch);
    else if (ts.isBinaryExpression(node) && LOGICAL.has(node.operatorToken.kind)) expression(node.right);
    ts.forEachChild(node, visit);
  };
  visit(file);
  let [made, from] = ['', 0];
  for (const { at, text: mark } of marks.sort((a, b) => a.at - b.at || a.rank - b.rank)) {
    made += text.slice(from, at) + mark;
    from = at;
  }
  return made + text.slice(from);
}

const QUICK = `import { createHash } from 'node:crypto';
export async function deriveWithScrypt(secret, salt) { return Uint8Array.from(createHash('sha256').update(secret).update(salt).digest()); }`;

/** Builds, and returns the targets and what counts their steps. */
export async function loadTargets() {
  let counters = 0;
  const outfile = join(root, 'coverage', 'fuzz', `targets-${process.pid}.mjs`);
  const counting = {
    name: 'counting',
    setup({ onLoad }) {
      onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, ({ path }) => {
        if (/primitives[/\\]scrypt\.ts$/.test(path)) return { contents: QUICK, loader: 'js' };
        const text = readFileSync(path, 'utf8');
        return { contents: /[/\\]generated[/\\]/.test(path) ? text : instrumented(text, () => counters++), loader: 'ts' };
      });
    },
  };
  await build({ absWorkingDir: root, entryPoints: ['test/fuzz/targets.ts'], outfile, bundle: true, packages: 'external', format: 'esm', platform: 'node', target: 'node20.19', plugins: [counting], banner: { js: 'const __hit = globalThis.__hit;' }, logLevel: 'warning' });
  const counts = new Uint32Array(counters);
  const touched = new Uint32Array(counters);
  const work = { counts, touched, length: 0, steps: 0, clear: () => {
    for (let i = 0; i < work.length; i++) counts[touched[i]] = 0;
    work.length = 0;
    work.steps = 0;
  } };
  globalThis.__hit = (n) => {
    work.steps += 1;
    if (counts[n]++ === 0) touched[work.length++] = n;
  };
  const { TARGETS } = await import(pathToFileURL(outfile).href);
  return { targets: TARGETS, work };
}
