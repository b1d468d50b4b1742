import { parseBoundedJson } from '../bounded-json.js';
import { MpcError } from '../errors.js';
import { FORMAT as AGREEMENT_FORMAT } from '../session/agreement/types.js';
import { RECEIPT_FORMAT } from '../session/receipt.js';
import { looksLikeInvite } from '../session/invite.js';

/** The number behind the slash: the formats themselves say which version this program reads. */
function versionOf(format: string): number {
  return Number(format.split('/')[1]);
}

/** What a file that this program makes is called, by the format that stands in it, and which command takes it. */
const KINDS: Readonly<Record<string, { readonly name: string; readonly use: string; /** Which this program reads, where it is not the first. */ readonly version?: number }>> = {
  'mpc-agreement': { name: 'an agreement', version: versionOf(AGREEMENT_FORMAT), use: '`mpc agreement show FILE` reads it, `mpc join FILE` takes part.' },
  'mpc-opening': { name: 'an opening agreement', use: '`mpc agreement show FILE` reads it, `mpc reveal SHARE --opening FILE` opens by it.' },
  'mpc-receipt': { name: 'a receipt', version: versionOf(RECEIPT_FORMAT), use: '`mpc receipt show FILE` reads it.' },
  'mpc-reveal-receipt': { name: 'a receipt of an opening', use: '`mpc receipt show FILE` reads it.' },
  'mpc-reshare-receipt': { name: 'a receipt of a re-sharing', use: '`mpc receipt show FILE` reads it.' },
  'mpc-release': { name: 'a record that a share left', use: '`mpc receipt show FILE` reads it.' },
  'mpc-share': { name: 'a share file', use: '`mpc share show FILE` reads it, `mpc reveal FILE` opens the result with others.' },
  'mpc-sealed-list': { name: 'what a recipient keeps of a sealed comparison', use: 'It is used by `mpc reveal` by itself, and is given to no command.' },
  'mpc-identity': { name: 'an identity, which is a secret', use: 'It is given to no command, and to nobody.' },
  'mpc-parties': { name: 'the list of known parties', use: '`mpc party list` shows it.' },
  'mpc-rotation': { name: 'a statement that a key was exchanged', use: '`mpc party add NAME --rotation FILE` takes it.' },
  'mpc-ledger': { name: 'the ledger', use: '`mpc ledger` shows it.' },
};

const MAX_LOOKED_AT = 8 * 1024 * 1024;

/** The kind of a file that this program makes: `mpc-share` and so on, `invite`, `key`, or undefined. */
export function kindOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('utf8').trimStart();
  if (looksLikeInvite(head)) return 'invite';
  if (/^mpc1[a-z0-9]{58}\s*$/.test(head)) return 'key';
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

function described(kind: string): { name: string; use: string } | undefined {
  if (kind === 'invite') return { name: 'an invite', use: '`mpc join FILE` takes part by it.' };
  if (kind === 'key') return { name: 'a public key', use: '`mpc party add NAME KEY` takes it.' };
  return KINDS[kind];
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
    const kind = kindOf(bytes);
    const other = kind !== undefined && wanted.includes(kind) ? otherVersion(path, bytes, kind) : undefined;
    if (other !== undefined) throw new MpcError(error.code, other.what, other.next, { cause: error });
    const found = kind === undefined || wanted.includes(kind) ? undefined : described(kind);
    if (found === undefined) throw error;
    throw new MpcError(error.code, `${path} is ${found.name}, and ${what} is needed here.`, found.use, { cause: error });
  }
}
