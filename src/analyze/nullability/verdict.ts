import type { Nullability } from '../../model/analyzed-project.js'

/** Never NULL. */
export const notNull: Nullability = Object.freeze({ nullable: false })

/** Can be NULL as far as is known, and why; the reason is a short clause without a full stop. */
export const canBeNull = (because: string): Nullability => ({ nullable: true, because })

/** The first of some verdicts that can be NULL, else not null: what holds of a value that is NULL if any part is. */
export const firstNullable = (verdicts: Iterable<Nullability>): Nullability => {
  for (const verdict of verdicts) if (verdict.nullable) return verdict
  return notNull
}
