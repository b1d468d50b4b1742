import { distance } from 'fastest-levenshtein';

/** The name that was probably meant, or undefined where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Otherwise every other name would be near to a name of one or two letters.
  const limit = Math.floor(word.length / 3);
  let best: { name: string; away: number } | undefined;
  for (const name of candidates) {
    const away = distance(word.toLowerCase(), name.toLowerCase());
    if (away <= limit && (best === undefined || away < best.away)) best = { name, away };
  }
  return best?.name;
}

export function meant(word: string, candidates: Iterable<string>, otherwise = ''): string {
  const name = nearest(word, candidates);
  return name === undefined ? otherwise : `Do you mean "${name}"?`;
}
