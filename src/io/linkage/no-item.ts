/** The entry of `itemOf` if a row makes no key. */
export const NO_ITEM = 0xffff_ffff;
