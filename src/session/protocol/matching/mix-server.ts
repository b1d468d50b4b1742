import type { BatchGroup } from '../../../crypto/batch/group.js';
import { concat } from '../../../crypto/bytes.js';
import { randomOrder } from '../../../crypto/shuffle.js';
import type { Hooks } from '../hooks.js';
import type { ProtocolContext } from '../network.js';
import { blaming, ELEMENT, slice } from './elements.js';
import { Blanks } from './mix-blanks.js';
import { blocksOf } from './mix-blocks.js';
import { checkList, type Ciphertexts, type EncryptedList } from './mix-encryption.js';
import { keyFrom, type MixKeys, type MixSecrets } from './mix-keys.js';
import { poolSize, type MixRoles } from './mix-roles.js';
import { takeList } from './mix-submission.js';
import { TableMaker, type Table } from './mix-tags.js';
import { IncomingBlocks, OutgoingBlocks } from './mix-transfer.js';
import { mix, mixFirst, mixLast } from './mixing-step.js';
import type { Piece } from './pieces.js';

/** A block that is to be mixed, and the party responsible for each of its entries. */
interface Block {
  readonly entries: Ciphertexts;
  readonly ownerOf: (index: number) => number;
}

type Source = (piece: Piece) => Promise<Block>;

/**
 * A sender as a mix server. It takes block after block, mixes it, and passes it on before it has the next, so that all senders work at the same time. The first
 * shuffles the whole pool before it cuts it into blocks. While a sender waits, it makes what it needs for re-randomising.
 *
 * @returns the table of tags at the sender that mixes last; undefined at all others. Throws DEVIATION.
 */
export async function mixPool(
  context: ProtocolContext,
  group: BatchGroup,
  roles: MixRoles,
  keys: MixKeys,
  secrets: MixSecrets,
  submissions: readonly Uint8Array[],
  list: EncryptedList,
  { onProgress }: Hooks,
): Promise<Table | undefined> {
  const step = roles.senders.findIndex(({ seat }) => seat === context.network.self);
  const [before, next] = [roles.senders[step - 1]?.seat, roles.senders[step + 1]?.seat];
  const total = poolSize(roles);
  const report = ({ from }: Piece) => (done: number) => onProgress?.('mixing', from + done, total);
  if (next === undefined) {
    const table = new TableMaker(context, total);
    await eachBlock(context, roles, takeBlocks(context, roles, before ?? -1), async (piece, entries) => {
      table.add(await mixLast(group, secrets, entries, report(piece)));
    });
    return table.finish();
  }
  const blanks = new Blanks(group, keyFrom(keys, step + 1), total);
  const source = before === undefined ? await blanks.during(gatherLists(context, group, roles, keys, submissions, list, onProgress)) : takeBlocks(context, roles, before);
  const outgoing = new OutgoingBlocks(context, next, roles.blocks);
  const mixOne = before === undefined ? mixFirst : mix;
  await eachBlock(context, roles, source, async (piece, entries) => {
    const mixed = await mixOne(group, secrets, await blanks.take(piece), entries, report(piece));
    await blanks.during(outgoing.room(piece.index));
    outgoing.send(piece.index, mixed);
  }, async (arriving) => blanks.during(arriving));
  return undefined;
}

/** Does the work for block after block. The next one arrives meanwhile. */
async function eachBlock(
  context: ProtocolContext,
  roles: MixRoles,
  source: Source,
  work: (piece: Piece, entries: Ciphertexts) => Promise<void>,
  wait: (arriving: Promise<Block>) => Promise<Block> = async (arriving) => arriving,
): Promise<void> {
  const pieces = blocksOf(poolSize(roles), roles.blocks);
  const arrive = (piece: Piece | undefined): Promise<Block> | undefined => {
    const arriving = piece && source(piece);
    // If the work fails first, its error is the one that counts.
    arriving?.catch(() => undefined);
    return arriving;
  };
  let arriving = arrive(pieces[0]);
  for (const [i, piece] of pieces.entries()) {
    if (arriving === undefined) return;
    const { entries, ownerOf } = await wait(arriving);
    arriving = arrive(pieces[i + 1]);
    await blaming(context, ownerOf, async () => work(piece, entries));
  }
}

/** All lists, at the sender that mixes first, shuffled as a whole. It verifies all of them before it applies its keys to anything. */
async function gatherLists(context: ProtocolContext, group: BatchGroup, roles: MixRoles, keys: MixKeys, submissions: readonly Uint8Array[], own: EncryptedList, onProgress: Hooks['onProgress']): Promise<Source> {
  const checked = new Map<number, number>();
  const toCheck = poolSize(roles) - own.entries.c1.length / ELEMENT;
  const report = (seat: number) => (done: number) => {
    checked.set(seat, done);
    onProgress?.('checking', [...checked.values()].reduce((sum, each) => sum + each, 0), toCheck);
  };
  const lists = await Promise.all(
    roles.senders.map(async ({ seat, cap }) => {
      if (seat === context.network.self) return own;
      const list = await takeList(context, seat, cap, submissions[seat]);
      await checkList(context, group, keyFrom(keys, 0), seat, list, report(seat));
      return list;
    }),
  );
  const owners = roles.senders.flatMap(({ seat, cap }) => Array.from({ length: cap }, () => seat));
  const all = { c1: concat(...lists.map((list) => list.entries.c1)), c2: concat(...lists.map((list) => list.entries.c2)) };
  const order = randomOrder(poolSize(roles));
  return async ({ from, to }) => {
    const positions = order.subarray(from, to);
    const entries = { c1: rowsAt(all.c1, positions), c2: rowsAt(all.c2, positions) };
    return Promise.resolve({ entries, ownerOf: (index) => owners[positions[index] ?? 0] ?? context.network.self });
  };
}

/** Blocks that the previous sender mixed. That sender is responsible for all of them. */
function takeBlocks(context: ProtocolContext, roles: MixRoles, before: number): Source {
  const incoming = new IncomingBlocks(context, before, poolSize(roles), roles.blocks);
  return async (piece) => ({ entries: await incoming.take(piece), ownerOf: () => before });
}

function rowsAt(rows: Uint8Array, positions: Uint32Array): Uint8Array {
  const result = new Uint8Array(positions.length * ELEMENT);
  positions.forEach((position, i) => result.set(slice(rows, position, position + 1), i * ELEMENT));
  return result;
}
