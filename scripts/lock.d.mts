export interface LockEntry {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}
export const packages: Readonly<Record<string, LockEntry>>;
export const manifest: { readonly version: string; readonly devDependencies: Readonly<Record<string, string>> };
export const PACKED: readonly string[];
export const NAMED: readonly string[];
export function nameOf(path: string): string;
export function broughtBy(names: readonly string[]): Map<string, LockEntry>;
export function shipped(): Map<string, LockEntry>;
export function asksFor(path: string, name: string): boolean;
