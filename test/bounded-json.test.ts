import { fc } from './support/property.js';
import { describe, expect, it } from 'vitest';
import { JsonError, parseBoundedJson } from '../src/bounded-json.js';

const parse = (text: string, maxBytes = 1_000_000) => parseBoundedJson(new TextEncoder().encode(text), { maxBytes });

describe('JSON from elsewhere', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(fc.property(fc.json({ depthSize: 'small' }), (text) => {
      expect(parse(text)).toEqual(JSON.parse(text));
    }));
  });

  it.each(['1e999', '-1e999', '{"a":[{"b":1e400}]}'])('refuses %s, which would become infinity', (text) => expect(() => parse(text)).toThrow(JsonError));

  it.each(['[', '{"a":', '[{"a":'])('refuses deep nesting of %s before it is parsed', (unit) => {
    expect(() => parse(unit.repeat(9000))).toThrow(/nest/);
  });

  it('takes brackets and quotes inside strings for what they are', () => {
    const text = JSON.stringify({ a: '[[[['.repeat(100), b: '"{\\"{"'.repeat(100), c: '\\' });
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it('refuses what is longer than agreed, and bytes that are not UTF-8', () => {
    expect(() => parse('[1,2]', 4)).toThrow(JsonError);
    expect(() => parseBoundedJson(Uint8Array.of(0x22, 0xff, 0x22), { maxBytes: 10 })).toThrow(JsonError);
  });

  it('throws its own error alone, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parseBoundedJson(bytes, { maxBytes: 150 });
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError);
        }
      }),
    );
  });

  it('quotes nothing of the text in its error', () => {
    expect(() => parse('{"secretKey":"abcd" oops')).toThrow(/^it is not JSON$/);
  });
});
