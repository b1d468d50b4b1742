import * as v from 'valibot';
import { hex, integer, name, text } from '../../agreement/schema.js';
import { MAX_PROGRAM_BYTES } from '../../../language/syntax/layout.js';
import { LANGUAGE, type ProgramAgreement, type ProgramOperation } from './types.js';

const word = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/));

export const operation = v.strictObject({
  name: v.literal('program'),
  language: v.literal(LANGUAGE),
  // The language decides which characters may be in it.
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PROGRAM_BYTES), v.description('The program itself.')),
  plan: v.pipe(hex(32), v.description('SHA-256 of the plan that every party makes of the text.')),
  roles: v.record(word, v.pipe(v.array(name), v.minLength(1), v.maxLength(64))),
  parameters: v.record(word, v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  // 65 536 cells are the most that a table has. The bytes of an agreement bound all lists together.
  lists: v.optional(v.pipe(v.record(word, v.pipe(v.array(text(200)), v.minLength(1), v.maxLength(65_536))), v.check((lists) => Object.keys(lists).length > 0), v.description('Entries of the public lists of the program, each list by its name.'))),
  accepted: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[AN]\d{2}(:\d{1,3})?$/))), v.maxLength(1000)),
}) satisfies v.GenericSchema<unknown, ProgramOperation>;

export const columns = v.pipe(v.strictTuple([]), v.description('None: the text of the program says what is read.')) satisfies v.GenericSchema<unknown, ProgramAgreement['columns']>;

export const limits = v.strictObject({ minContributors: integer(2, 64) }) satisfies v.GenericSchema<unknown, ProgramAgreement['limits']>;
