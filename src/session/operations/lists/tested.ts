import { concat, u32be } from '../../../crypto/bytes.js';
import { deviation } from '../../protocol/deviation.js';
import { receiveExactly } from '../../protocol/matching/pieces.js';
import type { OperationOutcome } from '../outcome.js';
import type { RecordKeys } from '../reading.js';
import { hasList, recordCapOf } from './caps.js';
import { notTestedIn, type MatchingResult, type Tested } from './matched-rows.js';
import type { MatchingTask } from './task.js';

const STEP = 'match/tested';
const BYTES = 8;

/**
 * If the agreement says so (`limits.tellTested`), every owner of a list tells each recipient how many rows it has and how many of them make a key, 4 bytes
 * each, and the recipients' results hold these numbers. They are the claim of the owner's program: nothing proves them. They are sent last, when nothing of the
 * comparison depends on them any more.
 *
 * Throws DEVIATION with the party's name if the numbers are impossible.
 */
export async function tellTested(task: MatchingTask, outcome: OperationOutcome<MatchingResult>): Promise<OperationOutcome<MatchingResult>> {
  const { context, agreement, records } = task;
  if (agreement.limits.tellTested !== true) return outcome;
  const { network, names } = context;
  const own = records && numbersOf(records);
  const recipients = seats(names, (name) => agreement.recipients.includes(name));
  if (own !== undefined) for (const to of recipients) if (to !== network.self) network.send(to, STEP, concat(u32be(own.rows), u32be(own.tested)));
  const { readResult } = outcome;
  if (readResult === undefined || !recipients.includes(network.self)) return outcome;
  const owners = seats(names, (name) => hasList(agreement, name));
  const told = await Promise.all(owners.map(async (owner) => ({ name: names[owner] ?? '', ...(owner === network.self && own !== undefined ? own : await receive(task, owner)) })));
  return { ...outcome, readResult: async () => ({ ...(await readResult()), tested: told }) };
}

function seats(names: readonly string[], is: (name: string) => boolean): number[] {
  return names.flatMap((name, seat) => (is(name) ? [seat] : []));
}

function numbersOf(records: RecordKeys): Omit<Tested, 'name'> {
  return { rows: records.rows, tested: records.rows - notTestedIn(records).count };
}

async function receive({ context, agreement }: MatchingTask, from: number): Promise<Omit<Tested, 'name'>> {
  const message = await receiveExactly(context, from, STEP, BYTES, 'how many rows it could test');
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  const [rows, tested] = [view.getUint32(0), view.getUint32(4)];
  if (rows > recordCapOf(agreement, context.names[from] ?? '') || tested > rows) throw deviation(context, from, 'said that it has more rows than it may');
  return { rows, tested };
}
