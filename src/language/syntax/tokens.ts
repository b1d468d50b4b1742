import type { At } from '../fault.js';
import type { Operator } from './vocabulary.js';

interface Span extends At {
  /** Characters that it takes in the text. */
  readonly length: number;
}

export interface NameToken extends Span {
  readonly kind: 'name';
  readonly text: string;
}

export interface NumberToken extends Span {
  readonly kind: 'number';
  /** The number times 10^decimals; for `12%` it is 12, with two decimals. */
  readonly value: bigint;
  readonly decimals: number;
  readonly percent: boolean;
  /** As written, without `_`. */
  readonly source: string;
}

export interface TextToken extends Span {
  readonly kind: 'text' | 'day' | 'month';
  readonly text: string;
}

export interface OperatorToken extends Span {
  readonly kind: Operator;
}

/** Line ends and blocks come from the layout; `bad` is for text that could not be read and was reported. */
export interface LayoutToken extends Span {
  readonly kind: 'newline' | 'indent' | 'dedent' | 'end' | 'bad';
}

export type Token = NameToken | NumberToken | TextToken | OperatorToken | LayoutToken;

/** From `#` to the end of its line. */
export interface Comment extends At {
  readonly text: string;
  /** Whether its line has nothing else. */
  readonly alone: boolean;
}

/** How messages name a token. */
export function shown(token: Token): string {
  switch (token.kind) {
    case 'newline':
      return 'the end of the line';
    case 'end':
      return 'the end of the program';
    case 'indent':
    case 'dedent':
      return 'another block';
    case 'bad':
      return 'something that cannot be read';
    case 'name':
      return `"${token.text}"`;
    case 'number':
      return `"${token.source}"`;
    case 'text':
      return 'a text';
    case 'day':
    case 'month':
      return `"${token.text}"`;
    default:
      return `"${token.kind}"`;
  }
}
