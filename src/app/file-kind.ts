import { open } from 'node:fs/promises';
import { parseBoundedJson } from '../bounded-json.js';
import { MpcError, type ErrorCode } from '../errors.js';
import { readWithoutWaiting } from '../platform.js';
import { FORMAT as AGREEMENT_FORMAT } from '../session/agreement/types.js';
import { RECEIPT_FORMAT } from '../session/receipt.js';
import { inviteIn } from '../session/invite.js';
import { foreignKindOf, FOREIGN_KINDS } from './foreign-kind.js';

/** The number after the slash: the formats themselves say which version this program reads. */
function versionOf(format: string): number {
  return Number(format.split('/')[1]);
}

interface Kind {
  readonly name: string;
  readonly use: string;
  /** The version that this program reads, if it is not the first. */
  readonly version?: number;
}

/** The names of the files that this program makes, by the format that they hold, and the command that takes each. */
const KINDS: Readonly<Record<string, Kind>> = {
  'mpc-agreement': { name: 'an agreement', version: versionOf(AGREEMENT_FORMAT), use: '`mpc agreement show FILE` reads it, `mpc join FILE` takes part.' },
  'mpc-opening': { name: 'an opening agreement', use: '`mpc agreement show FILE` reads it, `mpc reveal SHARE --opening FILE` opens by it.' },
  'mpc-receipt': { name: 'a receipt', version: versionOf(RECEIPT_FORMAT), use: '`mpc receipt show FILE` reads it.' },
  'mpc-reveal-receipt': { name: 'a receipt of an opening', use: '`mpc receipt show FILE` reads it.' },
  'mpc-reshare-receipt': { name: 'a receipt of a re-sharing', use: '`mpc receipt show FILE` reads it.' },
  'mpc-release': { name: 'a record that a share left', use: '`mpc receipt show FILE` reads it.' },
  'mpc-share': { name: 'a share file', use: '`mpc share show FILE` reads it, `mpc reveal FILE` opens the result with others.' },
  'mpc-sealed-list': { name: 'what a recipient keeps of a sealed comparison', use: 'It is used by `mpc reveal` by itself, and is given to no command.' },
  'mpc-identity': { name: 'an identity, which is a secret', use: 'It is given to no command, and to nobody.' },
  'mpc-parties': { name: 'the list of known parties', version: 2, use: '`mpc party list` shows it.' },
  'mpc-rotation': { name: 'a statement that a key was exchanged', use: '`mpc party add NAME --rotation FILE` takes it.' },
  'mpc-directory': { name: 'a directory of parties', use: '`mpc party import FILE` takes it.' },
  'mpc-ledger': { name: 'the ledger', use: '`mpc ledger` shows it.' },
  invite: { name: 'an invite', use: '`mpc join FILE` takes part by it.' },
  key: { name: 'a public key', use: '`mpc party add NAME KEY` takes it.' },
  card: { name: 'a key card', use: '`mpc party import FILE` takes it.' },
  'key card': { name: 'a party’s name and public key', use: '`mpc party add NAME KEY` takes the key: the line that begins with mpc1.' },
  program: { name: 'a program', use: '`mpc program show FILE` reads it, `mpc run FILE` proposes it.' },
};

/** Where a file of the needed kind comes from, for a user who gave something that no command takes. */
const ORIGINS: Readonly<Record<string, string>> = {
  'an agreement': 'An agreement is a file that its proposer wrote with `--propose FILE`.',
  'an agreement or an invite': 'An agreement file begins with {, an invite with mpcinvite1.',
  'an opening agreement': 'It is a file that a holder wrote with `mpc reveal SHARE --to NAME --purpose TEXT --propose FILE`.',
  'a receipt': '`mpc receipt list` names the receipts of this machine.',
  'a share file': 'Share files lie in the folder shares/ of MPC_HOME.',
  'a statement that a key was exchanged': 'Ask its owner for the file rotation.json that `mpc init --rotate` wrote.',
  'a program': '`mpc program new` writes one to begin with.',
};

const MAX_LOOKED_AT = 8 * 1024 * 1024;
/** The beginning of a file: enough for everything except a format, which may come much later. */
const HEAD_BYTES = 64 * 1024;

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('utf8').trimStart();
}

