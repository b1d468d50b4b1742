/** The language server protocol over the checker: what `mpc program check` says, while somebody writes. */
import { CompletionItemKind, createConnection, DiagnosticSeverity, ErrorCodes, MarkupKind, ResponseError, TextDocumentSyncKind, type CompletionItem, type Diagnostic, type Hover, type TextEdit } from 'vscode-languageserver/node';
import type { At } from '../../language/fault.js';
import { format } from '../../language/format/format.js';
import { hoverAt } from '../../language/editor/hover.js';
import { namesAt, type Proposal } from '../../language/editor/names.js';
import { lengthAt, survey, type Survey } from '../../language/editor/survey.js';

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Open {
  readonly text: string;
  readonly survey: Survey;
}

const SOURCE = 'mpc';
/** Open at once; an editor has some, and a client that goes mad gets an error. */
const MOST_OPEN = 1_000;

const KINDS: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  role: CompletionItemKind.Module,
  rows: CompletionItemKind.Struct,
  table: CompletionItemKind.Struct,
  field: CompletionItemKind.Field,
  value: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  word: CompletionItemKind.Keyword,
};

/** Serves until the client says `exit` or closes its end. Ends the process then. */
export function serveOver(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, version: string): Promise<never> {
  const connection = createConnection(input, output);
  const documents = new Map<string, Open>();
  connection.onInitialize(() => ({
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Full },
      hoverProvider: true,
      documentFormattingProvider: true,
      completionProvider: { triggerCharacters: ['.'] },
    },
    serverInfo: { name: 'mpc', version },
  }));

  const take = (uri: string, text: string): void => {
    if (!documents.has(uri) && documents.size >= MOST_OPEN) throw new ResponseError(ErrorCodes.InvalidRequest, `More than ${MOST_OPEN} programs are open.`);
    const open = { text, survey: survey(text) };
    documents.set(uri, open);
    void connection.sendDiagnostics({ uri, diagnostics: diagnosticsOf(open.survey) });
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, text } }) => { take(uri, text); });
  connection.onDidChangeTextDocument(({ textDocument: { uri }, contentChanges }) => {
    // Changes come whole, and the last of them is the text.
    const text = contentChanges.at(-1)?.text;
    if (text !== undefined) take(uri, text);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onHover(({ textDocument: { uri }, position }): Hover | null => {
    const open = documents.get(uri);
    const hover = open === undefined ? undefined : hoverAt(open.survey, placeOf(position));
    if (hover === undefined) return null;
    return { contents: { kind: MarkupKind.PlainText, value: [hover.name, ...hover.lines].join('\n') }, range: rangeOf(hover.at, hover.length) };
  });
  connection.onCompletion(({ textDocument: { uri }, position }): CompletionItem[] => {
    const open = documents.get(uri);
    return open === undefined ? [] : namesAt(open.survey, placeOf(position)).map(({ name, kind, about }) => ({ label: name, kind: KINDS[kind], detail: about }));
  });
  connection.onDocumentFormatting(({ textDocument: { uri } }): TextEdit[] => {
    const open = documents.get(uri);
    // A program with errors stays as it is, as with the command.
    return open === undefined || open.survey.problems.length > 0 ? [] : editsOf(open.text);
  });
  connection.listen();
  // The library ends the process when it is told to, and when the client is gone.
  return new Promise<never>(() => undefined);
}

function diagnosticsOf(survey: Survey): Diagnostic[] {
  const errors = survey.problems.map(({ code, line, column, message, next }): Diagnostic => ({ severity: DiagnosticSeverity.Error, source: SOURCE, code, range: rangeOf({ line, column }, lengthAt(survey, { line, column })), message: next === '' ? message : `${message}\n→ ${next}` }));
  const notices = survey.notices.map(({ code, attention, text, line }): Diagnostic => {
    const [first] = survey.tokens.filter((token) => token.line === line);
    return { severity: attention ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information, source: SOURCE, code, range: rangeOf({ line, column: first?.column ?? 1 }, first?.length ?? 1), message: text };
  });
  return [...errors, ...notices];
}

/** Both count columns in UTF-16 units; the protocol counts from 0. */
function rangeOf({ line, column }: At, length: number): Diagnostic['range'] {
  return { start: { line: line - 1, character: column - 1 }, end: { line: line - 1, character: column - 1 + length } };
}

function placeOf({ line, character }: Position): At {
  return { line: line + 1, column: character + 1 };
}

function editsOf(text: string): TextEdit[] {
  const formatted = format(text);
  if (formatted === text) return [];
  const lines = text.split('\n');
  return [{ range: { start: { line: 0, character: 0 }, end: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 } }, newText: formatted }];
}
