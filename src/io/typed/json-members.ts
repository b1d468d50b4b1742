/** The members of a JSON object as they are written. `JSON.parse` would lose the digits of numbers, and all except the last of two members with one name. */

/** A value: a string, or another value as it is written. */
export interface JsonMember {
  readonly key: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'null' | 'nested';
  /** The text of a string; for other values, what is written. */
  readonly text: string;
}

/** The members in their order. Undefined if the text is JSON (RFC 8259) for something else; throws SyntaxError if it is no JSON. */
export function jsonMembers(text: string): JsonMember[] | undefined {
  // It judges the grammar, so the code below need not.
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members: JsonMember[] = [];
  let at = skipSpace(text, text.indexOf('{') + 1);
  while (text[at] !== '}') {
    const keyEnd = stringEnd(text, at);
    const key = unquoted(text.slice(at, keyEnd));
    const start = skipSpace(text, text.indexOf(':', keyEnd) + 1);
    const end = valueEnd(text, start);
    members.push({ key, ...valueOf(text.slice(start, end)) });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

function valueOf(written: string): Omit<JsonMember, 'key'> {
  switch (written[0]) {
    case '"':
      return { kind: 'text', text: unquoted(written) };
    case '{':
    case '[':
      return { kind: 'nested', text: written };
    case 't':
    case 'f':
      return { kind: 'boolean', text: written };
    case 'n':
      return { kind: 'null', text: written };
    default:
      return { kind: 'number', text: written };
  }
}

function unquoted(string: string): string {
  return string.includes('\\') ? (JSON.parse(string) as string) : string.slice(1, -1);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r' || text[at] === '\n') at++;
  return at;
}

/** The position after the closing quote of the string that opens at `from`. */
function stringEnd(text: string, from: number): number {
  for (let quote = text.indexOf('"', from + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function valueEnd(text: string, from: number): number {
  if (text[from] === '"') return stringEnd(text, from);
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if (depth === 0 && (char === ',' || char === '}' || char === ' ' || char === '\t')) return at;
    if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    at++;
    if (depth === 0 && (char === '}' || char === ']')) return at;
  }
  return at;
}
