/** Files by the name of their rows or role, as `--csv NAME=FILE` has it, with the values of parameters and the entries of lists. */
export interface Given {
  readonly files: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, string>>;
  readonly lists?: Readonly<Record<string, readonly string[]>>;
}

export const COMPUTED: readonly string[];
export function invented(name: string, seed: number): Given;
export function computed(name: string, given: Given): Readonly<Record<string, unknown>>;
export function differences(computedValue: unknown, result: unknown): string[];
export function withOneCellChanged(name: string): { readonly given: Given; readonly changed: Given };
