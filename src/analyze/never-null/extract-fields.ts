/**
 * Fields that EXTRACT gives of everything but NULL. Of an infinite time or interval these are infinite; all others, the
 * day or the hour, are then NULL.
 */
const endless: ReadonlySet<string> = new Set(['epoch', 'year', 'decade', 'century', 'millennium'])

/** @param field As the tree holds it: lower case. */
export const extractGivesValue = (field: string | null): boolean => field !== null && endless.has(field)
