import type { SelectQueryNode } from 'kysely'
import type { Declaration } from '../../declare/relation.js'
import { openScope } from '../scope/open-scope.js'
import type { OutputsOf } from '../scope/outputs.js'
import { selectedColumns } from '../scope/selected-columns.js'
import { whyNotScalar } from './scalar.js'

/**
 * Why a filter on a column of a relation may not be pushed down to the tables that it reads, so that the whole relation
 * would be computed for each key. Undefined when it is pushed down.
 */
export function whyNotRowWise(declaration: Declaration, outputsOf: OutputsOf): string | undefined {
  if (declaration.kind === 'source') return undefined
  if (declaration.kind === 'aggregate' || declaration.kind === 'reference')
    return `"${declaration.name}" is not a query`
  const { query, inputs, steps, name } = declaration
  if (!query) return `"${name}" is not a query`
  const clause = wholeClause(query)
  if (clause !== undefined) return `"${name}" has ${clause}`
  const environment = { inputs: new Map(Object.entries(inputs)), ctes: new Map(), outputsOf }
  const scope = openScope(query, environment, undefined)
  for (const column of selectedColumns(query, scope) ?? []) {
    const why = whyNotScalar(column.node, { aggregates: false })
    if (why !== undefined) return `column "${column.name}" of "${name}": ${why}`
  }
  for (const step of steps) {
    for (const [column, { node }] of Object.entries(step.columns)) {
      const why = whyNotScalar(node, { aggregates: false })
      if (why !== undefined) return `column "${column}" of "${name}": ${why}`
    }
  }
  for (const table of scope.tables) {
    if (table.aggregate) continue
    if (!table.declaration) return `"${name}" reads "${table.alias}", which is not an input`
    const why = whyNotRowWise(table.declaration, outputsOf)
    if (why !== undefined) return why
  }
  return undefined
}

function wholeClause(query: SelectQueryNode): string | undefined {
  if (query.with) return 'a WITH'
  if (query.distinctOn || query.frontModifiers?.length) return 'a DISTINCT'
  if (query.groupBy || query.having) return 'a GROUP BY'
  if (query.setOperations) return 'a set operation'
  if (query.limit || query.offset || query.fetch) return 'a LIMIT'
  return query.orderBy ? 'an ORDER BY' : undefined
}
