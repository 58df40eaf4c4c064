import type { Nullability } from '../../model/analyzed-project.js'
import { arrayConstant, type Expression, subLink } from '../../pgtree/index.js'
import type { Pass, Point } from './scope.js'
import { canBeNull, firstNullable, notNull } from './verdict.js'

/** Whether an element of an array can be NULL. Unknown unless the array is constructed in the query. */
export const inferElements = (expr: Expression, point: Point, pass: Pass): Nullability => {
  switch (expr.kind) {
    case 'ARRAYEXPR':
      return firstNullable(
        expr.elements.map((one) =>
          expr.multidims ? inferElements(one, point, pass) : pass.infer(one, point),
        ),
      )
    case 'CONST': {
      const header = arrayConstant(expr)
      return header === null || header.hasNulls ? unknownElements : notNull
    }
    case 'ARRAYCOERCEEXPR': {
      if (expr.arg === null || expr.elemexpr === null) return unknownElements
      const elements = inferElements(expr.arg, point, pass)
      return elements.nullable
        ? elements
        : pass.infer(expr.elemexpr, { ...point, placeholder: { kind: 'notNull' } })
    }
    case 'RELABELTYPE':
      return expr.arg === null ? unknownElements : inferElements(expr.arg, point, pass)
    case 'SUBLINK':
      if (expr.subLinkType !== subLink.array || expr.subselect === null) return unknownElements
      return pass.inferQuery(expr.subselect, point).columns[0] ?? unknownElements
    default:
      return unknownElements
  }
}

/** Whether an array certainly has an element. */
export const hasElements = (expr: Expression): boolean => {
  switch (expr.kind) {
    case 'ARRAYEXPR':
      return expr.elements.length > 0 && (!expr.multidims || expr.elements.every(hasElements))
    case 'CONST':
      return arrayConstant(expr)?.hasElements ?? false
    case 'ARRAYCOERCEEXPR':
    case 'RELABELTYPE':
      return expr.arg !== null && hasElements(expr.arg)
    default:
      return false
  }
}

const unknownElements = canBeNull('an array may hold NULL elements')
