/** Agreements: the terms of what the program computes, writing, reading and approving them. */

// What is computed: the terms of a proposal.
export { average, compare, match, psi, sum, type CompareOptions, type KeyTerms, type NumberTerms, type PsiTerms } from '../app/terms.js';
export { LEARNED, type Learned } from '../session/operations/compare/types.js';
export { parseColumn, refuseTwice } from '../session/operations/linear/column.js';
export { MAX_CAP } from '../session/operations/lists/caps.js';

// Writing one.
export { invite, openInvite, propose, type Invited, type OpenedInvite, type Proposed, type Proposing } from '../app/propose.js';
export { checkRelay, isPastRetention } from '../session/agreement/canonical.js';

// Before anybody signs.
export { rehearse, type Rehearsal, type Rehearsed, type RehearseOptions } from '../app/rehearse/rehearse.js';
export { agreementTemplate, type AgreementTemplate } from '../app/template/file-template.js';
export type { TemplateColumn } from '../app/template/columns.js';

// Reading one.
export { readAgreementFile } from '../app/agreement-file.js';
export { agreementInWords, forApprover, type AgreementInWords } from '../app/agreement-words.js';
export { checkAgreement, checkFile, givenBy, type CheckedAgreement, type CheckedFile, type Given } from '../app/check.js';
export { dpiaAnnex } from '../session/agreement/dpia-words.js';
export { describeAgreement, prefaceOf, type Clause, type DescribeOptions } from '../session/agreement/describe.js';
export type { SignedAgreement } from '../session/agreement/signed.js';
export type { Agreement, Contact, OwnTerms, Party } from '../session/agreement/types.js';

// Approving one.
export { approveFile, withdrawApproval, withdrawInFile, type ApprovalRequest, type ApproveFileOptions, type Withdrawn } from '../app/approve-ahead.js';
export { checkFingerprints } from '../app/expected-keys.js';

// Agreements to open a sealed result to fewer, or for another purpose.
export { readIfOpening, writeOpening, type OpeningWanted } from '../app/opening-file.js';
export { describeOpening, openingDigest, type Opening } from '../session/share/opening.js';
