import type { Target } from '../../test/fuzz/target.js';
import type { Work } from './engine.mjs';
export function instrumented(text: string, next: () => number): string;
export function loadTargets(): Promise<{ targets: Readonly<Record<string, Target>>; work: Work }>;
