/** What a workbook says about its sheets (ECMA-376, part 1, 18.2, 18.4 and 18.8): names, shared texts, and which formats are dates. */
import { posix } from 'node:path';
import { readWholeXml } from './part-xml.js';
import { showsDate } from './sheet-dates.js';
import type { Parts } from './workbook-parts.js';

/** Bytes of a part that is kept: the texts that cells share, and all others. */
const MOST_TEXTS = 256 * 1024 ** 2;
const MOST_OTHER = 16 * 1024 ** 2;

/** How many texts, and characters of one: Excel has at most 32 767 in a cell. */
const MOST_SHARED = 10_000_000;
export const MOST_CHARACTERS = 1024 * 1024;

export interface SheetPart {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly SheetPart[];
  /** Whether days are counted from 1904 on, as Macintoshes counted them. */
  readonly from1904: boolean;
  readonly texts: readonly string[];
  /** By the number of a cell's style: whether it shows a date or a time. */
  readonly isDate: readonly boolean[];
}

type Relations = ReadonlyMap<string, { readonly type: string; readonly part: string }>;

/** Errors: INPUT_UNREADABLE. */
export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const root = await relationsOf(parts, '');
  const workbook = partOfType(root, 'officeDocument');
  if (workbook === undefined || !parts.has(workbook)) throw parts.damaged();
  const relations = await relationsOf(parts, workbook);
  const sheets: SheetPart[] = [];
  let from1904 = false;
  const open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === 'workbookPr') from1904 = isOn(attributes['date1904']);
    if (name !== 'sheet') return;
    const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1] ?? '';
    const relation = relations.get(id);
    // Sheets that are only a chart, and sheets of dialogues, hold no rows.
    if (relation?.type === 'worksheet') sheets.push({ name: attributes['name'] ?? '', part: relation.part, isHidden: (attributes['state'] ?? 'visible') !== 'visible' });
  };
  await readWholeXml(parts, workbook, { open }, MOST_OTHER);
  return { sheets, from1904, texts: await sharedTexts(parts, partOfType(relations, 'sharedStrings')), isDate: await dateStyles(parts, partOfType(relations, 'styles')) };
}

function partOfType(relations: Relations, type: string): string | undefined {
  return [...relations.values()].find((relation) => relation.type === type)?.part;
}

/** The parts that another part refers to, by the identifiers that it has for them. */
async function relationsOf(parts: Parts, owner: string): Promise<Relations> {
  const folder = posix.dirname(owner);
  const part = posix.join(folder, '_rels', `${posix.basename(owner)}.rels`);
  const relations = new Map<string, { type: string; part: string }>();
  if (!parts.has(part)) return relations;
  const open = (name: string, { Id = '', Type = '', Target = '', TargetMode }: Readonly<Record<string, string>>): void => {
    if (name !== 'Relationship' || TargetMode === 'External') return;
    relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target) });
  };
  await readWholeXml(parts, part, { open }, MOST_OTHER);
  return relations;
}

async function sharedTexts(parts: Parts, part: string | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (part === undefined) return texts;
  const text = new RichText(parts);
  await readWholeXml(
    parts,
    part,
    {
      open: (name) => {
        if (name === 'si') text.begin();
        else text.open(name);
      },
      text: (piece) => text.add(piece),
      close: (name) => {
        text.close(name);
        if (name !== 'si') return;
        if (texts.length >= MOST_SHARED) throw parts.damaged();
        texts.push(text.whole);
      },
    },
    MOST_TEXTS,
  );
  return texts;
}

/** A text that may have runs of several looks. Japanese files also have its pronunciation, which is no part of the text. */
export class RichText {
  #text = '';
  #isText = false;
  #isPhonetic = false;

  constructor(private readonly parts: Parts) {}

  begin(): void {
    this.#text = '';
    this.#isText = false;
    this.#isPhonetic = false;
  }

  open(name: string): void {
    if (name === 'rPh') this.#isPhonetic = true;
    if (name === 't') this.#isText = true;
  }

  add(piece: string): void {
    if (!this.#isText || this.#isPhonetic) return;
    this.#text += piece;
    if (this.#text.length > MOST_CHARACTERS) throw this.parts.damaged();
  }

  close(name: string): void {
    if (name === 'rPh') this.#isPhonetic = false;
    if (name === 't') this.#isText = false;
  }

  get whole(): string {
    return unescaped(this.#text);
  }
}

/** Characters that XML cannot hold, as spreadsheets write them (22.9.2.19): `_x000D_`. */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;
}

async function dateStyles(parts: Parts, part: string | undefined): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (part === undefined) return styles;
  const custom = new Map<string, string>();
  let isCellStyles = false;
  await readWholeXml(
    parts,
    part,
    {
      open: (name, attributes) => {
        if (name === 'numFmt') custom.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '');
        if (name === 'cellXfs') isCellStyles = true;
        if (name === 'xf' && isCellStyles) styles.push(showsDate(Number(attributes['numFmtId'] ?? '0'), custom.get(attributes['numFmtId'] ?? '')));
      },
      close: (name) => {
        if (name === 'cellXfs') isCellStyles = false;
      },
    },
    MOST_OTHER,
  );
  return styles;
}

export function isOn(flag: string | undefined): boolean {
  return flag === '1' || flag === 'true' || flag === 'on';
}
