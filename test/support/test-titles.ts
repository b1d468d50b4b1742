import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The words of a call's name, outermost last: `it.skipIf(x).each(y)` is it, skipIf, each. */
function wordsOf(callee: ts.Expression): string[] {
  if (ts.isIdentifier(callee)) return [callee.text];
  if (ts.isPropertyAccessExpression(callee)) return [...wordsOf(callee.expression), callee.name.text];
  if (ts.isCallExpression(callee)) return wordsOf(callee.expression);
  return [];
}

/** What stands for a text: a literal as it is, a template with `…` for what it fills in. */
function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('');
  return undefined;
}

const NEVER_RUN = ['skip', 'todo', 'fails'];

/** The titles of the tests in a file that are run somewhere: none that is skipped or still to be written, by itself or with its group. */
export function titlesIn(file: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [first = '', ...rest] = wordsOf(node.expression);
      if (['it', 'test', 'describe'].includes(first)) {
        if (rest.some((word) => NEVER_RUN.includes(word))) return;
        const title = textOf(node.arguments[0]);
        if (first !== 'describe' && title !== undefined && node.arguments.length > 1) titles.push(title);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return titles;
}
