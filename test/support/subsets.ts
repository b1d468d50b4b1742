/** All subsets of `size` elements, in order. */
export function subsetsOf<T>(elements: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return elements.flatMap((first, i) => subsetsOf(elements.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}
