import { allOf, anyOf, type Condition, not } from 'fusion-store'

/** True if both conditions hold or neither does. */
export const ifAndOnlyIf = (left: Condition, right: Condition) =>
  anyOf(allOf(left, right), allOf(not(left), not(right)))

/** True unless the first condition holds without the second. */
export const implies = (condition: Condition, then: Condition) => anyOf(not(condition), then)
