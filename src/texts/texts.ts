import type { english } from './en/index.js';

/** The sentences of one language: functions of names and numbers. English is the type, so no other language compiles without one of them. */
export type Texts = typeof english;
