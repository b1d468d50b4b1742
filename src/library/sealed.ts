/** Sealed results: opening them with the other holders, and dealing their shares anew. */
export { readToReshare, reshare, type ResharedHere, type ReshareOptions, type ToReshare } from '../app/reshare.js';
export { readSealed, reveal, type RevealedHere, type RevealOptions, type RevealPhase, type Sealed } from '../app/reveal.js';
export { hintOfPending, readShareFile } from '../app/share-file.js';
export type { SealedShareFile } from '../session/share/file.js';
