import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../src/session/operations/registry.js';
import { jsonSchemaOf, type Json } from './support/json-schema.js';

/** Set by `npm run schemas`: what follows from the operations is written anew. */
const IS_WRITING = process.env['SCHEMAS'] === 'write';

/** The file as it must be: what is general stays as it is, what the operations say is made from them. */
function expectMade(name: string, made: (file: Json) => Json): void {
  const path = join(import.meta.dirname, '..', 'schemas', `${name}.schema.json`);
  const file = JSON.parse(readFileSync(path, 'utf8')) as Json;
  const anew = made(file);
  if (IS_WRITING) writeFileSync(path, `${JSON.stringify(anew, null, 2)}\n`);
  else expect(file).toEqual(anew);
}

const isOf = (name: string) => ({ properties: { operation: { const: name } }, required: ['operation'] });

describe('the JSON Schemas have of each operation what it says of itself', () => {
  it('its terms, in agreements', () => {
    const own = OPERATIONS.map(({ name, schema: { operation, columns, limits } }) => ({
      if: { properties: { operation: { type: 'object', properties: { name: { const: name } }, required: ['name'] } } },
      then: { properties: { operation: jsonSchemaOf(operation), columns: jsonSchemaOf(columns), limits: jsonSchemaOf(limits) } },
    }));
    const named = { type: 'object', properties: { name: { enum: OPERATIONS.map(({ name }) => name) } }, required: ['name'] };
    expectMade('agreement', (file) => ({ ...file, properties: { ...(file['properties'] as Json), operation: named, columns: { type: 'array' }, limits: { type: 'object' } }, allOf: own }));
  });

  it('its result, in what a session prints', async () => {
    const own = await Promise.all(OPERATIONS.map(async ({ name, result }) => ({ if: isOf(name), then: { properties: { result: { oneOf: [{ type: 'null' }, await result.schema()] } } } })));
    const sealed = { if: { required: ['share'] }, then: { properties: { result: { type: 'null' } } } };
    expectMade('session', (file) => ({ ...file, properties: { ...(file['properties'] as Json), operation: { enum: OPERATIONS.map(({ name }) => name) } }, allOf: [...own, sealed] }));
  });
});
