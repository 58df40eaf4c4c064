import type { SelectQueryNode } from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import { originOf } from '../context.js'
import { markOf, withMark } from '../nodes/mark.js'
import { some } from '../nodes/walk.js'
import { markParts } from '../places/mark-parts.js'
import { isSupported } from '../print/nodes.js'
import { rewriteOr } from '../rewrites/rewrite.js'
import { sameRows } from '../rewrites/same-rows.js'
import { lowerSelect } from './lower-select.js'
import { lowerSteps } from './lower-steps.js'
import type { Lowering } from './lowering.js'

const EMPTY: SelectQueryNode = { kind: 'SelectQueryNode', selections: [] }

/** A layer or view as one SELECT: its own query, then its steps. */
export function lowerQuery(declaration: QueryDeclaration, lowering: Lowering): SelectQueryNode {
  const { query, inputs, steps, kind, name } = declaration
  // Its own error was reported already. Errors that only follow from it are not reported.
  if (!query || declaration.thrown || !isLowerable(query)) return EMPTY
  const { outputsOf } = lowering
  const environment = { inputs: new Map(Object.entries(inputs)), ctes: new Map(), outputsOf }
  const own = rewriteOr(sameRows, { declaration, lower: lowering.query }, lowering.declined, () =>
    lowerSelect(
      markParts(query, declaration),
      environment,
      undefined,
      'relation',
      originOf(declaration),
      lowering,
    ),
  )
  // Inside a view, its full name would be long and would not add information.
  const alias = kind === 'view' ? 'step' : name
  const columns = (outputsOf.ofQuery(declaration) ?? []).map((output) => [output.name, alias] as const)
  const added = steps.filter((step) => Object.keys(step.columns).length > 0)
  const row = {
    declaration,
    query: own,
    alias,
    joins: [],
    columns: new Map(columns),
    declined: lowering.declined,
  }
  const lowered = lowerSteps(row, added, kind === 'view')
  // A query that only repeats another layer keeps the mark of that layer.
  return markOf(lowered) ? lowered : withMark(lowered, { declaration })
}

const isLowerable = (query: SelectQueryNode): boolean => !some(query, ({ kind }) => !isSupported(kind))
