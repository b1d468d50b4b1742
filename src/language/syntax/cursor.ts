import { AlreadyReported, Fault, type At, type Problems } from '../fault.js';
import { shown, type NameToken, type NumberToken, type Token } from './tokens.js';
import type { Named, NumberLiteral } from './tree.js';
import { MISLEADING, RESERVED } from './vocabulary.js';

/** Deepest nesting of parentheses, `not`, `-` and choices. */
const MAX_DEPTH = 64;
/** Operators and calls in one expression. This bounds every recursion over the tree. */
const MAX_PARTS = 1000;

/** The parser's position in the tokens, and the small questions that it asks there. */
export class Cursor {
  #at = 0;
  #depth = 0;
  #parts = 0;
  /** Names in lines that were given up. */
  readonly unread = new Set<string>();

  constructor(
    private readonly tokens: readonly Token[],
    readonly problems: Problems,
  ) {}

  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.#at + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new RangeError('There are no tokens.');
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  is(kind: Token['kind'], ahead = 0): boolean {
    return this.peek(ahead).kind === kind;
  }

  isWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && token.text === text;
  }

  skipIf(kind: Token['kind']): boolean {
    if (!this.is(kind)) return false;
    this.#at++;
    return true;
  }

  skipWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.#at++;
    return true;
  }

  /** The place of the next token, without its other fields. */
  get here(): At {
    const { line, column } = this.peek();
    return { line, column };
  }

  fail(code: string, message: string, next = '', at: At = this.here): Error {
    // This place was already reported when it was read.
    return this.is('bad') ? new AlreadyReported() : new Fault(code, at, message, next);
  }

  expected(what: string, next = ''): Error {
    return this.fail('E010', `Expected ${what}, found ${shown(this.peek())}.`, next);
  }

  expect(kind: Token['kind'], what = kind === 'newline' ? 'the end of the line' : `"${kind}"`): Token {
    if (!this.is(kind)) throw this.expected(what);
    return this.take();
  }

  expectWord(text: string): void {
    if (!this.skipWord(text)) throw this.expected(`"${text}"`);
  }

  expectText(what: string): string {
    const token = this.peek();
    if (token.kind !== 'text') throw this.expected(what);
    this.#at++;
    return token.text;
  }

  name(what = 'a name'): Named {
    const token = this.peek();
    if (token.kind !== 'name') throw this.expected(what);
    checkName(token);
    this.#at++;
    return { text: token.text, at: { line: token.line, column: token.column } };
  }

  names(): Named[] {
    const names = [this.name()];
    while (this.skipIf(',')) names.push(this.name());
    return names;
  }

  number(what = 'a number'): NumberLiteral {
    const token = this.peek();
    if (token.kind !== 'number') throw this.expected(what);
    this.#at++;
    return literalOf(token);
  }

  signed(): NumberLiteral {
    const { here } = this;
    if (!this.skipIf('-')) return this.number();
    const positive = this.number();
    return { ...positive, at: here, value: -positive.value, source: `-${positive.source}` };
  }

  /** A whole number that is written without a sign, from `low` to `high`. */
  whole(low: number, high: number): number {
    const number = this.number('a whole number');
    if (number.decimals > 0 || number.value < BigInt(low) || number.value > BigInt(high)) {
      throw new Fault('E012', number.at, `A whole number from ${low} to ${high} is needed here.`, 'Write it out, without a point.');
    }
    return Number(number.value);
  }

  /** Runs `work` one level deeper. */
  nested<T>(work: () => T): T {
    if (this.#depth >= MAX_DEPTH) throw this.fail('E019', `Nothing can be nested more than ${MAX_DEPTH} deep.`, 'Give an inner part a name of its own with let.');
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  countPart(): void {
    if (++this.#parts > MAX_PARTS) throw this.fail('E019', `One expression has at most ${MAX_PARTS} parts.`, 'Give some of them a name of their own with let.');
  }

  beginExpression(): void {
    this.#parts = 0;
  }

  /**
   * Reads one line or statement. If that fails, the rest of it is given up: to the end of the line, and the block under it.
   */
  recovering<T>(read: () => T): T | undefined {
    const start = this.#at;
    const result = this.problems.catch(read);
    if (result !== undefined) return result;
    this.#depth = 0;
    this.#giveUp(start);
    return undefined;
  }

  #giveUp(start: number): void {
    let depth = 0;
    for (let i = start; i < this.tokens.length; i++) {
      const token = this.tokens[i] as Token;
      if (token.kind === 'name') this.unread.add(token.text);
      if (token.kind === 'indent') depth++;
      if (token.kind === 'end' || (token.kind === 'dedent' && depth === 0)) {
        this.#at = i;
        return;
      }
      if (token.kind === 'dedent') depth--;
      const after = this.tokens[i + 1]?.kind;
      if (depth === 0 && i + 1 >= this.#at && (token.kind === 'newline' || token.kind === 'dedent') && after !== 'indent') {
        this.#at = i + 1;
        return;
      }
    }
    this.#at = this.tokens.length - 1;
  }
}

function literalOf({ value, decimals, percent, source, line, column }: NumberToken): NumberLiteral {
  return { kind: 'number', value, decimals, percent, source, at: { line, column } };
}

function checkName(token: NameToken): void {
  if (RESERVED.has(token.text)) {
    throw new Fault('E011', token, `"${token.text}" is a word of the language and cannot be a name.`, `Choose another, and bind your column with --map OTHER="${token.text}".`);
  }
  if (MISLEADING.has(token.text.toLowerCase())) {
    throw new Fault('E011', token, `"${token.text}" cannot be a name: in the printed text it would read as a word of the sentence.`, 'Choose another.');
  }
}
