import type { Expression } from '../../pgtree/index.js'

/** OID of the type of an expression whose kind says it; undefined for any other. */
export const outputType = (expr: Expression | null): number | undefined => {
  switch (expr?.kind) {
    case 'VAR':
      return expr.vartype
    case 'CONST':
      return expr.consttype
    case 'FUNCEXPR':
      return expr.funcresulttype
    case 'OPEXPR':
      return expr.opresulttype
    default:
      return undefined
  }
}
