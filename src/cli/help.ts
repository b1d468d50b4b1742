/** Help that begins with examples, as people read it, and ends with a list of documents. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandHelp, Help, type Interfaces } from '@oclif/core';

/** Which documents explain a command: by its first word, or by what its flags are about. */
const BY_WORD: Readonly<Record<string, string>> = {
  agreement: 'agreement.md',
  forget: 'history.md',
  history: 'history.md',
  init: 'identities.md',
  join: 'ci.md',
  ledger: 'ledger.md',
  log: 'history.md',
  party: 'identities.md',
  program: 'language.md',
  receipt: 'receipt.md',
  relay: 'relay.md',
  'relay-token': 'relay.md',
  reveal: 'shares.md',
  share: 'shares.md',
  status: 'history.md',
  whoami: 'identities.md',
};

const BY_FLAG: readonly (readonly [flag: string, documents: readonly string[]])[] = [
  ['purpose', ['agreement.md']],
  ['key', ['matching.md', 'keys.md']],
  ['data', ['csv.md', 'data.md']],
];

/** Paths of the documents that come with the program. */
function documentsOf(word: string, flags: readonly string[]): string[] {
  const names = [...(word in BY_WORD ? [BY_WORD[word] ?? ''] : []), ...BY_FLAG.flatMap(([flag, documents]) => (flags.includes(flag) ? documents : []))];
  // The build puts this file into dist/cli, the sources have it in src/cli.
  const paths = (names.length === 0 ? ['README.md'] : names).map((name) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)));
  return paths.filter((path) => existsSync(path));
}

class ExamplesFirst extends CommandHelp {
  /** Of flags that exclude each other, those that stand elsewhere in the line leave an empty place. */
  protected override defaultUsage(): string {
    return super.defaultUsage().replaceAll(/(?:\|\s+)+(?=[|\]])/g, '').replaceAll(/\s+\]/g, ']');
  }

  protected override sections(): ReturnType<CommandHelp['sections']> {
    const sections = super.sections();
    const isExamples = ({ header }: { header: string }): boolean => header.startsWith('EXAMPLE');
    const documents = documentsOf(this.command.id.split(':')[0] ?? '', Object.keys(this.command.flags));
    return [
      ...sections.filter(isExamples),
      ...sections.filter((section) => !isExamples(section)),
      ...(documents.length === 0 ? [] : [{ header: 'DOCUMENTS', generate: () => documents.join('\n') }]),
    ];
  }
}

const USUAL_COLUMNS = 80;
/** In fewer, oclif breaks its templates apart before it fills them in. */
const LEAST_COLUMNS = 40;
const INDENT = 2;

/** oclif forgets the blanks before each section, so that the terminal would break the last word of a line. */
function textWidth(): number {
  const { isTTY, columns } = process.stdout;
  return Math.max(isTTY && columns > 0 ? columns : USUAL_COLUMNS, LEAST_COLUMNS) - INDENT;
}

export default class MpcHelp extends Help {
  protected override CommandHelpClass = ExamplesFirst;

  constructor(config: Interfaces.Config, options: Partial<Interfaces.HelpOptions> = {}) {
    super(config, { maxWidth: textWidth(), ...options });
  }

  override formatRoot(): string {
    const [documents] = documentsOf('', []);
    return `${super.formatRoot()}${documents === undefined ? '' : `\n\n${this.section('DOCUMENTS', documents)}`}`;
  }
}
