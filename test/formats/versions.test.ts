import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MpcError } from '../../src/errors.js';
import { readOpening } from '../../src/app/opening-file.js';
import { readReceiptFile } from '../../src/app/receipts.js';
import { readHouseRules } from '../../src/io/house-rules.js';
import { parseIdentity, serialise } from '../../src/io/identity-file.js';
import { makeDirectory, readDirectory } from '../../src/app/parties/directory.js';
import { listKnownParties } from '../../src/io/known-parties.js';
import { readLedger } from '../../src/io/ledger-file.js';
import { listRelays } from '../../src/io/relay-tokens.js';
import { makeRotation, readRotation, verifyRotation } from '../../src/io/rotation.js';
import { readProgram } from '../../src/language/read.js';
import { parseAgreement } from '../../src/session/agreement/canonical.js';
import { parseSigned } from '../../src/session/agreement/signed.js';
import { otherProtocol } from '../../src/session/channel/mesh-errors.js';
import { decodePacket, PROTOCOL_VERSION } from '../../src/session/channel/packet.js';
import { verifyReceipt } from '../../src/session/receipt-verify.js';
import { decodeFromClient } from '../../src/session/relay/wire.js';
import { parseShare } from '../../src/session/share/file.js';
import { decodeList } from '../../src/session/share/list-file.js';
import { openingBytes, parseOpening } from '../../src/session/share/opening.js';
import { verifyRelease } from '../../src/session/share/release.js';
import { verifyReshare } from '../../src/session/share/reshare-receipt.js';
import { verifyReveal } from '../../src/session/share/reveal-receipt.js';
import { temporaryFolder, temporaryHome } from '../io/temporary-home.js';
import { bytes } from './by-hand.js';
import { AGREEMENT, LIST, north, opening, RECORD, SEALED, south } from './examples.js';

/** The document as another version would have written it. */
const as = (format: string, text: string): Buffer => bytes(JSON.stringify({ ...(JSON.parse(text) as object), format }));

/** Reads a file of the home folder, written there before. */
function atHome<T>(file: 'parties' | 'ledger' | 'relayTokens' | 'houseRules', read: (home: ReturnType<typeof temporaryHome>) => Promise<T>): (document: Buffer) => Promise<T> {
  return async (document) => {
    const home = temporaryHome();
    for (const folder of [dirname(home[file]), home.config, home.state]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(home[file], document, { mode: 0o600 });
    return read(home);
  };
}

/** Reads a file given by its path. */
const atPath = (read: (path: string) => Promise<unknown>) => async (document: Buffer): Promise<unknown> => {
  const path = join(temporaryFolder(), 'file.json');
  writeFileSync(path, document, { mode: 0o600 });
  return read(path);
};

const rotation = JSON.stringify(makeRotation(north, south, new Date(0)));
const receipt = JSON.parse(SEALED.receipt) as { agreement: never; session: string };
const share = Object.values(SEALED.shares)[0] ?? '';
const list = async (document: Buffer): Promise<object> => decodeList(document, { agreement: receipt.agreement, session: receipt.session, identity: north });

const FORMATS: readonly (readonly [own: string, what: string, document: string, read: (document: Buffer) => unknown])[] = [
  ['mpc-agreement/2', 'an agreement of another party', AGREEMENT.canonical, parseAgreement],
  ['mpc-agreement/2', 'an agreement file', AGREEMENT.canonical, parseSigned],
  ['mpc-receipt/2', 'a receipt', RECORD.receipt, verifyReceipt],
  ['mpc-receipt/2', 'a receipt file', RECORD.receipt, atPath(readReceiptFile)],
  ['mpc-reveal-receipt/1', 'a receipt of an opening', '{"format":""}', verifyReveal],
  ['mpc-reveal-receipt/1', 'a file of one', `{"format":"x","receipt":${RECORD.receipt}}`, atPath(readReceiptFile)],
  ['mpc-release/1', 'a record of a release', '{"format":"x"}', verifyRelease],
  ['mpc-release/1', 'a file of one', `{"format":"x","receipt":${RECORD.receipt}}`, atPath(readReceiptFile)],
  ['mpc-reshare-receipt/1', 'a receipt of a re-sharing', '{"format":"x"}', verifyReshare],
  ['mpc-reshare-receipt/1', 'a file of one', `{"format":"x","receipt":${RECORD.receipt}}`, atPath(readReceiptFile)],
  ['mpc-share/1', 'a share file', JSON.stringify({ ...(JSON.parse(share) as object), receipt: null }), parseShare],
  ['mpc-sealed-list/1', 'a sealed list', LIST.lists['North'] ?? '', list],
  ['mpc-opening/1', 'an opening agreement', Buffer.from(openingBytes(opening)).toString(), parseOpening],
  ['mpc-opening/1', 'a file of one', Buffer.from(openingBytes(opening)).toString(), atPath(readOpening)],
  ['mpc-identity/1', 'an identity', Buffer.from(await serialise(north)).toString(), (document) => parseIdentity(document, 'identity.json')],
  ['mpc-rotation/1', 'a rotation', rotation, (document) => verifyRotation(JSON.parse(document.toString()))],
  ['mpc-rotation/1', 'a file of one', rotation, atPath(readRotation)],
  ['mpc-parties/2', 'the known parties', '{"format":"x","parties":[]}', atHome('parties', listKnownParties)],
  ['mpc-directory/1', 'a directory of parties', makeDirectory(north, [south], new Date(0)), readDirectory],
  ['mpc-ledger/1', 'the ledger', '{"format":"x"}', atHome('ledger', readLedger)],
  ['mpc-relay-tokens/1', 'the admission tokens', '{"format":"x","relays":[]}', atHome('relayTokens', listRelays)],
  ['mpc-house-rules/1', 'the house rules', '{"format":"x","refused":[]}', atHome('houseRules', readHouseRules)],
];

async function refusal(work: () => unknown): Promise<MpcError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof MpcError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a version that this program does not know', () => {
  it.each(FORMATS)('%s: %s, names the program that reads it', async (own, _, document, read) => {
    const [kind] = own.split('/');
    // Of a receipt's file the error is that of files, which says the same in its own words.
    const newer = await refusal(() => read(as(`${kind}/9`, document)));
    expect(newer.message).toMatch(new RegExp(`format ${kind}/9, which a newer mpc (than this one )?reads; this program reads ${own}`));
    expect(newer.code).not.toBe('BUG');
    // The list of known parties of 0.1 is read.
    if (own.endsWith('/2') && kind !== 'mpc-parties') expect((await refusal(() => read(as(`${kind}/1`, document)))).message).toMatch(new RegExp(`format ${kind}/1, which mpc 0.1 reads; this program reads ${own}`));
  });

  it('of a program', () => {
    expect(readProgram('tally 2\nanalysis "x"\n').problems[0]).toMatchObject({ code: 'E020', message: 'This is tally 2; this program reads tally 1.', next: 'Install a newer mpc.' });
  });

  it('of the channel, and of the relay', () => {
    expect(decodePacket(Uint8Array.of(0x10, PROTOCOL_VERSION + 1, 0, 0))).toMatchObject({ kind: 'hello', version: PROTOCOL_VERSION + 1 });
    expect(otherProtocol(PROTOCOL_VERSION + 1).message).toBe('A party in this room speaks version 3 of the protocol, as a newer mpc does; this program speaks version 2.');
    expect(otherProtocol(1).message).toContain('as mpc 0.1 does');
    expect(decodeFromClient(Uint8Array.of(1, 2))).toEqual({ kind: 'version', version: 2 });
  });
});
