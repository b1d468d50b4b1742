/** The words of a text; a number with a point stays with the word before it, so that no later line looks like a numbered item. */
export function unbroken(text: string): string[] {
  return text.split(' ').reduce<string[]>((words, word) => (words.length > 0 && /^\d+\.$/.test(word) ? [...words.slice(0, -1), `${words.at(-1) ?? ''} ${word}`] : [...words, word]), []);
}
