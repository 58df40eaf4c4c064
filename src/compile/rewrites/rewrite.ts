/**
 * A form of a query that Postgres runs faster or that a person reads better, with the same rows. Each stands in a file
 * of its own with before/after pairs in test/rewrites, and docs/meaning.md says what each buys.
 */
export interface Rewrite<Subject, Result> {
  /** Its file's name. */
  readonly name: string
  /** Why it is not certain that the rows stay the same, or that it pays. Undefined when it is certain. */
  readonly whyNot: (subject: Subject) => string | undefined
  readonly apply: (subject: Subject) => Result
}

/** A rewrite that was not made in a relation. */
export interface Declined {
  readonly relation: string
  readonly rewrite: string
  readonly why: string
}

/** The only way to make a rewrite: where its precondition is not certain, the plain form stands and the reason is noted. */
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