/** The kind of a file that this program makes or people write for it: `mpc-share` and so on, `invite`, `key`, `key card`, `program`, or undefined. */
export function kindOf(bytes: Uint8Array): string | undefined {
  const head = headOf(bytes);
  if (/^[\s>|"'<]*mpcinvite1/i.test(head) || inviteIn(head) !== undefined) return 'invite';
  if (head.includes('mpccard1')) return 'card';
  if (/^mpc1[a-z0-9]{58}\s*$/.test(head)) return 'key';
  if (/^Name: .*\r?\nPublic key: +mpc1/.test(head) || /^\{"name":"[^"]*","publicKey":"mpc1/.test(head)) return 'key card';
  if (/^(?:#[^\n]*\n|\s*\n)*tally \d+\s*(?:#[^\n]*)?\r?\n/.test(head)) return 'program';
  return formatOf(bytes)?.kind;
}

function formatOf(bytes: Uint8Array): { readonly kind: string; readonly version: number } | undefined {
  if (!Buffer.from(bytes.subarray(0, 200)).toString('utf8').trimStart().startsWith('{')) return undefined;
  try {
    const { format } = parseBoundedJson(bytes, { maxBytes: MAX_LOOKED_AT }) as { format?: unknown };
    const [, kind, version] = (typeof format === 'string' ? /^(mpc-[a-z-]+)\/(\d{1,6})$/.exec(format) : null) ?? [];
    return kind === undefined ? undefined : { kind, version: Number(version) };
  } catch {
    return undefined;
  }
}

/** What to say of a file of a known kind whose version this program does not read: which it is, and which program reads it. */
function otherVersion(path: string, bytes: Uint8Array, kind: string): { readonly what: string; readonly next: string } | undefined {
  const known = KINDS[kind];
  const version = formatOf(bytes)?.version;
  const own = known?.version ?? 1;
  if (known === undefined || version === undefined || version === own) return undefined;
  const reader = version < own ? 'mpc 0.1' : 'a newer mpc than this one';
  return { what: `${path} is ${known.name} in the format ${kind}/${version}, which ${reader} reads; this program reads ${kind}/${own}.`, next: `Use ${version < own ? 'mpc 0.1 for it, or make it anew with this program' : 'the version of mpc that wrote it'} (\`mpc --version\`).` };
}

/** What is wrong with a file that should be of one of the kinds `wanted`, called `what`: the version, or that it is something else; undefined where neither can be told. */
export function wrongKind(given: string, bytes: Uint8Array, wanted: readonly string[], what: string): { readonly what: string; readonly next: string } | undefined {
  const path = given === '-' ? 'Standard input' : given;
  const kind = kindOf(bytes);
  if (kind !== undefined && wanted.includes(kind)) return otherVersion(path, bytes, kind);
  const known = kind === undefined ? undefined : KINDS[kind];
  if (known !== undefined) return { what: `${path} is ${known.name}, and ${what} is needed here.`, next: known.use };
  // A format that only a newer version knows.
  if (kind !== undefined) return undefined;
  const foreign = foreignKindOf(bytes, headOf(bytes));
  if (foreign === undefined || wanted.includes(foreign)) return undefined;
  const { name, use } = FOREIGN_KINDS[foreign];
  return { what: `${path} is ${name}, and ${what} is needed here.`, next: use ?? ORIGINS[what] ?? 'Check that it is the right file.' };
}

/**
 * Reads a file by `parse`. Where that fails because the file is of another kind than `wanted`, the error says which it is and what it is for, with the code of
 * the error that it stands for.
 */
export async function asKind<T>(path: string, bytes: Uint8Array, wanted: readonly string[], what: string, parse: () => T | Promise<T>): Promise<T> {
  try {
    return await parse();
  } catch (error) {
    if (!(error instanceof MpcError)) throw error;
    const wrong = wrongKind(path, bytes, wanted, what);
    if (wrong === undefined) throw error;
    throw new MpcError(error.code, wrong.what, wrong.next, { cause: error });
  }
}

/** The same where `read` opens the file itself. */
export async function readAsKind<T>(path: string, wanted: readonly string[], what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const bytes = error instanceof MpcError ? await lookInto(path) : undefined;
    if (bytes === undefined) throw error;
    return asKind(path, bytes, wanted, what, () => {
      throw error;
    });
  }
}

/** Throws an error of this code where a file is one that this program makes, or an invite or a program, and so cannot be `what`: before it is read, and a line of it stands in an error. */
export async function refuseOwnKinds(path: string, what: string, code: ErrorCode): Promise<void> {
  const bytes = await lookInto(path);
  const known = KINDS[(bytes === undefined ? undefined : kindOf(bytes)) ?? ''];
  if (known !== undefined) throw new MpcError(code, `${path} is ${known.name}, and ${what} is needed here.`, known.use);
}

/** The beginning of a regular file, whole where it may be JSON of this program's; undefined where it cannot be read. Nothing is waited for, as at a named pipe. */
async function lookInto(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path, readWithoutWaiting());
    try {
      const status = await file.stat();
      if (!status.isFile()) return undefined;
      const head = new Uint8Array(Math.min(status.size, HEAD_BYTES));
      await file.read(head, 0, head.length, 0);
      if (status.size === head.length || status.size > MAX_LOOKED_AT || !headOf(head).startsWith('{')) return head;
      const all = new Uint8Array(status.size);
      await file.read(all, 0, all.length, 0);
      return all;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
