import * as v from 'valibot';
import { parseJsonAs } from '../../json-as.js';
import { toHex, utf8 } from '../../crypto/bytes.js';
import { MpcError } from '../../errors.js';
import { canonicalJson } from '../documents/canonical-json.js';
import type { Agreement } from '../agreement/types.js';
import { deviation } from '../protocol/deviation.js';
import { stateHash, type SharedState } from './file.js';
import { hex, name } from '../agreement/schema.js';

/** The dealers and the new holders. Names, in the agreement's order. */
export interface ResharePlan {
  readonly session: string;
  readonly digest: string;
  /** Present holders that deal. */
  readonly dealers: readonly string[];
  /** The holders from now on. */
  readonly holders: readonly string[];
  /** The number of new holders that open the result. */
  readonly needed: number;
}

/** What a party says about a share that it has. Nothing in it is secret. */
export interface Standing {
  readonly epoch: number;
  /** `stateHash`, as hex. */
  readonly state: string;
  readonly holders: readonly string[];
  readonly needed: number;
}

/** What a party says about its own files, under the identifier of the re-sharing. */
export interface Announcement {
  /** The contents of its share file. */
  readonly held: Standing | null;
  /** What an interrupted re-sharing left beside that file. */
  readonly pending: Standing | null;
}

const names = v.pipe(v.array(name), v.maxLength(64));
const hash = hex(32);
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(64));
export const standingSchema = v.strictObject({
  epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(2 ** 31)),
  state: hash,
  holders: names,
  needed: count,
});
export const planSchema = v.strictObject({ session: hash, digest: hash, dealers: names, holders: names, needed: count });
const announcementSchema = v.strictObject({ held: v.nullable(standingSchema), pending: v.nullable(standingSchema) });
export const MAX_PLAN_BYTES = 128 * 1024;
export const MAX_ANNOUNCEMENT_BYTES = 128 * 1024;

export function encodePlan(plan: ResharePlan): Uint8Array {
  return utf8(canonicalJson(plan));
}

/** Compares the plan that a party sent with this party's. Throws AGREEMENT_MISMATCH with its name. */
export function checkPlan(bytes: Uint8Array, own: ResharePlan, name: string): void {
  if (Buffer.from(bytes).toString('utf8') !== canonicalJson(own)) throw otherPlan(name);
}

export function encodeAnnouncement(each: Announcement): Uint8Array {
  return utf8(canonicalJson(each));
}

/** Reads a party's announcement. Throws DEVIATION with its name. */
export function readAnnouncement(bytes: Uint8Array, name: string, parties: readonly string[]): Announcement {
  let theirs: Announcement;
  try {
    theirs = parseJsonAs(announcementSchema, bytes, { maxBytes: MAX_ANNOUNCEMENT_BYTES });
  } catch {
    throw deviation({ names: [name] }, 0, 'sent an announcement in no proper form');
  }
  // Names in it are shown to people, so only names in the agreement are allowed.
  for (const standing of [theirs.held, theirs.pending]) {
    if (standing !== null && !standing.holders.every((holder) => parties.includes(holder))) throw deviation({ names: [name] }, 0, 'announced holders that are no parties');
  }
  return theirs;
}

export function otherPlan(name: string): MpcError {
  return new MpcError('AGREEMENT_MISMATCH', `${name} runs another re-sharing than this party: of another result, by or to other holders, or to another threshold.`, 'Agree on the dealers (--with), the holders and the threshold, and give all of them on every machine.', { party: name });
}

export function standingOf(state: SharedState): Standing {
  return { epoch: state.epoch, state: toHex(stateHash(state)), holders: state.holders, needed: state.needed };
}

/** Names of all participants: dealers and new holders, in the agreement's order. */
export function participantsOf(agreement: Agreement, { dealers, holders }: Pick<ResharePlan, 'dealers' | 'holders'>): string[] {
  return agreement.parties.map((party) => party.name).filter((name) => dealers.includes(name) || holders.includes(name));
}

