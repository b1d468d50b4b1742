/** How everything ends that fails: docs/errors.md has the codes. */
export { bug, ERRORS, MpcError, type ErrorCode } from '../errors.js';
