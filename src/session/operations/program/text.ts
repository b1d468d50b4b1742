/** The spelling of a program that stands in an agreement: lines end with LF, none with a blank, and one line end closes the text. */
export function canonicalText(text: string): string {
  return `${text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').replace(/ +$/gm, '').trimEnd()}\n`;
}
