export function instructionsOf(text: string): { readonly name: string; readonly rest: string }[];