export function isSame(a: Standing | null, b: Standing | null): boolean {
  return a !== null && b !== null && canonicalJson(a) === canonicalJson(b);
}

/**
 * The sharing that is dealt anew: the newest one that every dealer has. All parties reach the same result, from the same announcements.
 *
 * What an interrupted re-sharing left counts only if all parties that were to hold a share of it say that they have it. It is then as good as finished, and
 * nobody who keeps it loses anything. If one of them had finished it, this finishes it for the rest.
 *
 * @param announcements of all participants, by name. @param self this party's name, for the message.
 * Throws SHARE_INVALID with a party's name if shares do not fit together, USAGE if too few deal.
 */
export function chooseBase({ dealers }: ResharePlan, announcements: ReadonlyMap<string, Announcement>, self: string): Standing {
  const isHeldBy = (name: string, each: Standing) => isSame(announcements.get(name)?.held ?? null, each);
  const hasEither = (name: string, each: Standing) => isHeldBy(name, each) || isSame(announcements.get(name)?.pending ?? null, each);
  const first = announcements.get(dealers[0] ?? '');
  const [base] = [first?.held ?? null, first?.pending ?? null]
    .filter((each) => each !== null)
    .filter((each) => dealers.every((name) => hasEither(name, each)) && (dealers.every((name) => isHeldBy(name, each)) || each.holders.every((name) => hasEither(name, each))))
    .sort((a, b) => b.epoch - a.epoch);
  if (base === undefined) throw unlike(dealers, announcements, self);

  const stranger = dealers.find((name) => !base.holders.includes(name));
  if (stranger !== undefined) throw new MpcError('SHARE_INVALID', `${stranger} is to deal, and holds no share.`, 'Let only present holders deal (--with).', { party: stranger });
  checkEnough(dealers.length, base.needed);
  for (const [name, { held, pending }] of announcements) {
    if (held !== null && !isSame(held, base) && held.epoch >= base.epoch) throw doNotFit(name, held, base);
    const isAhead = pending !== null && !isSame(pending, base) && pending.epoch > base.epoch;
    const away = isAhead ? pending.holders.find((each) => !announcements.has(each)) : undefined;
    // That party may have finished what this one has not. Only it knows, and its share is the only one that fits.
    if (away !== undefined) {
      throw new MpcError('SHARE_INVALID', `${name} has a share of an interrupted re-sharing, and ${away}, who may have finished it, does not take part.`, `Let ${away} take part; or if it has not finished, let ${name} remove the file that ends in .next.`, { party: name });
    }
  }
  return base;
}

/** Throws USAGE if too few deal. */
export function checkEnough(dealers: number, needed: number): void {
  if (dealers < needed) throw new MpcError('USAGE', `${dealers} present holder${dealers === 1 ? '' : 's'} would deal, and ${needed} are needed.`, 'As many present holders have to deal as open the result. If fewer are left, it can no longer be opened or re-shared.');
}

function unlike(dealers: readonly string[], announcements: ReadonlyMap<string, Announcement>, self: string): MpcError {
  const heldBy = (name: string) => announcements.get(name)?.held ?? null;
  const empty = dealers.find((name) => heldBy(name) === null);
  if (empty !== undefined) return new MpcError('SHARE_INVALID', `${empty} is to deal, and came without a share.`, 'Each dealer gives its share file. Whoever lost it does not deal: name the dealers with --with.', { party: empty });
  const reference = dealers.includes(self) ? self : (dealers[0] ?? '');
  const other = dealers.find((name) => !isSame(heldBy(name), heldBy(reference))) ?? reference;
  return doNotFit(other, heldBy(other), heldBy(reference));
}

function doNotFit(name: string, theirs: Standing | null, others: Standing | null): MpcError {
  const what = theirs?.epoch === others?.epoch ? 'other commitments than the others' : `shares of epoch ${theirs?.epoch ?? 0}, and others of epoch ${others?.epoch ?? 0}`;
  return new MpcError('SHARE_INVALID', `${name} holds ${what}: these shares do not fit together.`, 'After a re-sharing only the new files count: each holder uses the newest that it has.', { party: name });
}
