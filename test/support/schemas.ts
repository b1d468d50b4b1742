import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { ROOT } from './processes.js';

const folder = join(ROOT, 'schemas');
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
for (const name of readdirSync(folder)) ajv.addSchema(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object);

/** What a document has that the published schema does not allow; empty when it fits. */
export function problems(schema: string, document: unknown): string[] {
  const validate = ajv.getSchema(`${schema}.schema.json`);
  if (validate === undefined) throw new Error(`There is no schema ${schema}.`);
  return validate(document) === true ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}
