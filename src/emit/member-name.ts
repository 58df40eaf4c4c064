/**
 * Other names are quoted, including those with letters beyond ASCII: TypeScript versions differ in which ones they
 * accept.
 */
const identifier = /^[A-Za-z_$][\w$]*$/

/** A member name as TypeScript writes it. */
export const memberName = (name: string): string => (identifier.test(name) ? name : JSON.stringify(name))
