import { toHex } from '../crypto/bytes.js';
import { sessionWords } from '../crypto/words.js';
import { encodePublicKey } from '../crypto/public-key.js';
import { bug, MpcError } from '../errors.js';
import { digestOf } from './agreement/canonical.js';
import type { Agreement } from './agreement/types.js';
import { exchangeApprovals } from './approvals.js';
import type { Mesh } from './channel/mesh.js';
import { endOf } from './channel/within-mesh.js';
import { watchAwaited, watchComputing } from './awaited.js';
import type { OpenedSession } from './opened-session.js';
import type { OperationOutcome, Preparation } from './operations/outcome.js';
import type { Contribution } from './operations/reading.js';
import { operationOf } from './operations/registry.js';
import type { Dealt } from './protocol/dealing.js';
import { RECEIPT_FORMAT, signReceipt, type Receipt, type ReceiptBody } from './receipt.js';
import { exchangeReceipts } from './receipts.js';
import type { Share } from './share/file.js';
import type { Outcome, TakePartOptions } from './participation.js';

/** How long a party may accept nothing of what it is sent before the others, who have the result, stop waiting for it. */
const STALLED_MS = 15_000;

/** What this party has when the room is full. */
export interface Agreed {
  readonly agreement: Agreement;
  readonly opened: OpenedSession;
  readonly identitiesVerified: boolean;
  readonly contribute: () => Promise<Contribution | undefined>;
  readonly prepared: Preparation | undefined;
}

/** A session after its last message. A recipient still has to read what it was given. */
export interface Concluded {
  readonly outcome: Omit<Outcome, 'result'>;
  readonly readResult: OperationOutcome['readResult'];
}

/** From the full room to the last message. Every step requires that the one before it succeeded with every party. */
export async function compute(options: TakePartOptions, mesh: Mesh, { agreement, opened, identitiesVerified, contribute, prepared }: Agreed): Promise<Concluded> {
  const { identity, watch } = options;
  const digest = digestOf(agreement);
  const operation = operationOf(agreement);
  const { network, nonces } = opened;
  const computation = operation.load();
  // Code that awaits it gets the error.
  computation.catch(() => undefined);

  watch({ step: 'approving', words: sessionWords(opened.sid) });
  // By invite, the users of some parties may still be reading.
  const unwatch = watchAwaited(mesh, (awaited) => watch({ step: 'waiting', awaited, isReading: agreement.meeting === 'invite' }));
  const { context, transcript, approvals } = await exchangeApprovals(network, agreement, identity, opened.sid).finally(unwatch);
  const session = toHex(context.sid);

  watch({ step: 'computing', operation: operation.name });
  let counts: Counts = 'not';
  let recording: Promise<void> | undefined;
  let hasFailed = false;
  const hooks = {
    beforeCommitting: async () => {
      if (hasFailed) throw bug('a run went on after it had failed');
      recording = options.recordRun(agreement, digest, session);
      await recording;
      counts = 'yes';
    },
    onOpening: () => {
      counts = 'opened';
    },
    onProgress: (what: string, done: number, total: number) => watch({ step: 'progress', what, done, total }),
    signal: AbortSignal.any([options.signal, endOf(mesh)]),
  };
  const run = async () => {
    // This runs while the data are read, if they are read only now.
    prepared?.begin(context, hooks);
    const contribution = await contribute();
    return (await computation).run(context, agreement, contribution, hooks, prepared);
  };
  const unwatchComputing = watchComputing(mesh, (awaited) => watch({ step: 'waiting', awaited, isReading: false }));
  const { commitments, readResult, sealed, kept } = await Promise.race([run(), ...(prepared === undefined ? [] : [prepared.failure])]).finally(unwatchComputing).catch(async (error: unknown) => {
    // If a thread failed, this party may be in another step. It ends, but a write that it has begun counts.
    hasFailed = true;
    if (!(error instanceof MpcError)) throw error;
    await recording?.catch(() => undefined);
    throw afterApproval(error, counts);
  });

  watch({ step: 'signing' });
  mesh.release();
  prepared?.leave();
  const body: ReceiptBody = {
    format: RECEIPT_FORMAT,
    agreement,
    digest,
    session,
    approvals: approvals.map(toHex),
    nonces: nonces.map(toHex),
    transcript: toHex(transcript.hash),
    commitments: commitments.map(toHex),
  };
  const own = signReceipt(body, identity.secretKey, encodePublicKey(identity.publicKey), identitiesVerified, Date.now());
  const shareUnder = (receipt: Receipt) => (sealed === undefined ? undefined : shareOf(receipt, agreement.parties[network.self]?.name ?? '', sealed));
  // The share is on disk before this party signs that all is well: a share lost in between cannot be recovered.
  const firstShare = shareUnder({ ...body, signatures: [own] });
  if (firstShare !== undefined) await options.keepShare?.(firstShare);
  if (kept !== undefined) await options.keepForOpening?.(kept, { agreement, session });
  // Another recipient must not lose its result because this party already has its own.
  if (operation.waitsForDelivery) await mesh.delivered(STALLED_MS);
  const unwatchSigning = watchComputing(mesh, (awaited) => watch({ step: 'waiting', awaited, isReading: false }));
  const { signatures, problem } = await exchangeReceipts(network, body, own, readResult !== undefined, options.patienceMs).finally(unwatchSigning);
  const receipt = { ...body, signatures };
  const share = shareUnder(receipt);
  return { outcome: { agreement, digest, session, receipt, share, problem: problem === undefined ? undefined : afterApproval(problem, counts) }, readResult };
}

function shareOf(receipt: Receipt, holder: string, { dealings, shares }: Dealt): Share | undefined {
  const { threshold } = receipt.agreement;
  if (threshold === undefined || shares === undefined) return undefined;
  return { receipt, epoch: 0, needed: threshold.needed, holders: threshold.holders, dealings: dealings.map((dealing) => ({ ...dealing, current: dealing.commitments })), holder, shares };
}

/** Whether a run counts, and whether this party's opening had been sent. */
type Counts = 'not' | 'yes' | 'opened';

const WARNINGS: Readonly<Record<Counts, string>> = {
  not: '',
  yes: 'This run counts: an agreement that may be run once is spent. ',
  opened: 'What this party gives had left for the recipients, who may have the result; this run counts. ',
};

/** After all parties have approved, an end has another meaning: nobody may decline any more, and opened values are out. */
function afterApproval(error: MpcError, counts: Counts): MpcError {
  const code = error.code === 'PEER_DECLINED' ? 'PEER_ABORTED' : error.code;
  const warning = error.code === 'RECEIPT_INCOMPLETE' ? '' : WARNINGS[counts];
  return new MpcError(code, error.message, `${warning}${error.next}`, { cause: error, ...(error.party === undefined ? {} : { party: error.party }) });
}
