import {
  aliasesOf,
  cteOf,
  entryOf,
  type Expression,
  type ExpressionKind,
  type Node,
  outputsOf,
  type QueryNode,
  type RangeTableEntry,
  rangeTableKind,
  subLink,
} from '../../pgtree/index.js'
import { inQuery, type LeakContext } from './leak-context.js'
import { isRecord, namedType, rowType, steadyType, type ValueType } from './value-type.js'

type Rule<K extends ExpressionKind> = (node: Node<K>, at: LeakContext) => ValueType

const boolean = steadyType('boolean')
const integer = steadyType('integer')
const xml = steadyType('xml')
const unknown = steadyType('unknown')

/** The type of an expression, as `exprType` of Postgres returns it; for a row also the types of its visible columns. */
export const typeOf = (expr: Expression | null, at: LeakContext): ValueType =>
  expr === null ? unknown : applyRule(expr, at)

const applyRule = <K extends ExpressionKind>(expr: Node<K>, at: LeakContext): ValueType => {
  const rule: Rule<K> = rules[expr.kind]
  return rule(expr, at)
}

/** A `record` has no columns in the catalog, but the columns are known where it is read. */
const columnType: Rule<'VAR'> = (node, at) => {
  const type = namedType(node.vartype, at.catalogs)
  const found = isRecord(type) ? entryOf(node, at.scope) : null
  const columns = found && columnTypes(found.entry, { ...at, scope: found.home })
  if (!columns) return type
  return node.varattno === 0 ? rowType(columns) : (columns[node.varattno - 1] ?? type)
}

const subLinkType: Rule<'SUBLINK'> = ({ subLinkType: kind, subselect }, at) => {
  if (kind !== subLink.expr && kind !== subLink.array) return boolean
  if (subselect === null) return unknown
  const [first] = outputsOf(subselect)
  const type = typeOf(first?.expr ?? null, inQuery(subselect, at))
  return kind === subLink.expr ? type : { ...type, name: `${type.name}[]` }
}

const named =
  <F extends string>(field: F) =>
  (node: { readonly [P in F]: number }, { catalogs }: LeakContext): ValueType =>
    namedType(node[field], catalogs)

const returned: Rule<'JSONCONSTRUCTOREXPR' | 'JSONEXPR'> = ({ returning }, { catalogs }) =>
  namedType(returning?.typid ?? 0, catalogs)

const rules: { readonly [K in ExpressionKind]: Rule<K> } = {
  VAR: columnType,
  CONST: named('consttype'),
  PARAM: named('paramtype'),
  AGGREF: named('aggtype'),
  GROUPINGFUNC: () => integer,
  WINDOWFUNC: named('wintype'),
  SUBSCRIPTINGREF: named('refrestype'),
  FUNCEXPR: named('funcresulttype'),
  NAMEDARGEXPR: ({ arg }, at) => typeOf(arg, at),
  OPEXPR: named('opresulttype'),
  DISTINCTEXPR: () => boolean,
  NULLIFEXPR: ({ args }, at) => typeOf(args[0] ?? null, at),
  SCALARARRAYOPEXPR: () => boolean,
  BOOLEXPR: () => boolean,
  SUBLINK: subLinkType,
  FIELDSELECT: named('resulttype'),
  FIELDSTORE: named('resulttype'),
  RELABELTYPE: named('resulttype'),
  COERCEVIAIO: named('resulttype'),
  ARRAYCOERCEEXPR: named('resulttype'),
  CONVERTROWTYPEEXPR: named('resulttype'),
  COLLATEEXPR: ({ arg }, at) => typeOf(arg, at),
  CASEEXPR: named('casetype'),
  CASETESTEXPR: named('typeId'),
  ARRAYEXPR: named('array_typeid'),
  ROWEXPR: ({ row_typeid: type, args }, at) => {
    const row = namedType(type, at.catalogs)
    return isRecord(row) ? rowType(args.map((arg) => typeOf(arg, at))) : row
  },
  ROWCOMPAREEXPR: () => boolean,
  COALESCEEXPR: named('coalescetype'),
  MINMAXEXPR: named('minmaxtype'),
  SQLVALUEFUNCTION: named('type'),
  XMLEXPR: () => xml,
  JSONVALUEEXPR: ({ formatted_expr: formatted, raw_expr: raw }, at) => typeOf(formatted ?? raw, at),
  JSONCONSTRUCTOREXPR: returned,
  JSONISPREDICATE: () => boolean,
  JSONEXPR: returned,
  JSONBEHAVIOR: ({ expr }, at) => typeOf(expr, at),
  NULLTEST: () => boolean,
  BOOLEANTEST: () => boolean,
  COERCETODOMAIN: named('resulttype'),
  COERCETODOMAINVALUE: named('typeId'),
  SETTODEFAULT: named('typeId'),
  CURRENTOFEXPR: () => boolean,
  NEXTVALUEEXPR: named('typeId'),
  UNKNOWN: () => unknown,
}

type ColumnRule = (entry: RangeTableEntry, home: LeakContext) => readonly ValueType[] | null

/** Column types of a range table entry; null if the tree does not show them. */
const columnTypes: ColumnRule = (entry, home) => columnRules[entry.rtekind]?.(entry, home) ?? null

/** The operands of a set operation may return `record` rows with different columns. */
const outputTypes = (query: QueryNode, at: LeakContext): readonly ValueType[] =>
  outputsOf(query).map(({ expr }) =>
    query.setOperations !== null && expr?.kind === 'VAR'
      ? namedType(expr.vartype, at.catalogs)
      : typeOf(expr, inQuery(query, at)),
  )

const aliasedTypes: ColumnRule = (entry, home) => aliasesOf(entry)?.map((expr) => typeOf(expr, home)) ?? null

const columnRules: Readonly<Record<number, ColumnRule>> = {
  [rangeTableKind.subquery]: ({ subquery }, home) => subquery && outputTypes(subquery, home),

  [rangeTableKind.join]: aliasedTypes,

  [rangeTableKind.group]: aliasedTypes,

  [rangeTableKind.values]: ({ values_lists: lists }, home) =>
    (lists[0] ?? []).map((first, column) => ({
      name: typeOf(first, home).name,
      parts: lists.flatMap((list) => typeOf(list[column] ?? null, home).parts),
    })),

  [rangeTableKind.cte]: (entry, home) => {
    const found = cteOf(entry, home.scope)
    const query = found?.cte.ctequery
    return found && query ? outputTypes(query, { ...home, scope: found.home }) : null
  },
}
