/** The TextMate grammar, by the engine that editors run it with, beside the lexer. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';
import { CLEAR_FUNCTIONS, HOME_FUNCTIONS, TOTALS, VALUES } from '../../src/language/check/functions.js';
import { Problems } from '../../src/language/fault.js';
import { layOut } from '../../src/language/syntax/layout.js';
import type { Token } from '../../src/language/syntax/tokens.js';
import { OPERATORS, RESERVED } from '../../src/language/syntax/vocabulary.js';
import { NAMES, textOfProgram } from './fixtures.js';

const FOLDER = new URL('../../packaging/vscode/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', FOLDER), 'utf8')) as { contributes: { languages: { extensions: string[]; configuration: string }[]; grammars: { path: string; scopeName: string }[] } };
const [contributed] = manifest.contributes.grammars;

async function grammarOf(): Promise<IGrammar> {
  await oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({ createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns), createOnigString: (text) => new oniguruma.OnigString(text) }),
    loadGrammar: (scope) => Promise.resolve(scope === contributed?.scopeName ? textmate.parseRawGrammar(readFileSync(new URL(contributed.path, FOLDER), 'utf8'), contributed.path) : null),
  });
  const grammar = await registry.loadGrammar(contributed?.scopeName ?? '');
  if (grammar === null) throw new Error('there is no grammar');
  return grammar;
}

const grammar = await grammarOf();

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly scope: string;
}

/** For each line its pieces that have a scope of their own. */
function coloured(text: string): Piece[][] {
  let stack = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) => (scopes.length < 2 ? [] : [{ from: startIndex, to: Math.min(endIndex, line.length), scope: scopes[1] ?? '' }]));
  });
}

/** Which scopes a token may have. */
function expected(token: Token): RegExp {
  switch (token.kind) {
    case 'number':
      return /^constant\.numeric\.tally/;
    case 'day':
    case 'month':
      return /^constant\.numeric\.date/;
    case 'text':
      return /^string\.quoted/;
    case 'name':
      return RESERVED.has(token.text) ? /^(keyword|constant\.language)/ : /^(keyword|support|variable|entity|constant\.language)/;
    default:
      return /^(keyword\.operator|punctuation)/;
  }
}

it.each(NAMES)('colours every token of %s as what it is, and nothing else', (name) => {
  const text = textOfProgram(name);
  const problems = new Problems();
  const { tokens, comments } = layOut(text, problems);
  const lines = coloured(text);
  const scopeOf = (line: number, from: number, to: number) => [...new Set((lines[line - 1] ?? []).filter((piece) => piece.from < to && piece.to > from).map((piece) => (piece.from <= from && piece.to >= to) || piece.scope.startsWith('string') ? piece.scope : `${piece.scope} from ${piece.from} to ${piece.to}`))].join();
  for (const token of tokens) {
    if (token.length > 0) expect(scopeOf(token.line, token.column - 1, token.column - 1 + token.length), `${token.line}:${token.column} ${'text' in token ? token.text : token.kind}`).toMatch(expected(token));
  }
  for (const { line, column, text: comment } of comments) expect(scopeOf(line, column - 1, column - 1 + comment.length)).toBe('comment.line.number-sign.tally');
  const covered = tokens.reduce((sum, { length }) => sum + length, 0) + comments.reduce((sum, each) => sum + each.text.length, 0);
  expect(lines.flat().reduce((sum, { from, to }) => sum + to - from, 0)).toBe(covered);
});

it('knows every reserved word, function and operator', () => {
  const scope = (text: string, at = 0) => coloured(text)[0]?.find(({ from }) => from === at)?.scope;
  for (const word of RESERVED) expect(scope(`x = a ${word} b`, 6), word).toMatch(/^(keyword|constant\.language)/);
  for (const name of [...TOTALS, ...VALUES, ...CLEAR_FUNCTIONS, ...HOME_FUNCTIONS]) expect(scope(`x = ${name}(a)`, 4), name).toMatch(/^support\.function/);
  for (const sign of OPERATORS.filter((each) => each !== '.')) expect(scope(`x = 1 ${sign} 2`, 6), sign).toMatch(/^(keyword\.operator|punctuation)/);
});

it('takes a word of the grammar for a name where it is one', () => {
  expect(coloured('    date: date 2020-01-01..2020-12-31')[0]?.map(({ scope }) => scope)).toEqual(['variable.other.definition.tally', 'punctuation.tally', 'support.type.tally', 'constant.numeric.date.tally', 'keyword.operator.tally', 'constant.numeric.date.tally']);
  expect(coloured('    name = month + step')[0]?.map(({ scope }) => scope)).toEqual(['variable.other.definition.tally', 'keyword.operator.tally', 'variable.other.tally', 'keyword.operator.tally', 'variable.other.tally']);
  expect([...new Set(coloured('let a = "say ""x"" # y" # z')[0]?.map(({ scope }) => scope))]).toEqual(['keyword.control.tally', 'entity.name.tally', 'keyword.operator.tally', 'string.quoted.double.tally', 'comment.line.number-sign.tally']);
});

it('is in a folder that is an extension', () => {
  for (const path of [contributed?.path, manifest.contributes.languages[0]?.configuration]) expect(() => JSON.parse(readFileSync(new URL(path ?? '', FOLDER), 'utf8')) as unknown).not.toThrow();
  expect(manifest.contributes.languages[0]?.extensions).toEqual(['.tally']);
});
