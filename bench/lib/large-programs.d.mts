/** Texts by the name of their shape. */
export const LARGE_PROGRAMS: Readonly<Record<string, string>>;
/** The same, with errors. */
export const LARGE_ERRORS: Readonly<Record<string, string>>;
