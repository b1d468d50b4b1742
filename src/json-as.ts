import * as v from 'valibot';
import { FIRST_PROBLEM, parseBoundedJson, type JsonBounds } from './bounded-json.js';

/** Parses JSON that somebody else wrote, and checks it against a schema. Throws JsonError or ValiError. */
export function parseJsonAs<S extends v.GenericSchema>(schema: S, bytes: Uint8Array, bounds: JsonBounds): v.InferOutput<S> {
  return v.parse(schema, parseBoundedJson(bytes, bounds), FIRST_PROBLEM);
}
