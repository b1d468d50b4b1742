/** No key could be made of a record by that rule. */
export const NO_KEY = 0xffffffff;
