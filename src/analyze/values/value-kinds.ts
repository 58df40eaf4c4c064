import { type Expression, outputsOf, subLink } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import type { ValueKind } from './terms.js'

/** The OIDs below it are the same in every database of a major version. */
export const firstOwnOid = 16_384

const booleanType = 16
const kindsByType: ReadonlyMap<number, ValueKind> = new Map([
  [booleanType, 'boolean'],
  [20, 'integer'],
  [21, 'integer'],
  [23, 'integer'],
  [25, 'text'],
  [1043, 'text'],
])
const kindsByName: ReadonlyMap<string, ValueKind> = new Map([
  ['bool', 'boolean'],
  ['int2', 'integer'],
  ['int4', 'integer'],
  ['int8', 'integer'],
  ['text', 'text'],
  ['varchar', 'text'],
])

/** Whether a type holds integers, which casts between such types keep or refuse. */
export const isInteger = (type: number): boolean => kindsByType.get(type) === 'integer'

/** The kind of values that an expression has. */
export const kindOf = (expr: Expression | null, catalogs: Catalogs): ValueKind => {
  let oid = expr === null ? 0 : typeOf(expr)
  for (;;) {
    const kind = kindsByType.get(oid)
    if (kind !== undefined) return kind
    const base = catalogs.types.get(oid)?.base ?? 0
    if (base === 0) return 'other'
    oid = base
  }
}

/** The kind of values of a type by its name. */
export const kindNamed = (type: string | undefined): ValueKind | null =>
  type === undefined ? null : (kindsByName.get(type) ?? 'other')

/** Collations that come with Postgres hold only the same texts for equal; 0 where a type has none. */
export const isDeterministic = (collation: number): boolean => collation < firstOwnOid

/** The OID of the type of an expression; 0 where its node does not name it. */
export const typeOf = (expr: Expression): number => {
  switch (expr.kind) {
    case 'VAR':
      return expr.vartype
    case 'CONST':
      return expr.consttype
    case 'PARAM':
      return expr.paramtype
    case 'AGGREF':
      return expr.aggtype
    case 'WINDOWFUNC':
      return expr.wintype
    case 'FUNCEXPR':
      return expr.funcresulttype
    case 'OPEXPR':
      return expr.opresulttype
    case 'RELABELTYPE':
    case 'COERCEVIAIO':
    case 'ARRAYCOERCEEXPR':
    case 'COERCETODOMAIN':
    case 'FIELDSELECT':
      return expr.resulttype
    case 'CASEEXPR':
      return expr.casetype
    case 'COALESCEEXPR':
      return expr.coalescetype
    case 'MINMAXEXPR':
      return expr.minmaxtype
    case 'CASETESTEXPR':
      return expr.typeId
    case 'SUBSCRIPTINGREF':
      return expr.refrestype
    case 'ARRAYEXPR':
      return expr.array_typeid
    case 'ROWEXPR':
      return expr.row_typeid
    case 'COLLATEEXPR':
    case 'NAMEDARGEXPR':
      return expr.arg === null ? 0 : typeOf(expr.arg)
    case 'NULLIFEXPR':
      return expr.args[0] === undefined ? 0 : typeOf(expr.args[0])
    case 'SUBLINK': {
      if (expr.subLinkType === subLink.array) return 0
      if (expr.subLinkType !== subLink.expr) return booleanType
      const [first] = expr.subselect === null ? [] : outputsOf(expr.subselect)
      return first?.expr ? typeOf(first.expr) : 0
    }
    case 'BOOLEXPR':
    case 'NULLTEST':
    case 'BOOLEANTEST':
    case 'DISTINCTEXPR':
    case 'SCALARARRAYOPEXPR':
    case 'ROWCOMPAREEXPR':
      return booleanType
    default:
      return 0
  }
}
