import type { JoinNode, SelectionNode, SelectQueryNode } from 'kysely'
import type { QueryDeclaration, StepDeclaration } from '../../declare/relation.js'
import { aliased, columnRef, select, selection, starRef } from '../nodes/build.js'
import { freshName } from '../nodes/fresh-name.js'
import { withMark } from '../nodes/mark.js'
import { rewriteOr } from '../rewrites/rewrite.js'
import { stepSelections, stepsInFrom } from '../rewrites/steps-in-from.js'
import { overRow, rowName } from './aggregate-rows.js'
import type { Lowering } from './lowering.js'

const NONE: ReadonlySet<string> = new Set()

/** A row while the steps of a query are added to it. */
export interface Row {
  readonly declaration: QueryDeclaration
  readonly query: SelectQueryNode
  /** Name of the query in FROM. */
  readonly alias: string
  /** Steps beside it in FROM. */
  readonly joins: readonly JoinNode[]
  /** FROM item of each column, in output order. */
  readonly columns: ReadonlyMap<string, string>
  readonly declined: Lowering['declined']
}

/**
 * A query with its steps. Each step goes beside the row in FROM where that means the same, and otherwise into a query
 * around it.
 *
 * @param isListed whether the columns are listed, for readers of a view's definition; elsewhere a star is enough.
 */
export function lowerSteps(own: Row, steps: readonly StepDeclaration[], isListed: boolean): SelectQueryNode {
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

/** The step as a FROM item beside the row; undefined where that could mean something else. */
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
