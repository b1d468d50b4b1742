export function kept(name: string): { readonly ways: readonly Buffer[]; readonly findings: readonly Buffer[] };
