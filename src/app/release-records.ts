import { MpcError } from '../errors.js';
import { readBounded } from '../io/files.js';
import { releaseName } from '../io/receipt-store.js';
import { MAX_RECEIPT_BYTES } from '../session/receipt.js';
import type { ReceiptStore } from './store.js';

/** What `share show` tells of one time that the share left. */
export interface ReleaseNote {
  readonly time: string;
  readonly to: readonly string[];
  /** Digest of the opening agreement, or null if it was the session's own. */
  readonly opening: string | null;
  readonly record: string;
}

/** Keeps records of releases, each durably and under a name of its own, and remembers to whom. */
export class ReleaseRecords {
  readonly given: string[] = [];
  readonly #receipts: ReceiptStore;
  readonly #session: string;
  #last = 0;

  constructor(receipts: ReceiptStore, session: string) {
    this.#receipts = receipts;
    this.#session = session;
  }

  /** Resolves to the names of the recipients of the share, once that is on disk. */
  async keep(record: string): Promise<readonly string[]> {
    this.#last = Math.max(Date.now(), this.#last + 1);
    await this.#receipts.save(releaseName(this.#session, this.#last), record);
    const { to } = JSON.parse(record) as { to: string[] };
    this.given.push(...to);
    return to;
  }
}

/** The records on this machine of one holder's share of one session, oldest first. One that is damaged is an error. */
export async function releasesOf(receipts: ReceiptStore, session: string, holder: string): Promise<ReleaseNote[]> {
  const names = (await receipts.names(/^[0-9a-f]{64}-release-/)).filter((name) => name.startsWith(`${session}-`));
  if (names.length === 0) return [];
  const { verifyRelease } = await import('../session/share/release.js');
  const { openingDigest } = await import('../session/share/opening.js');
  const notes: ReleaseNote[] = [];
  for (const name of names) {
    const path = receipts.pathOf(name);
    const { release } = verifyRelease(await readBounded(path, MAX_RECEIPT_BYTES, 'RECEIPT_INVALID', 'record'));
    if (release.by.name !== holder) continue;
    if (release.receipt.session !== session) throw new MpcError('RECEIPT_INVALID', `${path} is a record of another session than its name says.`, 'Compare with your back-up.');
    notes.push({ time: release.at, to: release.to, opening: release.opening === undefined ? null : openingDigest(release.opening), record: path });
  }
  return notes;
}
