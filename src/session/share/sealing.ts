import { bug } from '../../errors.js';
import type { Agreement } from '../agreement/types.js';
import type { Sealing } from '../operations/operation.js';
import { operationOf } from '../operations/registry.js';

/** How the result under this agreement is sealed. The operation of an agreement with a threshold can be sealed (`validateAgreement`). */
export function sealingOf(agreement: Agreement): Sealing<Agreement, object> {
  const { sealing } = operationOf(agreement);
  if (sealing === 'never') throw bug('a sealed result of an operation that cannot be sealed');
  return sealing;
}
