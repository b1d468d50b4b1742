/** Sums that no rows within their ranges have: whoever put them in made them up. */
export class ImpossibleSums extends Error {}
