import { Fault, type Problems } from '../fault.js';
import { tokensOfLine } from './lexer.js';
import type { Comment, Token } from './tokens.js';

export const MAX_PROGRAM_BYTES = 64 * 1024;

export interface Laid {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

/** Control, format, private-use, unassigned and ignorable characters, the empty Braille pattern, and every space except the common one. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

/**
 * Text to tokens. Lines are joined and blocks marked by section 2 of the specification: a line that is indented further continues
 * the line before, unless that ends with `:` or this begins with `only` or `hide`; inside parentheses line ends mean nothing.
 */
export function layOut(text: string, problems: Problems): Laid {
  const lines = linesOf(text, problems);
  const layout = new Layout(problems);
  lines.forEach((content, i) => layout.line(content, i + 1));
  return layout.end(lines.length);
}

function linesOf(text: string, problems: Problems): string[] {
  const start = { line: 1, column: 1 };
  if (text.length > MAX_PROGRAM_BYTES || Buffer.byteLength(text) > MAX_PROGRAM_BYTES) {
    problems.add(new Fault('E008', start, 'A program has at most 64 KiB.', 'Leave something out, or split it into two analyses.'));
    return [];
  }
  if (text.startsWith('\ufeff')) {
    problems.add(new Fault('E002', start, 'The text begins with a byte order mark.', 'Save it as plain UTF-8.'));
    return [];
  }
  return text.replaceAll('\r\n', '\n').split('\n');
}

class Layout {
  readonly #tokens: Token[] = [];
  readonly #comments: Comment[] = [];
  readonly #blocks: number[] = [0];
  #parentheses = 0;
  #indent = 0;
  #started = false;
  #last: Token['kind'] | undefined;

  constructor(private readonly problems: Problems) {}

  line(content: string, line: number): void {
    if (!this.#isClean(content, line)) {
      this.#unreadable(line);
      return;
    }
    const { tokens, comment } = tokensOfLine(content, line, this.problems);
    if (comment) this.#comments.push(comment);
    const [first] = tokens;
    if (first === undefined) return;
    this.#indentTo(first, line);
    for (const token of tokens) {
      if (token.kind === '(') this.#parentheses++;
      if (token.kind === ')') this.#parentheses = Math.max(0, this.#parentheses - 1);
      // A text that is not closed may have swallowed a parenthesis, so lines begin anew after it.
      if (token.kind === 'bad') this.#parentheses = 0;
      this.#tokens.push(token);
      this.#last = token.kind;
    }
  }

  end(lines: number): Laid {
    const span = { line: Math.max(lines, 1), column: 1, length: 0 };
    if (this.#started) this.#tokens.push(this.#lineEnd());
    for (let open = this.#blocks.length; open > 1; open--) this.#tokens.push({ kind: 'dedent', ...span });
    this.#tokens.push({ kind: 'end', ...span });
    return { tokens: this.#tokens, comments: this.#comments };
  }

  /** The position right after the last token, which is where something is missing. */
  #lineEnd(): Token {
    const last = this.#tokens.at(-1);
    return { kind: 'newline', line: last?.line ?? 1, column: (last?.column ?? 1) + (last?.length ?? 0), length: 0 };
  }

  #isClean(content: string, line: number): boolean {
    const tab = content.indexOf('\t');
    if (tab >= 0) {
      this.problems.add(new Fault('E001', { line, column: tab + 1 }, 'There is a tab.', 'Use spaces.'));
      return false;
    }
    const odd = INVISIBLE.exec(content);
    if (odd) {
      const point = (content.codePointAt(odd.index) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      this.problems.add(new Fault('E002', { line, column: odd.index + 1 }, `There is a character that cannot be seen (U+${point}).`, 'Delete it, and write common spaces.'));
      return false;
    }
    if (content.normalize('NFC') !== content) {
      this.problems.add(new Fault('E009', { line, column: 1 }, 'A letter in this line is written in two parts.', 'Save the text in Unicode’s form NFC.'));
      return false;
    }
    return true;
  }

  /** A line that was reported becomes one bad token where it would continue or begin a line. */
  #unreadable(line: number): void {
    if (!this.#started) this.#started = true;
    this.#tokens.push({ kind: 'bad', line, column: 1, length: 1 });
  }

  #indentTo(first: Token, line: number): void {
    const indent = first.column - 1;
    if (!this.#started) {
      this.#started = true;
      if (indent > 0) this.problems.add(new Fault('E003', first, 'The first line begins at the margin.', 'Take the blanks before it away.'));
      return;
    }
    if (this.#parentheses > 0) return;
    const opens = this.#last === ':';
    const begins = first.kind === 'name' && (first.text === 'only' || first.text === 'hide');
    if (indent > this.#indent && !opens && !begins) return;
    this.#tokens.push(this.#lineEnd());
    const span = { line, column: first.column, length: 0 };
    if (indent > (this.#blocks.at(-1) ?? 0)) {
      if (opens || begins) {
        this.#blocks.push(indent);
        this.#tokens.push({ kind: 'indent', ...span });
      }
    }
    // A line between two columns is taken as a line of the inner block that slipped.
    while (indent < (this.#blocks.at(-1) ?? 0) && indent <= (this.#blocks.at(-2) ?? 0)) {
      this.#blocks.pop();
      this.#tokens.push({ kind: 'dedent', ...span });
    }
    const block = this.#blocks.at(-1) ?? 0;
    if (indent !== block) {
      this.problems.add(new Fault('E003', first, 'The lines of one block begin at one column.', `This one begins at column ${indent + 1}, the block at ${block + 1}.`));
    }
    this.#indent = indent;
  }
}
