/**
 * A form of a query with the same rows that Postgres runs faster or that is easier to read. Each is in a file of its
 * own, with before/after pairs in test/rewrites. docs/meaning.md explains the benefit of each.
 */
export interface Rewrite<Subject, Result> {
  /** Its file's name. */
  readonly name: string
  /** Why it is not certain that the rows stay the same, or that it pays. Undefined when it is certain. */
  readonly whyNot: (subject: Subject) => string | undefined
  readonly apply: (subject: Subject) => Result
}

/** A rewrite that was declined in a relation. */
export interface Declined {
  readonly relation: string
  readonly rewrite: string
  readonly why: string
}

/**
 * The only way to apply a rewrite: where its precondition is not certain, the plain form is used and the reason is
 * noted.
 */
export function rewriteOr<Subject, Result, Plain>(
  rewrite: Rewrite<Subject, Result>,
  subject: Subject,
  declined: (rewrite: string, why: string) => void,
  plain: () => Plain,
): Result | Plain {
  const why = rewrite.whyNot(subject)
  if (why === undefined) return rewrite.apply(subject)
  declined(rewrite.name, why)
  return plain()
}
