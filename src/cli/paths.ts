/** A path as it is printed, alone or in a command to copy: in one line, and nothing in it is a command of its own. */
export { shellQuoted as shownPath } from '../platform.js';
