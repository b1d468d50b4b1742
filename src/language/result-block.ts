/** A number is laid out in groups of three digits. */
export type ResultCell = string | { readonly number: string };

export type ResultBlock = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'numbers'; readonly head: readonly string[]; readonly rows: readonly (readonly ResultCell[])[] };
