/** One HTML file that needs nothing else. It has no script and no address, and everything that somebody wrote is escaped. */
import { createHash } from 'node:crypto';
import { cleaned } from '../library/text.js';

const MOST_CHARS = 10_000;
const STYLE = 'body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #ccc}table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #ccc;padding:.25rem .6rem;text-align:left;vertical-align:top}th,td{overflow-wrap:break-word}td.l{overflow-wrap:anywhere}td.d{white-space:nowrap}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}p,li{overflow-wrap:anywhere}.warning{border-left:4px solid #b35900;padding-left:.8rem}code{overflow-wrap:anywhere}pre{white-space:pre-wrap}svg text{font:12px system-ui,sans-serif}@page{size:A4;margin:20mm}@media print{body{margin:0;font-size:10.5pt;max-width:none}h2,h3,figcaption{break-after:avoid}tr,figure{break-inside:avoid}thead{display:table-header-group}pre,table.s{font-size:8.5pt}table.s td,table.s th{padding:.15rem .35rem}}';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for an element or an attribute in quotes, without controls and marks of direction. */
export function escaped(text: string): string {
  return cleaned(text, MOST_CHARS).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

export function paragraph(text: string, kind?: string): string {
  return `<p${kind === undefined ? '' : ` class="${kind}"`}>${escaped(text)}</p>`;
}

/** What fits beside each other on paper, in letters, also in small print, with the space between two columns. A longer word than a column's most breaks. */
const PAPER = { width: 70, small: 92, gap: 3, most: 28 };

/** A browser would break it at its hyphens. */
const DAY = /^\d{4}-\d\d-\d\d$/;

/** In small print, or as several tables below each other with the first `keys` columns again, if one would be wider than paper. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[], isNumbers: boolean, keys = 1): string {
  const isNumber = (i: number): boolean => isNumbers && i >= keys;
  const widths = widthsOf(head, rows, isNumber);
  const width = total(widths);
  const isSmall = width > PAPER.width && width <= PAPER.small;
  return columnsByPage(widths, isSmall ? PAPER.small : PAPER.width, keys).map((columns) => oneTable(columns, head, rows, isNumber, isSmall)).join('\n');
}

function oneTable(columns: readonly number[], head: readonly string[], rows: readonly (readonly string[])[], isNumber: (column: number) => boolean, isSmall: boolean): string {
  const kind = (text: string, i: number): string => (isNumber(i) ? ' class="n"' : longestWord(text) > PAPER.most ? ' class="l"' : DAY.test(text) ? ' class="d"' : '');
  const cell = (text: string, i: number): string => `<td${kind(text, i)}>${escaped(text)}</td>`;
  const names = head.every((name) => name === '') ? '' : `<thead><tr>${columns.map((i) => `<th scope="col">${escaped(head[i] ?? '')}</th>`).join('')}</tr></thead>`;
  return `<table${isSmall ? ' class="s"' : ''}>${names}<tbody>${rows.map((row) => `<tr>${columns.map((i) => cell(row[i] ?? '', i)).join('')}</tr>`).join('\n')}</tbody></table>`;
}

function longestWord(text: string): number {
  return Math.max(...text.split(' ').map(({ length }) => length));
}

/** Of each column, in letters. Texts break between words, and numbers nowhere. */
function widthsOf(head: readonly string[], rows: readonly (readonly string[])[], isNumber: (column: number) => boolean): number[] {
  const least = (text: string, i: number): number => (isNumber(i) ? text.length : longestWord(text));
  return head.map((name, i) => PAPER.gap + Math.min(PAPER.most, rows.reduce((most, row) => Math.max(most, least(row[i] ?? '', i)), longestWord(name))));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}

function columnsByPage(widths: readonly number[], paper: number, keys: number): number[][] {
  const all = widths.map((_, i) => i);
  const repeated = all.slice(0, keys);
  const pages: number[][] = [[...repeated]];
  for (const i of all.slice(keys)) {
    const page = pages.at(-1) ?? [];
    if (page.length > keys && total([...page, i].map((at) => widths[at] ?? 0)) > paper) pages.push([...repeated, i]);
    else page.push(i);
  }
  return pages;
}

/** `digest`: 64 hex digits for the foot of every printed page. */
export function htmlPage(title: string, parts: readonly string[], { digest, language = 'en' }: { readonly digest?: string; readonly language?: string } = {}): string {
  if (digest !== undefined && !/^[0-9a-f]{64}$/.test(digest)) throw new Error('no digest');
  const style = `${STYLE}${digest === undefined ? '' : `@page{@bottom-left{content:"Digest ${digest}";font:7pt monospace}@bottom-right{content:counter(page);font:8pt sans-serif}}`}`;
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head><body>
<h1>${escaped(title)}</h1>
${parts.join('\n')}
</body></html>
`;
}

const BAR = { height: 18, gap: 6, left: 190, width: 380, right: 130 };
const MOST_BARS = 40;
const MOST_LABEL = 26;

/** Bars for one column of a table of numbers; undefined if bars would show nothing. */
export function barChart(title: string, bars: readonly { readonly label: string; readonly value: string }[]): string | undefined {
  if (bars.length < 2 || bars.length > MOST_BARS) return undefined;
  const values = bars.map(({ value }) => Number(value));
  const top = Math.max(...values, 0);
  if (top <= 0 || !values.every((value) => Number.isFinite(value) && value >= 0)) return undefined;
  const height = bars.length * (BAR.height + BAR.gap) + BAR.gap;
  const rows = bars.map(({ label, value }, i) => {
    const y = BAR.gap + i * (BAR.height + BAR.gap);
    const width = ((values[i] ?? 0) / top) * BAR.width;
    const short = Array.from(label).length > MOST_LABEL ? `${Array.from(label).slice(0, MOST_LABEL - 1).join('')}…` : label;
    return `<text x="${BAR.left - 8}" y="${y + 13}" text-anchor="end">${escaped(short)}</text><rect x="${BAR.left}" y="${y}" width="${width.toFixed(1)}" height="${BAR.height}" fill="#2f6f9f"/><text x="${(BAR.left + width + 6).toFixed(1)}" y="${y + 13}">${escaped(value)}</text>`;
  });
  return `<figure><figcaption>${escaped(title)}</figcaption><svg role="img" aria-label="${escaped(title)}" width="100%" viewBox="0 0 ${BAR.left + BAR.width + BAR.right} ${height}">${rows.join('')}</svg></figure>`;
}
