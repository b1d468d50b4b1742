/** XML of a workbook's part, read as it arrives. */
import { createRequire } from 'node:module';
import type * as Saxes from 'saxes';
import { MpcError } from '../../errors.js';
import type { Parts } from './workbook-parts.js';

/** Receives elements by their names without prefix, because writers choose prefixes as they like. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Characters between two elements, and nesting of elements, at most: the parser keeps both. */
const MOST_BETWEEN = 4 * 1024 * 1024;
const MOST_DEPTH = 64;

const require = createRequire(import.meta.url);

/**
 * Reads a part and yields after each piece, when the listener has received all that was in it: the number of bytes so far. A document type is refused, since it
 * brings entities, which grow. Errors: INPUT_UNREADABLE; what the listener throws.
 */
export async function* readXml(parts: Parts, name: string, listener: XmlListener, { most, signal }: { readonly most?: number; readonly signal?: AbortSignal | undefined } = {}): AsyncGenerator<number, void, undefined> {
  const { SaxesParser } = require('saxes') as typeof Saxes;
  const parser = new SaxesParser({ xmlns: false, position: false });
  let between = 0;
  let depth = 0;
  const fail = (): never => {
    throw parts.damaged();
  };
  parser.on('error', fail);
  parser.on('doctype', fail);
  parser.on('opentag', ({ name: tag, attributes }) => {
    between = 0;
    if (++depth > MOST_DEPTH) fail();
    listener.open(local(tag), attributes);
  });
  parser.on('closetag', ({ name: tag }) => {
    between = 0;
    depth--;
    listener.close?.(local(tag));
  });
  if (listener.text !== undefined) {
    parser.on('text', (text) => listener.text?.(text));
    parser.on('cdata', (text) => listener.text?.(text));
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  try {
    for await (const bytes of parts.bytes(name, most, signal)) {
      const text = decoder.decode(bytes, { stream: true });
      between += text.length;
      parser.write(text);
      if (between > MOST_BETWEEN) fail();
      length += bytes.length;
      yield length;
    }
    parser.write(decoder.decode());
    parser.close();
    yield length;
  } catch (error) {
    throw error instanceof MpcError ? error : parts.damaged(error);
  }
}

/** The whole part at once. */
export async function readWholeXml(parts: Parts, name: string, listener: XmlListener, most: number): Promise<void> {
  const reading = readXml(parts, name, listener, { most });
  while ((await reading.next()).done !== true);
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
