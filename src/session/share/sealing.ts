import { bug } from '../../errors.js';
import type { Agreement } from '../agreement/types.js';
import type { Sealing } from '../operations/operation.js';
import { operationOf } from '../operations/registry.js';

/** How the result under this agreement is sealed. An agreement with a threshold has an operation that can be (`validateAgreement`). */
export function sealingOf(agreement: Agreement): Sealing<Agreement, object> {
  const { sealing } = operationOf(agreement);
  if (sealing === 'never') throw bug('a sealed result of an operation that cannot be sealed');
  return sealing;
}
