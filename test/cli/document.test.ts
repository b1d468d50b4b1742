import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { documentIn } from '../../src/cli/document.js';
import { checklist } from '../../src/session/agreement/checklist.js';
import { describeAgreement } from '../../src/session/agreement/describe.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { dpiaAnnex } from '../../src/session/agreement/dpia-words.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import { english } from '../../src/texts/en/index.js';
import { golden, GOLDEN_CASES, linear, psi } from '../golden/cases.js';
import { htmlProblems } from '../support/html.js';

const HOSTILE = '<img src=x onerror=alert(1)> [a](http://evil.example) **b** `c` & "d"';
const written = (agreement: Agreement) => ({ language: 'en', title: `Agreement: ${agreement.purpose}`, warnings: ['ATTENTION: mind <this>'], clauses: describeAgreement(agreement), digest: digestOf(agreement) });
const unescaped = (html: string) => html.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name] ?? '');
const squeezed = (text: string) => text.replace(/\s+/g, ' ');

describe('an agreement as a document', () => {
  it.each(GOLDEN_CASES.map(({ name, agreement }) => [name, agreement] as const))('has every word of %s in HTML and in Markdown', (_, agreement) => {
    const html = squeezed(unescaped(documentIn('html', written(agreement)).replace(/<[^>]+>/g, ' ')));
    const md = squeezed(documentIn('md', written(agreement)).replace(/\\([\\`*_{}[\]<>#|~!&$^=@:.)+-])/g, '$1'));
    for (const line of describeAgreement(agreement).flatMap(({ heading, lines }) => [heading, ...lines])) {
      const text = squeezed(line.replace(/^- /, '').trim());
      expect(html).toContain(text);
      expect(md).toContain(text);
    }
    expect(html).toContain(digestOf(agreement));
  });

  it('has nothing of others that is more than text, and can run and fetch nothing', () => {
    const { agreement } = golden('hostile', linear('sum', ['beds:0..5000']), { purpose: HOSTILE, reference: HOSTILE, contacts: [{ name: 'South', contact: HOSTILE }] });
    const html = documentIn('html', written(agreement));
    expect(htmlProblems(html)).toEqual([]);
    expect(html).not.toMatch(/<img|<script|<a |url\(|<this>/);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`);
    expect(style).toContain(`"Digest ${digestOf(agreement)}"`);
    const md = documentIn('md', written(agreement));
    expect(md).toContain('\\<img src\\=x onerror\\=alert(1)\\> \\[a\\](http\\://evil.example) \\*\\*b\\*\\* \\`c\\` \\& "d"');
    expect(md).not.toMatch(/[^\\]<img|[^\\]\[a/);
    const { agreement: list } = golden('list', linear('sum', ['beds:0..5000']), { purpose: '1. first' });
    expect(documentIn('md', written(list))).toContain('\n\n1\\. first\n');
  });
});

describe('what an approver should look at twice', () => {
  const linesOf = (agreement: Agreement, unverified?: readonly string[]) => checklist(agreement, unverified, english).lines;

  it('has unchecked keys first, then what gives away most', () => {
    const { agreement } = golden('twice', psi({ keys: ['surname:name'], caps: 3 }, { payload: { columns: ['phone'], bytes: 64 } }), { count: 2, runs: 3, recipients: ['North'] });
    expect(linesOf(agreement, ['South']).map((line) => line.split(':')[0])).toEqual([
      '- unchecked keys', '- two parties that put data in', '- names alone', '- columns handed over with matches', '- few rows', '- several runs', '- Not said in it', 'Looked for, and not found', 'This list is made by rules from the agreement. It cannot say whether the purpose is a good one.',
    ]);
  });

  it('has nothing where there is nothing, and says what was looked for', () => {
    const contacts = ['North', 'South', 'Harbour'].map((name) => ({ name, contact: 'x' }));
    const { agreement } = golden('once', linear('sum', ['beds:0..5000']), { legalBasis: 'A law', reference: 'No. 7', contacts, retainUntil: Date.UTC(2027, 0, 31) });
    expect(linesOf(agreement, [])[0]).toBe('Nothing that this program looks for.');
    expect(linesOf(agreement, [])[1]).toContain('unchecked keys; notices that the proposer accepted; two parties that put data in');
    expect(linesOf(agreement)[1]).not.toContain('unchecked keys');
    expect(linesOf({ ...agreement, meeting: 'invite' })[0]).toContain('unchecked keys: the parties met by an invite');
    expect(linesOf({ ...agreement, expires: '2030-01-01T00:00:00Z' }, [])[0]).toContain('a late end: ');
  });

  it('names the notices that the proposer of a program accepted', () => {
    const roles = GOLDEN_CASES.find(({ name }) => name === 'program-roles');
    expect(linesOf(roles?.agreement as Agreement, [])[0]).toContain('notices that the proposer accepted: A16');
  });
});

describe('the annex for a data-protection impact assessment', () => {
  it.each(GOLDEN_CASES.map(({ name, agreement }) => [name, agreement] as const))('of %s follows Article 35(7), names its digest and leaves open what only people can say', (_, agreement) => {
    const clauses = dpiaAnnex(agreement);
    expect(clauses.map(({ heading }) => /\((\w)\)$/.exec(heading)?.[1] ?? '')).toEqual(['', 'a', 'b', 'c', 'd', '']);
    expect(clauses[0]?.lines.join(' ')).toContain(digestOf(agreement));
    for (const { lines } of clauses.slice(1)) expect(lines.some((line) => line.startsWith('TO FILL IN: '))).toBe(true);
    expect(clauses.flatMap(({ lines }) => lines)).toEqual(expect.arrayContaining([...describeAgreement(agreement).find(({ heading }) => heading === 'Read this first')?.lines ?? []]));
  });

  it('asks for what the agreement does not say, and not for what it says', () => {
    const { agreement } = golden('dpia', linear('sum', ['beds:0..5000']), { legalBasis: 'A law', contacts: [{ name: 'South', contact: 'Its officer' }], retainUntil: Date.UTC(2027, 0, 31) });
    const lines = dpiaAnnex(agreement).flatMap((clause) => clause.lines);
    expect(lines).toEqual(expect.arrayContaining(['South: Its officer', 'TO FILL IN: whom to ask at North.', 'TO FILL IN: whom to ask at Harbour.']));
    expect(lines.join('\n')).not.toContain('how long the result is kept');
  });
});
