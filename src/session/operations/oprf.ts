import type { PsiOperation } from '../agreement/types.js';
import type { OprfValues } from '../protocol/matching/oprf-values.js';
import { receiveVoleOprf, sendVoleOprf, voleLength } from '../protocol/matching/psi-vole.js';
import { receiveVoprf, sendVoprf } from '../protocol/matching/psi-voprf.js';
import type { Matching, Run } from '../protocol/matching/run.js';
import { receiveVole } from '../protocol/vole/receive.js';
import { sendVole } from '../protocol/vole/send.js';

type Options = { readonly withPayloadKeys: boolean };

/** The oblivious function at the recipient's own items, by the protocol that was agreed. */
export async function receiveValues({ protocol }: PsiOperation, matching: Matching, items: Uint8Array, options: Options): Promise<OprfValues> {
  if (protocol !== 'vole') return receiveVoprf(matching, items, options);
  const { context, engine, run, onProgress } = matching;
  const vole = receiveVole(context, engine, run.sender, voleLength(run), purposeOf(run));
  return receiveVoleOprf(matching, reported(vole, onProgress), items, options);
}

/** The oblivious function at the sender's own items, answering for the recipient's. */
export async function sendValues({ protocol }: PsiOperation, matching: Matching, items: Uint8Array, options: Options): Promise<OprfValues> {
  if (protocol !== 'vole') return sendVoprf(matching, items, options);
  const { context, engine, run, onProgress } = matching;
  const vole = sendVole(context, engine, run.receiver, voleLength(run), purposeOf(run));
  return sendVoleOprf(matching, reported(vole, onProgress), items, options);
}

async function reported<T>(vole: Promise<T>, onProgress: Matching['onProgress']): Promise<T> {
  const correlation = await vole;
  onProgress?.('preparing', 1, 1);
  return correlation;
}

/** Tells apart the correlations of the two directions. */
function purposeOf({ sender, receiver }: Run): string {
  return `psi ${sender}>${receiver}`;
}
