/** What the benchmarks measure from inside. Not an interface: it changes with the program. */
export { fromHex, toHex } from './crypto/bytes.js';
export { generateSecretKey, publicKeyOf, sign } from './crypto/ed25519.js';
export { dealFeldman, decodeCommitments, isShare, openFeldman } from './crypto/feldman.js';
export { FIELDS } from './crypto/field.js';
export { addInto, elementsOf, subtractFrom, vectorOf, zeroVector } from './crypto/field-vector.js';
export { expandSeed } from './crypto/prg.js';
export { decodePublicKey, encodePublicKey } from './crypto/public-key.js';
export { randomBytes } from './crypto/random.js';
export { randomScalar } from './crypto/scalar.js';
export { openVector, sealVector } from './crypto/sealed-vector.js';
export { columnTotals, readRecords } from './io/csv/index.js';
export { agreementOf, parseColumn } from './session/agreement/propose.js';
export { exchangeApprovals } from './session/approvals.js';
export { Mesh } from './session/channel/mesh.js';
export { roomOfAgreement } from './session/invite.js';
export { MeshNetwork } from './session/mesh-network.js';
export { secureSum } from './session/protocol/secure-sum.js';
export { HashedTranscript } from './session/protocol/transcript.js';
