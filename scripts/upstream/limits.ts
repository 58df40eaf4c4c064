/** Largest `listings`: up to here the id ranges of hostile mode cannot run into one another. */
export const MAX_LISTINGS = 100_000_000
