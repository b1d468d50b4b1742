import { Fault, Problems, type Problem } from '../fault.js';
import { Cursor } from './cursor.js';
import { parseFrom, parseGroup, parseList, parseParameter, parseParties } from './declarations.js';
import { layOut } from './layout.js';
import { parseLabel, parseLet, parseModel, parseReveal, parseTable } from './statements.js';
import { shown } from './tokens.js';
import type { Program, Statement } from './tree.js';
import { FOREIGN_STATEMENTS } from './vocabulary.js';

const MAX_STATEMENTS = 200;

type Draft = { -readonly [K in keyof Program]: Program[K] extends readonly (infer T)[] ? T[] : Program[K] };

/** Text to tree, with what is wrong. Lines that cannot be read are left out of the tree, and their names are remembered. */
export function parse(text: string): { program: Program; problems: Problem[] } {
  const problems = new Problems();
  const { tokens } = layOut(text, problems);
  const cursor = new Cursor(tokens, problems);
  const draft: Draft = { title: '', parties: [], groups: [], lists: [], parameters: [], blocks: [], statements: [], unread: cursor.unread };
  const isOurs = cursor.recovering(() => parseHead(cursor, draft)) !== undefined;
  // In another version, or in no program at all, the rest says nothing.
  if (!isOurs) return { program: draft, problems: problems.sorted.slice(0, 1) };
  let count = 0;
  while (!cursor.is('end')) {
    if (++count > MAX_STATEMENTS) {
      problems.add(new Fault('E029', cursor.here, `A program has at most ${MAX_STATEMENTS} statements.`, 'Split it into two analyses.'));
      break;
    }
    cursor.recovering(() => parseStatement(cursor, draft));
    // The rest of a block whose head failed.
    while (cursor.skipIf('dedent')) continue;
  }
  return { program: draft, problems: problems.sorted };
}

function parseHead(cursor: Cursor, draft: Draft): true {
  const at = cursor.here;
  if (!cursor.isWord('tally')) throw cursor.fail('E010', `A program begins with "tally 1", and this one with ${shown(cursor.peek())}.`, 'Write tally 1 on the first line and analysis "…" on the second.');
  cursor.take();
  const version = cursor.whole(0, 1000);
  if (version !== 1) throw new Fault('E020', at, `This is tally ${version}; this program reads tally 1.`, 'Install a newer mpc.');
  cursor.expect('newline');
  cursor.expectWord('analysis');
  draft.title = parseLabel(cursor);
  cursor.expect('newline');
  return true;
}

/** A statement begins with its word, unless that word is used in the way of a name. */
function parseStatement(cursor: Cursor, draft: Draft): true {
  const first = cursor.peek();
  const body = (statement: Statement) => draft.statements.push(statement);
  switch (first.kind === 'name' ? first.text : '') {
    case 'party':
    case 'parties':
      draft.parties.push(...parseParties(cursor));
      break;
    case 'group':
      draft.groups.push(parseGroup(cursor));
      break;
    case 'list':
      draft.lists.push(parseList(cursor));
      break;
    case 'parameter':
      draft.parameters.push(parseParameter(cursor));
      break;
    case 'from':
      draft.blocks.push(parseFrom(cursor));
      break;
    case 'let':
      body(parseLet(cursor));
      break;
    case 'table':
      body(parseTable(cursor));
      break;
    case 'model':
      body(parseModel(cursor));
      break;
    case 'reveal':
      body(parseReveal(cursor));
      break;
    default:
      throw cursor.fail(
        'E023',
        `A statement cannot begin with ${shown(first)}.`,
        (first.kind === 'name' ? FOREIGN_STATEMENTS.get(first.text.toLowerCase()) : undefined) ?? 'Begin with party, group, list, parameter, from, let, table, model or reveal.',
      );
  }
  return true;
}
