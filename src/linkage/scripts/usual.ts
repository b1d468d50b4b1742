/** The usual Latin spellings of names whose script writes no vowels, read at the first use. */
export interface UsualSpellings {
  readonly usual: (word: string) => string | undefined;
  /** How a name that is in no table is written, letter by letter: never as a name that is in it. */
  readonly unlike: (spelled: string) => string;
}

/** `text`: names and spellings in turn, separated by spaces; `folded` makes one of the ways to write a name. */
export function usualSpellings(text: string, folded: (word: string) => string): UsualSpellings {
  let table: ReadonlyMap<string, string> | undefined;
  let spellings: ReadonlySet<string> | undefined;
  const read = (): ReadonlyMap<string, string> => {
    const parts = text.split(' ');
    return new Map(parts.flatMap((part, i) => (i % 2 === 0 ? [[folded(part), parts[i + 1] ?? ''] as const] : [])));
  };
  return {
    usual: (word) => (table ??= read()).get(word),
    unlike: (spelled) => ((spellings ??= new Set((table ??= read()).values())).has(spelled) ? `2${spelled}` : spelled),
  };
}
