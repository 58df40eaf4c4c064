import {
  type Expression,
  locateColumn,
  outputsOf,
  type QueryScope,
  rangeTableKind,
  readNodeTree,
} from '../../pgtree/index.js'
import { displayName } from '../../model/relation-name.js'
import type { Catalogs } from '../../resolve/index.js'

/** Casts that keep every value, by the name and the argument of their function. */
const LOSSLESS = new Set([
  'int4(smallint)',
  'int8(smallint)',
  'int8(integer)',
  'numeric(smallint)',
  'numeric(integer)',
  'numeric(bigint)',
])
const TEXTS = new Set(['text', 'character varying'])

/**
 * The column of a relation that each output of a view hands on, apart from casts that keep every value: `schema.name.column`.
 * An output that is anything else is left out, and so is one that an outer join can make NULL.
 *
 * @param tree from `pg_rewrite.ev_action`.
 */
export function plainColumns(tree: string, catalogs: Catalogs): ReadonlyMap<string, string> {
  const { query } = readNodeTree(tree)
  if (query.setOperations !== null) return new Map()
  const columns = outputsOf(query).flatMap(({ resname, expr }): (readonly [string, string])[] => {
    const found = expr && resname !== null ? plainColumn(expr, { query, outer: null }, catalogs) : undefined
    return found === undefined ? [] : [[resname ?? '', found]]
  })
  return new Map(columns)
}

function plainColumn(expression: Expression, from: QueryScope, catalogs: Catalogs): string | undefined {
  const bare = withoutCasts(expression, catalogs)
  const found = bare.kind === 'VAR' ? locateColumn(bare, from) : null
  if (!found || found.merged !== null || found.nulling.length > 0 || found.attno <= 0) return undefined
  const { entry, attno, scope } = found
  if (entry.rtekind === rangeTableKind.relation) {
    const relation = catalogs.relations.get(entry.relid)
    const column = relation?.columns[attno - 1]
    return relation && column !== undefined ? `${displayName(relation)}.${column}` : undefined
  }
  const { subquery } = entry
  if (entry.rtekind !== rangeTableKind.subquery || subquery === null || subquery.setOperations !== null)
    return undefined
  const target = subquery.targetList.find(({ resno }) => resno === attno)
  return target?.expr ? plainColumn(target.expr, { query: subquery, outer: scope }, catalogs) : undefined
}

function withoutCasts(expression: Expression, catalogs: Catalogs): Expression {
  if (expression.kind === 'RELABELTYPE') {
    // Between other types it can be another value: the same bits of an oid and an integer.
    const type = catalogs.types.get(expression.resulttype)?.name.replace(/\(\d+\)$/, '') ?? ''
    return expression.arg && TEXTS.has(type) ? withoutCasts(expression.arg, catalogs) : expression
  }
  if (expression.kind !== 'FUNCEXPR') return expression
  const { args, funcid } = expression
  const called = catalogs.functions.get(funcid)
  const [argument] = args
  const isLossless =
    called?.builtIn === true && args.length === 1 && LOSSLESS.has(`${called.name}(${called.signature})`)
  return isLossless && argument ? withoutCasts(argument, catalogs) : expression
}
