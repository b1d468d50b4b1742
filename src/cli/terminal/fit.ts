/** Lines for a screen of so many columns. Nothing is cut, and no word is broken that fits into a line. */

/** Letters that terminals draw over two columns: scripts of East Asia, and pictures. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NONE = /[\p{M}\p{Cf}]/u;

/** Columns that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += NONE.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return width;
}

/** The text, with blanks after it up to `width` columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/**
 * One line as several, none wider than `width`, except for what has no blank: an invite, a path. Users copy what is in `backticks`, so it stays whole if a line
 * holds it.
 */
export function fitted(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  const [margin = ''] = /^ *(?:→ |- |\? )?/.exec(line) ?? [];
  const hang = ' '.repeat(hangOf(line, margin, width));
  const lines: string[] = [];
  let built = margin;
  let isEmpty = true;
  for (const word of wordsOf(line.slice(margin.length), width - hang.length)) {
    if (!isEmpty && widthOf(built) + 1 + widthOf(word) > width) {
      lines.push(built);
      built = hang + word;
    } else built += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, built];
}

/** A text as lines, none wider than `width`: between words, and within those that are longer than a line. */
export function broken(text: string, width: number): string[] {
  const lines: string[] = [];
  let built = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, width))) {
    if (built !== '' && widthOf(built) + 1 + widthOf(word) > width) {
      lines.push(built);
      built = word;
    } else built = built === '' ? word : `${built} ${word}`;
  }
  return [...lines, built];
}

/** No letter is parted from its marks. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const made: string[] = [''];
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    const last = made.at(-1) ?? '';
    if (last !== '' && widthOf(last) + widthOf(segment) > width) made.push(segment);
    else made[made.length - 1] = last + segment;
  }
  return made;
}

/** A label, as in "Fingerprint: ", is alone at the left. */
function hangOf(line: string, margin: string, width: number): number {
  const [label = ''] = /^[A-Z][a-z]+(?: [a-z]+)?: +/.exec(line) ?? [];
  return Math.min(Math.max(margin.length, label.length), Math.floor(width / 3));
}

function wordsOf(text: string, width: number): string[] {
  return (text.match(/(?:`[^`]*`|[^ `]|`)+/g) ?? []).flatMap((word) => (widthOf(word) > width ? word.split(' ') : [word]));
}

/** Like `fitted`, for a text of several lines, at a terminal; elsewhere the text stays as it is. */
export function fittedTo(text: string, stream: { readonly isTTY?: boolean; readonly columns?: number }): string {
  const { isTTY, columns } = stream;
  if (isTTY !== true || columns === undefined || columns <= 0) return text;
  return text.split('\n').flatMap((line) => fitted(line, columns)).join('\n');
}
