/** Largest `listings`: up to this limit, the id ranges of hostile mode cannot overlap. */
export const MAX_LISTINGS = 100_000_000
