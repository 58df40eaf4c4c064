import type { Nullability } from '../../model/analyzed-project.js'
import { type Node, parameter, subLink } from '../../pgtree/index.js'
import { surelyHasRow } from './row-count.js'
import type { Pass, Point, Rules } from './scope.js'
import { canBeNull, notNull } from './verdict.js'

const inferSubLink = (node: Node<'SUBLINK'>, point: Point, pass: Pass): Nullability => {
  const { subLinkType, subselect, testexpr } = node
  if (subLinkType === subLink.exists || subLinkType === subLink.array) return notNull
  if (subselect === null) return canBeNull('a subquery that is not there')
  switch (subLinkType) {
    case subLink.expr:
      return surelyHasRow(subselect)
        ? (pass.inferQuery(subselect, point).columns[0] ?? canBeNull('a subquery without columns'))
        : canBeNull('the subquery may find no row')
    case subLink.any:
    case subLink.all: {
      // Unknown only if the comparison is for some row.
      const parameters = pass.inferQuery(subselect, point).columns
      return testexpr === null
        ? canBeNull('a test that is not there')
        : pass.infer(testexpr, { ...point, parameters })
    }
    default:
      return canBeNull('the subquery may find no row')
  }
}

/** Subqueries in expressions, and the parameters that stand for their columns. */
export const sublinkRules: Rules<'SUBLINK' | 'PARAM'> = {
  SUBLINK: inferSubLink,
  PARAM: ({ paramkind, paramid }, point) =>
    (paramkind === parameter.subLink ? point.parameters[paramid - 1] : undefined) ??
    canBeNull('a parameter may be NULL'),
}
