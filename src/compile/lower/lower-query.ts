import type { JoinNode, SelectionNode, SelectQueryNode } from 'kysely'
import type { QueryDeclaration, StepDeclaration } from '../../declare/relation.js'
import { originOf } from '../context.js'
import { aliased, columnRef, select, selection, starRef } from '../nodes/build.js'
import { freshName } from '../nodes/fresh-name.js'
import { markOf, withMark } from '../nodes/mark.js'
import { some } from '../nodes/walk.js'
import { markParts } from '../places/mark-parts.js'
import { isSupported } from '../print/nodes.js'
import { rewriteOr } from '../rewrites/rewrite.js'
import { sameRows } from '../rewrites/same-rows.js'
import { stepSelections, stepsInFrom } from '../rewrites/steps-in-from.js'
import { overRow, rowName } from './aggregate-rows.js'
import type { Lowering } from './lowering.js'
import { lowerSelect } from './lower-select.js'

const NONE: ReadonlySet<string> = new Set()
const EMPTY: SelectQueryNode = { kind: 'SelectQueryNode', selections: [] }

/** A layer or view as one SELECT: its own query, then its steps. */
export function lowerQuery(declaration: QueryDeclaration, lowering: Lowering): SelectQueryNode {
  const { query, inputs, steps, kind, name } = declaration
  // What is wrong with such a query was reported; what is wrong because of it need not be.
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
  // The name of a view is long and public; inside it, its row is just its row.
  const alias = kind === 'view' ? 'step' : name
  const columns = (outputsOf({ ...declaration, steps: [] }) ?? []).map(
    (output) => [output.name, alias] as const,
  )
  const added = steps.filter((step) => Object.keys(step.columns).length > 0)
  const row = {
    declaration,
    query: own,
    alias,
    joins: [],
    columns: new Map(columns),
    declined: lowering.declined,
  }
  const lowered = withSteps(row, added, kind === 'view')
  // What only repeats another layer is that layer.
  return markOf(lowered) ? lowered : withMark(lowered, { declaration })
}

const isLowerable = (query: SelectQueryNode): boolean => !some(query, ({ kind }) => !isSupported(kind))

/** A row while the steps of a query are added to it. */
interface Row {
  readonly declaration: QueryDeclaration
  readonly query: SelectQueryNode
  /** Name of the query in FROM. */
  readonly alias: string
  /** Steps beside it there. */
  readonly joins: readonly JoinNode[]
  /** FROM item of each column, in output order. */
  readonly columns: ReadonlyMap<string, string>
  readonly declined: Lowering['declined']
}

/** @param isListed whether the columns are listed, for whoever reads a view's definition; elsewhere a star says the same. */
function withSteps(own: Row, steps: readonly StepDeclaration[], isListed: boolean): SelectQueryNode {
  const last = steps.at(-1)
  if (!last) return own.query
  const row = steps.slice(0, -1).reduce(addStep, own)
  const join = besideRow(row, last)
  if (!join) return aroundRow(row, last, isListed)
  if (last.once) return selectRow(addStep(row, last), [], isListed)
  const computed = stepSelections(row.declaration, last, row.columns)
  return selectRow(row, computed, isListed)
}

function addStep(row: Row, step: StepDeclaration): Row {
  const join = besideRow(row, step)
  const added = Object.keys(step.columns)
  if (join) {
    const columns = new Map([...row.columns, ...added.map((name) => [name, join.name] as const)])
    return { ...row, joins: [...row.joins, join.node], columns }
  }
  const columns = new Map([...row.columns.keys(), ...added].map((name) => [name, row.alias]))
  return { ...row, query: aroundRow(row, step, false), joins: [], columns }
}

/** The step as a FROM item beside the row, where that means the same. */
function besideRow(
  row: Row,
  step: StepDeclaration,
): { readonly node: JoinNode; readonly name: string } | undefined {
  const { declaration, alias, joins, columns, declined } = row
  const name = freshName(
    `${alias}_${joins.length + 1}`,
    new Set([...columns.keys(), ...columns.values(), alias]),
  )
  const subject = { declaration, step, row: columns, name }
  const node = rewriteOr(stepsInFrom, subject, declined, () => undefined)
  return node && { node, name }
}

/** The plain form: a query around the row so far. */
function aroundRow(row: Row, step: StepDeclaration, isListed: boolean): SelectQueryNode {
  const { declaration, columns } = row
  const nodes = Object.values(step.columns).map(({ node }) => node)
  const alias = rowName(nodes, row.alias, NONE)
  const before = row.joins.length > 0 ? selectRow(row, [], false) : row.query
  const own = isListed
    ? [...columns.keys()].map((name) => selection(columnRef(alias, name), name))
    : [starRef(alias)]
  const computed = Object.entries(step.columns).map(([name, { node, site }]) =>
    withMark(selection(overRow(node, alias), name), { declaration, column: name, site }),
  )
  return select({ selections: [...own, ...computed], from: [aliased(before, alias)] })
}

/** The columns of the row so far, and some that are computed from them. */
function selectRow(
  { query, alias, joins, columns }: Row,
  computed: readonly SelectionNode[],
  isListed: boolean,
): SelectQueryNode {
  const own = isListed
    ? [...columns].map(([name, table]) => selection(columnRef(table, name), name))
    : [...new Set([alias, ...columns.values()])].map(starRef)
  return select({ selections: [...own, ...computed], from: [aliased(query, alias)], joins })
}
