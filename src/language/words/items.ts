/** A paragraph; 1 is an item of a list under the paragraph before it, and 2 a line under a numbered item. */
export interface Item {
  readonly indent: 0 | 1 | 2;
  readonly text: string;
}

/** A heading with its paragraphs and lists. */
export interface Section {
  readonly heading: string;
  readonly items: readonly Item[];
}
