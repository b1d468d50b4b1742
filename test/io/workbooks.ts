/** Workbooks made by hand, part by part, so that they can be wrong in every way. */
import { strToU8, zipSync, type Zippable } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

export interface HandMade {
  /** By name: what stands in `sheetData`, or the whole part where it begins with `<?xml`. */
  readonly sheets?: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  readonly texts?: readonly string[];
  /** Number formats of the cells' styles 0, 1, 2 …: a code, or the number of a built-in one. */
  readonly formats?: readonly (string | number)[];
  readonly from1904?: boolean;
  /** Parts in place of those made, or beside them. */
  readonly parts?: Zippable;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const relation = (id: string, type: string, target: string): string => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
const relations = (inner: string): Uint8Array => strToU8(`<?xml version="1.0"?><Relationships xmlns="${PACKAGE}">${inner}</Relationships>`);

export function workbook({ sheets = { Pay: '' }, hidden = [], texts = [], formats = [0], from1904 = false, parts = {} }: HandMade): Buffer {
  const names = Object.keys(sheets);
  const listed = names.map((name, i) => `<x:sheet name="${escaped(name)}" sheetId="${i + 7}" ${hidden.includes(name) ? 'state="hidden" ' : ''}r:id="s${i}"/>`).join('');
  const custom = formats.flatMap((format, i) => (typeof format === 'string' ? [`<numFmt numFmtId="${200 + i}" formatCode="${escaped(format)}"/>`] : []));
  const files: Zippable = {
    '_rels/.rels': relations(relation('r', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': strToU8(`<x:workbook xmlns:x="${MAIN}" xmlns:r="${RELATIONS}"><x:workbookPr date1904="${from1904 ? 1 : 0}"/><x:sheets>${listed}</x:sheets></x:workbook>`),
    'xl/_rels/workbook.xml.rels': relations(names.map((_, i) => relation(`s${i}`, 'worksheet', `worksheets/sheet${i}.xml`)).join('') + relation('t', 'sharedStrings', '/xl/sharedStrings.xml') + relation('f', 'styles', 'styles.xml')),
    'xl/sharedStrings.xml': strToU8(`<sst xmlns="${MAIN}">${texts.map((text) => `<si>${text.startsWith('<') ? text : `<t>${escaped(text)}</t>`}</si>`).join('')}</sst>`),
    'xl/styles.xml': strToU8(`<styleSheet xmlns="${MAIN}"><numFmts>${custom.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats.map((format, i) => `<xf numFmtId="${typeof format === 'string' ? 200 + i : format}"/>`).join('')}</cellXfs></styleSheet>`),
    ...Object.fromEntries(names.map((name, i) => [`xl/worksheets/sheet${i}.xml`, strToU8(sheets[name]?.startsWith('<?xml') === true ? sheets[name] : `<worksheet xmlns="${MAIN}"><sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`)])),
    ...parts,
  };
  return Buffer.from(zipSync(files));
}

/** A row of cells in columns A, B, C …: a text goes inline, a number as a number, and XML as it is. */
export function row(number: number, ...cells: readonly (string | number | null)[]): string {
  const made = cells.map((cell, i) => {
    const at = `${String.fromCharCode(65 + i)}${number}`;
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
    return cell.startsWith('<c') ? cell.replace('<c', `<c r="${at}"`) : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  });
  return `<row r="${number}">${made.join('')}</row>`;
}
