// Writes docs/library-reference.md: every name of the public interface with its type and the first words of its doc comment, by entry file. `npm run reference`
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'src', 'library');
const MOST_CHARS = 240;

const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, root);
const entries = readdirSync(folder).filter((name) => name !== 'index.ts').sort();
const program = ts.createProgram(entries.map((name) => join(folder, name)), options);
const checker = program.getTypeChecker();

/** The first sentence, on one line. */
function firstSentence(symbol) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
  return /^.*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}

function typeOf(name, symbol) {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return name;
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) return `type ${name}`;
  if (ts.isClassDeclaration(declaration)) return `class ${name}`;
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const [signature] = type.getCallSignatures();
  const text = signature === undefined ? `: ${checker.typeToString(type)}` : checker.signatureToString(signature, declaration, ts.TypeFormatFlags.NoTruncation);
  const whole = signature === undefined ? `const ${name}${text}` : `${name}${text}`;
  return whole.length <= MOST_CHARS ? whole : `${whole.slice(0, MOST_CHARS - 1)}…`;
}

function section(file) {
  const source = program.getSourceFile(join(folder, file));
  const [, about = ''] = /^\/\*\*\s*(.*?)\s*\*\//s.exec(source.text) ?? [];
  const module = checker.getSymbolAtLocation(source);
  const byName = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.getName(), symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol]));
  const lines = [`## ${file.replace(/\.ts$/, '')}`, '', about, ''];
  // In the order of the file, with its own headings.
  for (const line of source.text.split('\n')) {
    const heading = /^\/\/ (.*)$/.exec(line)?.[1];
    if (heading !== undefined) lines.push('', `**${heading.replace(/[.:]$/, '')}**`, '');
    const listed = /^export (?:type )?\{([^}]*)\}/.exec(line)?.[1].split(',').map((each) => each.trim().replace(/^type /, '').split(' as ').at(-1)) ?? [];
    const declared = /^export (?:async )?function (\w+)/.exec(line)?.[1];
    for (const name of [...listed, ...(declared === undefined ? [] : [declared])]) {
      const symbol = byName.get(name);
      const what = firstSentence(symbol);
      lines.push(`- \`${typeOf(name, symbol)}\`${what === '' ? '' : `<br>${what}`}`);
    }
  }
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

const head = `# Reference of the library

Every name that \`import { … } from 'mpc'\` has, with its type and the first words of its documentation. The types in the package have all of it. [library.md](library.md) shows how they go
together. Written by \`npm run reference\` from \`src/library/\`, of which each file is a section here.
`;
writeFileSync(join(root, 'docs', 'library-reference.md'), `${head}\n${entries.map(section).join('\n\n')}\n`);
