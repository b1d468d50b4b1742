/** The rule made no key from a record. */
export const NO_KEY = 0xffffffff;
