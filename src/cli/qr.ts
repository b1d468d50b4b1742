import { hasUnicode } from './terminal/unicode.js';

/**
 * A QR code for a terminal. Light modules are drawn and dark ones are left out: most terminals are dark. On a light one it comes out inverted, which many phones read and simpler scanners, such as zbar, do not.
 *
 * @param text upper case, since a QR code holds letters of one case in fewer modules.
 */
export async function qrLines(text: string, isUnicode = hasUnicode()): Promise<string[]> {
  const { encodeQR } = await import('qr');
  const dark = encodeQR(text, 'raw', { ecc: 'low', border: 2 });
  const isLight = (y: number, x: number) => dark[y]?.[x] === false;
  if (!isUnicode) return dark.map((row, y) => row.map((_, x) => (isLight(y, x) ? '##' : '  ')).join(''));
  return Array.from({ length: Math.ceil(dark.length / 2) }, (_, i) =>
    Array.from({ length: dark.length }, (__, x) => (isLight(2 * i, x) ? (isLight(2 * i + 1, x) ? '█' : '▀') : isLight(2 * i + 1, x) ? '▄' : ' ')).join(''));
}
