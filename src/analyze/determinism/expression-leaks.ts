import { displayName } from '../../model/relation-name.js'
import {
  currentRole,
  entryOf,
  type ExpressionKind,
  jsonConstructors,
  jsonQueries,
  type Node,
  sqlValues,
  systemColumns,
  xmlExpressions,
} from '../../pgtree/index.js'
import { functionLeaks, operatorLeaks } from './call-leaks.js'
import { type LeakContext, leakOf, type NodeLeak, noLeaks } from './leak-context.js'
import { jsonLeak, namedType, readLeak, typeNames, writeLeak } from './value-type.js'
import { typeOf } from './type-of.js'

type Rule<K extends ExpressionKind> = (node: Node<K>, at: LeakContext) => readonly NodeLeak[]

/** Leaks of an expression itself, without those of its arguments. */
export const expressionLeaks = <K extends ExpressionKind>(
  node: Node<K>,
  at: LeakContext,
): readonly NodeLeak[] => {
  const rule: Rule<K> = rules[node.kind]
  return rule(node, at)
}

const silent = (): readonly NodeLeak[] => noLeaks

const operator: Rule<'OPEXPR' | 'DISTINCTEXPR' | 'NULLIFEXPR' | 'SCALARARRAYOPEXPR'> = ({ opno, args }, at) =>
  operatorLeaks(opno, args, at)

const systemColumn: Rule<'VAR'> = (node, at) => {
  const name = systemColumns[node.varattno]
  if (name === undefined) return noLeaks
  const relation = at.catalogs.relations.get(entryOf(node, at.scope)?.entry.relid ?? 0)
  return [{ kind: 'physical', what: relation === undefined ? name : `${name} of ${displayName(relation)}` }]
}

/** One rule for every kind of expression: a kind without one does not compile. */
const rules: { readonly [K in ExpressionKind]: Rule<K> } = {
  VAR: systemColumn,
  // `'now'` was evaluated when the view was created.
  CONST: silent,
  PARAM: silent,
  AGGREF: ({ aggfnoid, aggtype, aggdirectargs, args }, at) =>
    functionLeaks(aggfnoid, [...aggdirectargs, ...args.flatMap(({ expr }) => expr ?? [])], aggtype, at),
  GROUPINGFUNC: silent,
  WINDOWFUNC: ({ winfnoid, wintype, args }, at) => functionLeaks(winfnoid, args, wintype, at),
  SUBSCRIPTINGREF: silent,
  FUNCEXPR: ({ funcid, funcresulttype, args }, at) => functionLeaks(funcid, args, funcresulttype, at),
  NAMEDARGEXPR: silent,
  OPEXPR: operator,
  DISTINCTEXPR: operator,
  NULLIFEXPR: operator,
  SCALARARRAYOPEXPR: operator,
  BOOLEXPR: silent,
  SUBLINK: silent,
  FIELDSELECT: silent,
  FIELDSTORE: silent,
  RELABELTYPE: silent,
  COERCEVIAIO: ({ arg, resulttype }, at) => {
    const [from, to] = [typeOf(arg, at), namedType(resulttype, at.catalogs)]
    return leakOf(readLeak([to]) ?? writeLeak([from]), () => `${from.name}::${to.name}`)
  },
  // The cast of an element is a separate expression.
  ARRAYCOERCEEXPR: silent,
  CONVERTROWTYPEEXPR: silent,
  COLLATEEXPR: silent,
  CASEEXPR: silent,
  CASETESTEXPR: silent,
  ARRAYEXPR: silent,
  ROWEXPR: silent,
  ROWCOMPAREEXPR: ({ opnos, largs, rargs }, at) =>
    opnos.flatMap((opno, n) => operatorLeaks(opno, [largs[n] ?? [], rargs[n] ?? []].flat(), at)),
  COALESCEEXPR: silent,
  // Values of the same type are compared by an immutable function, as in ORDER BY.
  MINMAXEXPR: silent,
  SQLVALUEFUNCTION: ({ op }) => [
    { kind: op < currentRole ? 'clock' : 'session', what: sqlValues[op] ?? 'a value of the session' },
  ],
  XMLEXPR: ({ op, args, named_args: named }, at) => {
    const types = [...named, ...args].map((arg) => typeOf(arg, at))
    return leakOf(writeLeak(types), () => `${xmlExpressions[op] ?? 'XML'}(${typeNames(types)})`)
  },
  JSONVALUEEXPR: silent,
  JSONCONSTRUCTOREXPR: ({ type, args }, at) => {
    const types = args.map((arg) => typeOf(arg, at))
    return leakOf(jsonLeak(types), () => `${jsonConstructors[type] ?? 'JSON'}(${typeNames(types)})`)
  },
  JSONISPREDICATE: silent,
  JSONEXPR: ({ op, returning }, { catalogs }) => {
    const type = namedType(returning?.typid ?? 0, catalogs)
    return leakOf(readLeak([type]), () => `${jsonQueries[op] ?? 'JSON'} RETURNING ${type.name}`)
  },
  JSONBEHAVIOR: silent,
  NULLTEST: silent,
  BOOLEANTEST: silent,
  COERCETODOMAIN: silent,
  COERCETODOMAINVALUE: silent,
  SETTODEFAULT: silent,
  CURRENTOFEXPR: silent,
  NEXTVALUEEXPR: () => [{ kind: 'sequence', what: 'nextval' }],
  // An unknown node is reported separately.
  UNKNOWN: silent,
}
