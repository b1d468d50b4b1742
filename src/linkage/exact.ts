/** The cell as written: in Unicode NFC, so that é is one thing, and without spaces around it. Case, punctuation and inner spaces count. */
export function exactKey(cell: string): string {
  const text = cell.trim();
  return isAscii(text) ? text : text.normalize('NFC');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
