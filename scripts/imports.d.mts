/** Absolute paths of files, and of those that each imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;
export function importsUnder(folder: string): Imports;
export function breachesOf(imports: Imports, folder: string): string[];
export function circlesOf(imports: Imports): string[][];
export function wayRound(imports: Imports, group: readonly string[]): string[];
