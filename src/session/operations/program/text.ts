/** The spelling of a program in an agreement: lines end with LF, no line ends with a blank, and one line end closes the text. */
export function canonicalText(text: string): string {
  return `${text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').replace(/ +$/gm, '').trimEnd()}\n`;
}
