/** The real server, driven by the library that VS Code's clients are made with. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CompletionRequest, createProtocolConnection, DiagnosticSeverity, DidChangeTextDocumentNotification, DidCloseTextDocumentNotification, DidOpenTextDocumentNotification, DocumentFormattingRequest, ExitNotification, HoverRequest, InitializedNotification, InitializeRequest, PublishDiagnosticsNotification, ShutdownRequest, StreamMessageReader, StreamMessageWriter, type CompletionItem, type PublishDiagnosticsParams } from 'vscode-languageserver-protocol/node';
import { newFolder, ROOT } from '../support/processes.js';

const uri = 'untitled:stays.tally';
const example = (name: string) => readFileSync(join(ROOT, 'fixtures', 'programs', `${name}.tally`), 'utf8');
const server = spawn(process.execPath, [join(ROOT, 'bin', 'run.js'), 'program', 'language-server', '--stdio'], { env: { ...process.env, MPC_HOME: newFolder() } });
const exited = once(server, 'exit');
const client = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
let waiting: ((published: PublishDiagnosticsParams) => void) | undefined;
let said = '';

beforeAll(async () => {
  server.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  client.onNotification(PublishDiagnosticsNotification.type, (published) => waiting?.(published));
  client.listen();
  const begin = { processId: process.pid, rootUri: null, capabilities: {} };
  const { capabilities, serverInfo } = await client.sendRequest(InitializeRequest.type, begin);
  expect(serverInfo?.name).toBe('mpc');
  expect(capabilities).toMatchObject({ hoverProvider: true, documentFormattingProvider: true, completionProvider: { triggerCharacters: ['.'] } });
  await client.sendNotification(InitializedNotification.type, {});
});

afterAll(() => { server.kill(); });

let version = 0;

/** What the server says of a text. */
async function published(text: string): Promise<PublishDiagnosticsParams['diagnostics']> {
  const answer = new Promise<PublishDiagnosticsParams>((resolve) => (waiting = resolve));
  if (version++ === 0) await client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: 'tally', version, text } });
  else await client.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges: [{ text }] });
  const { uri: of, diagnostics } = await answer;
  expect(of).toBe(uri);
  return diagnostics;
}

/** Where a text stands first, as the protocol counts, so many characters in. */
function positionOf(text: string, what: string, plus = 0): { line: number; character: number } {
  const before = text.slice(0, text.indexOf(what) + plus).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

async function hover(text: string, what: string, plus = 0): Promise<string> {
  const found = await client.sendRequest(HoverRequest.type, { textDocument: { uri }, position: positionOf(text, what, plus) });
  return (found?.contents as { value: string } | undefined)?.value ?? '';
}

const labels = async (text: string, what: string, plus: number) => ((await client.sendRequest(CompletionRequest.type, { textDocument: { uri }, position: positionOf(text, what, plus) })) as CompletionItem[]).map(({ label }) => label);

it('says what `mpc program check` says, under the place that is meant', async () => {
  const wrong = 'tally 1\nanalysis "Prüfung"\nparties Anna, Ben\nfrom Anna:\n    x: 0..9\nreveal y = Anna.z > 1 to Ben\nreveal w = Anna.x >\n';
  expect(await published(wrong)).toEqual([
    { severity: DiagnosticSeverity.Error, source: 'mpc', code: 'E051', message: '"Anna" has no "z".\n→ It has x.', range: { start: { line: 5, character: 11 }, end: { line: 5, character: 15 } } },
    { severity: DiagnosticSeverity.Error, source: 'mpc', code: 'E010', message: expect.stringContaining('Expected') as unknown, range: { start: { line: 6, character: 19 }, end: { line: 6, character: 20 } } },
  ]);
  const right = await published(example('bargain'));
  expect(right.map(({ code, severity }) => [code, severity])).toEqual(expect.arrayContaining([['A02', DiagnosticSeverity.Warning], ['N05', DiagnosticSeverity.Information]]));
});

it('tells of a name what it may hold, and who knows it, also in a program with an error', async () => {
  const text = example('readmission');
  await published(text);
  expect(await hover(text, 'discharged:', 2)).toBe('discharged\nA day from 2023-01-01 to 2029-12-31.\nEach of the hospitals knows its own alone.');
  expect(await hover(text, 'rate = again', 1)).toMatch(/^rate\nA percentage from 0\.0% to [\d ]+\.0%, or empty\.\nIt is worked out together, and nobody sees it unless it is revealed\.$/);
  expect(await hover(text, 'in_year: 2024', 3)).toBe('in_year\nA whole number from 2 024 to 2 028.\nAll parties know it.');
  expect(await hover(text, 'reveal rates', 8)).toContain('A table of 3 cells by ward, over the rows of stays.');
  expect(await hover(text, 'hospitals of 3', 1)).toBe('hospitals\nA group of 3 to 20 parties.');
  expect(await hover(text, 'where year', 1)).toBe('');
  const loan = `${example('loan')}let wrong = nothing_of_the_kind\n`;
  expect((await published(loan)).map(({ code }) => code)).toEqual(['E051']);
  for (const at of ['Bureau.owed', 'owed <=']) expect(await hover(loan, at, 1)).toBe(`${at === 'owed <=' ? 'owed' : 'Bureau'}\nA whole number from 0 to 5 000 000 (unit “EUR”).\nBureau alone knows it.`);
});

it('completes names, behind a dot the fields of one party', async () => {
  const text = `${example('loan')}let more = Bureau.\n`;
  await published(text);
  expect(await labels(text, 'more = Bureau.', 14)).toEqual(['defaults', 'owed']);
  expect(await labels(text, 'more = Bureau', 8)).toEqual(expect.arrayContaining(['Applicant', 'score', 'free', 'max', 'otherwise']));
  expect(await labels(text, 'let more', 2)).toEqual(expect.arrayContaining(['reveal', 'table']));
});

it('writes the usual form, and leaves a program with errors alone', async () => {
  const format = () => client.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options: { tabSize: 4, insertSpaces: true } });
  const text = example('fraud').replaceAll(' = ', '  =  ');
  await published(text);
  const [edit] = (await format()) ?? [];
  expect(edit?.newText).toBe(example('fraud'));
  expect(edit?.range).toEqual({ start: { line: 0, character: 0 }, end: { line: text.split('\n').length - 1, character: 0 } });
  await published(edit?.newText ?? '');
  expect(await format()).toEqual([]);
  await published(`${text}reveal\n`);
  expect(await format()).toEqual([]);
});

it('goes on after a text of any kind, and ends when it is told to', async () => {
  for (const text of ['', '\t', 'tally 2\n', '('.repeat(100_000), '\u{1f600}\n"']) expect((await published(text)).length).toBeGreaterThan(0);
  const cleared = new Promise<PublishDiagnosticsParams>((resolve) => (waiting = resolve));
  await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  expect((await cleared).diagnostics).toEqual([]);
  expect(await client.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 0 } })).toBeNull();
  await client.sendRequest(ShutdownRequest.type);
  await client.sendNotification(ExitNotification.type);
  expect([(await exited)[0], said]).toEqual([0, '']);
});
