/** Every parser that meets bytes of others, by name. `npm run fuzz -- NAME` runs one; docs/fuzzing.md. */
import { DATA } from './data.js';
import { DOCUMENTS } from './documents.js';
import type { Target } from './target.js';
import { WIRE } from './wire.js';

export const TARGETS: Readonly<Record<string, Target>> = { ...WIRE, ...DOCUMENTS, ...DATA };
