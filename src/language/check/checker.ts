import { Fault, Problems, type Problem } from '../fault.js';
import type { Program, Statement } from '../syntax/tree.js';
import { Context } from './context.js';
import { declareBlocks, declareParameters, declareRoles } from './declarations.js';
import { unrounded } from './demands.js';
import { infer } from './expressions.js';
import { checkModel } from './models.js';
import type { Checked } from './program.js';
import { checkReveal } from './reveals.js';
import { checkTable } from './tables.js';

/**
 * Names, kinds and ranges, places and sizes of a whole program, in one pass from top to bottom: definitions come before uses.
 * `checked` is undefined if something is wrong; `found` is what was found out all the same, for editors.
 */
export function check(program: Program, before: readonly Problem[] = []): { checked: Checked | undefined; found: Checked; problems: Problem[] } {
  const problems = new Problems();
  problems.list.push(...before);
  const context = new Context(program, problems, infer);
  declareRoles(context);
  declareParameters(context);
  declareBlocks(context);
  for (const statement of program.statements) {
    const done = problems.catch(() => checkStatement(context, statement));
    if (done === undefined) context.fail(statement.name.text);
  }
  const hasReveal = program.statements.some((statement) => statement.kind === 'reveal');
  if (!hasReveal && problems.list.length === 0) problems.add(new Fault('E103', { line: 1, column: 1 }, 'No value is revealed.', 'Add: reveal … to everyone.'));
  return { checked: problems.list.length === 0 ? context : undefined, found: context, problems: problems.sorted };
}

function checkStatement(context: Context, statement: Statement): true {
  switch (statement.kind) {
    case 'let': {
      const { name, value } = statement;
      const info = context.type(value, {});
      if (info.type.kind === 'real') throw unrounded(value.at);
      if (info.type.kind === 'text') throw new Fault('E090', value.at, 'This is always the same text.', 'Leave it out.');
      context.declare(name.text, name.at, 'a let', info);
      context.lets.set(name.text, { tree: statement, info });
      break;
    }
    case 'table':
      checkTable(context, statement);
      break;
    case 'model':
      checkModel(context, statement);
      break;
    case 'reveal':
      checkReveal(context, statement);
      break;
  }
  return true;
}
