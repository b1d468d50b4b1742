/** Clauses as a document: for a terminal, for a document system, or as one HTML file that prints well. The words are the same in all three. */
import type { Clause } from '../library/agreements.js';
import { escaped, htmlPage, paragraph } from './html.js';
import { markdownLine, markdownListing } from './markdown.js';
import { layOut } from './show-agreement.js';

export const DOCUMENT_FORMATS = ['text', 'md', 'html'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** What the lines of a clause are, from how they begin. */
type Part = { readonly kind: 'list' | 'listing'; readonly lines: string[] } | { readonly kind: 'paragraph'; readonly line: string };

export interface Written {
  readonly title: string;
  /** Of the words. */
  readonly language: string;
  /** What is wrong with it here and now. */
  readonly warnings: readonly string[];
  readonly clauses: readonly Clause[];
  /** 64 hex digits, printed at the foot of every page. */
  readonly digest: string;
}

export function documentIn(format: DocumentFormat, { title, language, warnings, clauses, digest }: Written): string {
  if (format === 'text') return layOut(clauses);
  if (format === 'md') {
    const blocks = clauses.flatMap(({ heading, lines }) => [`## ${markdownLine(heading)}`, ...partsOf(lines).map(markdownPart)]);
    return `${[`# ${markdownLine(title)}`, ...warnings.map((line) => `> ${markdownLine(line)}`), ...blocks].join('\n\n')}\n`;
  }
  return htmlPage(title, [...warnings.map((line) => paragraph(line, 'warning')), ...clauses.map((clause) => htmlClause(clause, 2))], { digest, language });
}

export function htmlClause({ heading, lines }: Clause, level: 2 | 3): string {
  return `<h${level}>${escaped(heading)}</h${level}>\n${partsOf(lines).map(htmlPart).join('\n')}`;
}

function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (const line of lines) {
    const kind = line.startsWith('    ') ? 'listing' : line.startsWith('- ') ? 'list' : 'paragraph';
    const last = parts.at(-1);
    if (kind === 'paragraph') parts.push({ kind, line });
    else if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  }
  return parts;
}

function markdownPart(part: Part): string {
  if (part.kind === 'paragraph') return markdownLine(part.line);
  return part.kind === 'list' ? part.lines.map((line) => `- ${markdownLine(line.slice(2))}`).join('\n') : markdownListing(part.lines);
}

function htmlPart(part: Part): string {
  if (part.kind === 'paragraph') return paragraph(part.line);
  if (part.kind === 'list') return `<ul>${part.lines.map((line) => `<li>${escaped(line.slice(2))}</li>`).join('')}</ul>`;
  return `<pre>${part.lines.map((line) => `${/^ */.exec(line)?.[0] ?? ''}${escaped(line.trimStart())}`).join('\n')}</pre>`;
}
