import { parseBoundedJson } from '../bounded-json.js';

interface ForeignKind {
  readonly name: string;
  /** The command that takes it, if one does. */
  readonly use?: string;
}

export type ForeignKindName = 'empty' | 'table' | 'workbook' | 'parquet' | 'packed' | 'pdf' | 'picture' | 'pem' | 'result' | 'printed' | 'json' | 'binary' | 'text';

/** Files that people have and this program does not make, or only prints: what to call them where something else is needed. */
export const FOREIGN_KINDS: Readonly<Record<ForeignKindName, ForeignKind>> = {
  empty: { name: 'empty' },
  table: { name: 'a table (CSV)', use: 'A party’s own data is given with --csv FILE.' },
  workbook: { name: 'a workbook or an archive', use: 'A workbook (.xlsx) with a party’s own data is given with --data FILE.' },
  parquet: { name: 'a Parquet file', use: 'A party’s own data is given with --data FILE.' },
  packed: { name: 'a compressed file', use: 'Unpack it. A party’s own data may be compressed, and is given with --csv FILE.' },
  pdf: { name: 'a PDF' },
  picture: { name: 'a picture' },
  pem: { name: 'a certificate or a key of TLS (PEM)' },
  result: { name: 'what a session printed under --json', use: 'Its receipt lies where "receipt" in it says.' },
  printed: { name: 'what `mpc agreement show --json` printed', use: 'Give the file of the agreement itself.' },
  json: { name: 'JSON that is no file of mpc' },
  binary: { name: 'no text' },
  text: { name: 'a text' },
};

const MAX_JSON_BYTES = 8 * 1024 * 1024;

const SIGNATURES: readonly (readonly [string, ForeignKindName])[] = [
  ['PK\x03\x04', 'workbook'],
  ['\xd0\xcf\x11\xe0', 'workbook'],
  ['PAR1', 'parquet'],
  ['\x1f\x8b', 'packed'],
  ['BZh', 'packed'],
  ['\xfd7zXZ', 'packed'],
  ['%PDF-', 'pdf'],
  ['\x89PNG', 'picture'],
  ['\xff\xd8\xff', 'picture'],
];

/** What a file is that is none of this program's. `head`: its beginning as text. Undefined for JSON that is cut off or damaged: nobody can say of what. */
export function foreignKindOf(bytes: Uint8Array, head: string): ForeignKindName | undefined {
  if (bytes.length === 0 || (head === '' && bytes.length < 1_000)) return 'empty';
  const first = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const signed = SIGNATURES.find(([signature]) => first.startsWith(signature));
  if (signed !== undefined) return signed[1];
  if (bytes.subarray(0, 4_096).includes(0) || head.slice(0, 4_096).split('\ufffd').length > 40) return 'binary';
  if (/^[{[]/.test(head)) return jsonKind(bytes, head);
  if (head.startsWith('-----BEGIN ')) return 'pem';
  return isTable(head) ? 'table' : 'text';
}

function jsonKind(bytes: Uint8Array, head: string): ForeignKindName | undefined {
  // One of this program's files that was damaged: its own reader says how.
  if (/"format"\s*:\s*"mpc-/.test(head)) return undefined;
  const whole = parsed(bytes);
  // One object a line.
  if (whole === undefined) return parsed(Buffer.from(head.split('\n', 1)[0] ?? '', 'utf8')) === undefined ? undefined : 'json';
  const has = (...names: string[]) => names.every((name) => Object.hasOwn(whole, name));
  if (has('session', 'operation', 'result')) return 'result';
  if (has('digest', 'agreement')) return 'printed';
  return 'json';
}

function parsed(bytes: Uint8Array): object | undefined {
  try {
    const value = parseBoundedJson(bytes, { maxBytes: MAX_JSON_BYTES });
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the first lines hold the same delimiter equally often. */
function isTable(head: string): boolean {
  const lines = head.split(/\r?\n/, 4).filter((line) => line !== '');
  if (lines.length < 2) return false;
  return [',', ';', '\t', '|'].some((mark) => {
    const counts = lines.map((line) => line.split(mark).length);
    return (counts[0] ?? 1) > 1 && counts.every((count) => count === counts[0]);
  });
}
