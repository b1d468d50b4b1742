import * as v from 'valibot';
import { parseJsonAs } from '../json-as.js';
import { utf8 } from '../crypto/bytes.js';
import { MpcError } from '../errors.js';
import { versionError } from '../other-version.js';
import { isAdmissionToken, parseTokens } from '../admission-token.js';
import { withLock } from './file-lock.js';
import { readStandardInput } from './files.js';
import { ensureFolder, type Home } from './home.js';
import { isMissing, readPrivate, readPrivateIfThere, replacePrivate } from './private-file.js';

const FORMAT = 'mpc-relay-tokens/1';
const MAX_BYTES = 1024 * 1024;
const MAX_TOKEN_BYTES = 1024;

const FileSchema = v.strictObject({
  format: v.literal(FORMAT),
  relays: v.array(v.strictObject({ url: v.string(), token: v.pipe(v.string(), v.check(isAdmissionToken)) })),
});

type Entry = v.InferOutput<typeof FileSchema>['relays'][number];

/** Reads the tokens of a relay's own file, one a line. Throws IDENTITY_READABLE if others can read it, and USAGE if it holds something else. */
export async function readTokenFile(path: string): Promise<readonly string[]> {
  const parsed = parseTokens(await readTokenText(path));
  if (parsed === undefined) throw new MpcError('USAGE', `The token file ${path} holds no token, or more than a thousand.`, HOW);
  if ('badLine' in parsed) throw new MpcError('USAGE', `Line ${parsed.badLine} of the token file ${path} is no admission token.`, HOW);
  return parsed.tokens;
}

const HOW = 'Write one token a line: 16 to 200 letters, digits and -._~+/, such as `openssl rand -base64 32` prints.';

/** One token from a party's file; `-` is standard input. Throws as `readTokenFile`. */
export async function readOneToken(path: string): Promise<string> {
  if (path === '-') return checkToken(Buffer.from(await readStandardInput(MAX_TOKEN_BYTES, 'a token')).toString('utf8').trim());
  return checkToken((await readTokenText(path)).trim());
}

/** Throws USAGE unless the text is an admission token, and does not repeat it. */
export function checkToken(text: string): string {
  if (!isAdmissionToken(text)) throw new MpcError('USAGE', 'That is no admission token.', 'It is 16 to 200 letters, digits and -._~+/ in one line. Ask whoever runs the relay.');
  return text;
}

/** The token that this party shows to a relay; undefined if it has none. */
export async function tokenFor(home: Home, url: string): Promise<string | undefined> {
  const address = addressOf(url);
  return (await readEntries(home)).find((entry) => entry.url === address)?.token;
}

/** Addresses of the relays for which there is a token. The tokens themselves are shown to nobody. */
export async function listRelays(home: Home): Promise<readonly string[]> {
  return (await readEntries(home)).map(({ url }) => url);
}

/** Keeps the token for a relay, and replaces an older one. Returns the relay's address as it is kept. */
export async function addToken(home: Home, url: string, token: string): Promise<string> {
  const address = addressOf(url);
  await change(home, (entries) => [...entries.filter((entry) => entry.url !== address), { url: address, token }]);
  return address;
}

/** Throws USAGE if there is none. */
export async function removeToken(home: Home, url: string): Promise<string> {
  const address = addressOf(url);
  await change(home, (entries) => {
    const others = entries.filter((entry) => entry.url !== address);
    if (others.length === entries.length) throw new MpcError('USAGE', `There is no token for ${address}.`, 'See `mpc relay-token list`.');
    return others;
  });
  return address;
}

/** One relay has one address here, in whatever form it is written: scheme, host and port. */
function addressOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

async function readEntries(home: Home): Promise<readonly Entry[]> {
  const bytes = await readPrivateIfThere(home.relayTokens, MAX_BYTES);
  if (bytes === undefined) return [];
  try {
    return parseJsonAs(FileSchema, bytes, { maxBytes: MAX_BYTES }).relays;
  } catch {
    // Without its cause, which could hold a token.
    throw versionError(bytes, FORMAT, `The file of admission tokens ${home.relayTokens}`, 'IDENTITY_INVALID') ?? new MpcError('IDENTITY_INVALID', `The file of admission tokens ${home.relayTokens} is damaged.`, 'Move it away, and add the tokens again: mpc relay-token add URL');
  }
}

async function change(home: Home, edit: (entries: readonly Entry[]) => readonly Entry[]): Promise<void> {
  await ensureFolder(home.config);
  await withLock(home.relayTokens, async () => {
    const relays = [...edit(await readEntries(home))].sort((a, b) => (a.url < b.url ? -1 : 1));
    await replacePrivate(home.relayTokens, utf8(`${JSON.stringify({ format: FORMAT, relays }, null, 2)}\n`));
  });
}

async function readTokenText(path: string): Promise<string> {
  try {
    return Buffer.from(await readPrivate(path, MAX_BYTES)).toString('utf8');
  } catch (error) {
    if (isMissing(error)) throw new MpcError('USAGE', `There is no token file ${path}.`, 'Check the path.');
    throw error;
  }
}
