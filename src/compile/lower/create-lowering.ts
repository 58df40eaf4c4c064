import type { SelectQueryNode } from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import type { Faults, Origin } from '../context.js'
import { mergeAggregates } from './aggregates.js'
import { assembleSelect } from './assemble-select.js'
import { lowerQuery } from './lower-query.js'
import type { Lowering } from './lowering.js'
import { selection } from './nodes.js'
import { openScope } from './open-scope.js'
import type { OutputsOf } from './outputs.js'
import { resolveReferences } from './references.js'
import type { Scope } from './scope.js'
import { selectedColumns } from './selected-columns.js'
import { uniqueColumns } from './unique-columns.js'

/** Puts the parts of lowering together for one compile. */
export function createLowering(
  faults: Faults,
  outputsOf: OutputsOf,
  lowered: Set<QueryDeclaration>,
): Lowering {
  const lowering: Lowering = {
    faults,
    outputsOf,
    lowered,
    reads: new Set(),
    query: (declaration, options) => lowerQuery(declaration, options, lowering),
    subquery: (node, outer, origin) => lowerSubquery(node, outer, origin, lowering),
  }
  return lowering
}

/** A query inside an expression or a FROM clause: all of its columns are wanted, and it sees the tables around it. */
function lowerSubquery(
  node: SelectQueryNode,
  outer: Scope | undefined,
  origin: Origin,
  lowering: Lowering,
): SelectQueryNode {
  const environment = outer?.environment ?? { inputs: {}, ctes: new Map(), outputsOf: lowering.outputsOf }
  const scope = openScope(node, environment, outer)
  mergeAggregates(scope)
  const resolve = (inner: SelectQueryNode, around: Scope): SelectQueryNode =>
    lowering.subquery(inner, around, origin)
  const columns = selectedColumns(node, scope)
  // `exists (select 1 …)` has no use for a name.
  const named = columns.length > 1 ? uniqueColumns(columns, scope, lowering.faults, origin) : columns
  const selections = named.map(({ name, node: expression }) => {
    const resolved = resolveReferences(expression, scope, lowering.faults, origin, resolve)
    return name === '' ? ({ kind: 'SelectionNode', selection: resolved } as const) : selection(resolved, name)
  })
  return assembleSelect(
    node,
    scope,
    { selections: selections as typeof node.selections & object, joins: [], where: [] },
    origin,
    lowering,
  )
}
