/** What a party keeps on its machine: identity, known parties, ledger, runs, receipts and history, all behind one `Store`. */

// The store, and what a program begins with.
export { addParty, createIdentity, whoami, type AtHome, type PartyKey } from '../app/at-home.js';
export { openStore } from '../app/home-store.js';
export type { HistoryStore, HouseRuleStore, IdentityStore, LedgerStore, PartyStore, ReceiptStore, RecordStore, RunStore, ShareStore, Store, StorePlace, TokenStore, WithdrawalStore } from '../app/store.js';

// Identities and keys.
export type { DependsOnKey } from '../app/depends-on-key.js';
export { openIdentity, openIdentityOf, type Unlocking } from '../app/identity.js';
export { attentionTo, checkedInWords } from '../app/known-keys.js';
export { exportDirectory, keyCard, knownParty, verifyParty } from '../app/parties/cards.js';
export { comparedParties, keepCompared, type ComparedParty } from '../app/parties/compared.js';
export type { NamedKey } from '../app/parties/directory.js';
export { importParties, importPartiesFrom, type Imported, type ImportedParty } from '../app/parties/import.js';
export { rotateKey, type Rotated } from '../app/rotate.js';
export { checkPartyName } from '../crypto/party-name.js';
export { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
export { keyFingerprint } from '../crypto/words.js';
export type { AddOptions, KnownParty, Verification } from '../io/known-parties.js';
export { readPassphraseFile } from '../app/passphrase-file.js';
export { readRotation } from '../app/rotation-file.js';
export type { Identity } from '../session/channel/identity-proof.js';

// Looking through it, and removing it.
export { examine, type ExamineOptions, type Finding } from '../app/examine.js';
export { forget, FORGETTABLE, lookThrough, USUAL, type Forgettable, type Found } from '../app/forget.js';
export { forgetPastRetention, pastRetention, type PastRetention } from '../app/retention.js';
export { statusOf, type AgreementStatus, type Status } from '../app/status.js';

// Defaults that stand in files.
export { PROJECT_FILE, readSettings, type Settings } from '../app/settings.js';
// House rules.
export { changeHouseRules, houseRules, RULES, type HouseRule } from '../app/house-rules.js';

// History and ledger.
export { attemptsOf, type Attempt } from '../app/attempts.js';
export { exportHistory, type ExportedHistory, type ExportOptions } from '../app/history-export.js';
export type { HistoryEntry } from '../io/history.js';
export { periodInWords, type Standing, type Whom } from '../io/ledger.js';
export type { Limit } from '../io/ledger-file.js';
