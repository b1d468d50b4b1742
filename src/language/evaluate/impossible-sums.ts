/** Sums that no rows within their ranges have, so the party that put them in made them up. */
export class ImpossibleSums extends Error {}
