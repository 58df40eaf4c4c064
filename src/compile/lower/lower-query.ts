import {
  BinaryOperationNode,
  OperatorNode,
  type OperationNode,
  ReferenceNode,
  type SelectionNode,
  type SelectQueryNode,
} from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import { type Origin, originOf } from '../context.js'
import { assembleSelect } from './assemble-select.js'
import { emitSteps } from './emit-steps.js'
import type { Lowering, QueryOptions } from './lowering.js'
import { aliased, columnRef, fenced, selection } from './nodes.js'
import { openScope } from './open-scope.js'
import { resolveReferences } from './references.js'
import { isPrunable, isRowWise } from './row-wise.js'
import { type Selected, selectedColumns } from './selected-columns.js'
import { mergeAggregates } from './aggregates.js'
import { type PlannedStep, planSteps } from './steps.js'
import { uniqueColumns } from './unique-columns.js'

const EMPTY: SelectQueryNode = { kind: 'SelectQueryNode', selections: [] }

/** A layer or view as one SELECT: its inputs nested into it, its steps as lateral joins. */
export function lowerQuery(
  declaration: QueryDeclaration,
  options: QueryOptions,
  lowering: Lowering,
): SelectQueryNode {
  const { query, inputs } = declaration
  if (!query) return EMPTY
  const { faults, outputsOf, lowered } = lowering
  lowered.add(declaration)
  const origin = originOf(declaration)
  // The name of a view is long and public; inside it, its steps are just its steps.
  const alias = declaration.kind === 'view' ? 'step' : declaration.name
  const correlation = options.correlation ?? new Map<string, OperationNode>()

  const scope = openScope(query, { inputs, ctes: new Map(), outputsOf }, undefined)
  mergeAggregates(scope)
  const wanted = (name: string): boolean => options.wanted?.has(name) ?? true
  const plan = planSteps(declaration.steps, wanted)
  const needed = (name: string): boolean => wanted(name) || plan.read.has(name) || correlation.has(name)
  const selected = uniqueColumns(selectedColumns(query, scope), scope, faults, origin)
  const kept = isPrunable(query) ? selected.filter(({ name }) => needed(name)) : selected
  checkUnread(
    selected.filter((column) => !kept.includes(column)),
    declaration,
    query,
    lowering,
  )
  const row = new Map(
    kept.map(({ name, node }) => [
      name,
      resolveReferences(node, scope, faults, origin, (inner, outer) =>
        lowering.subquery(inner, outer, origin),
      ),
    ]),
  )

  const names = kept.filter(({ name }) => wanted(name)).map(({ name }) => name)
  const inside = (name: string): boolean => plan.read.has(name) || correlation.has(name)
  const steps = plan.steps.filter(({ columns }) => columns.length > 0)
  const isFlat = isRowWise(query) && [...row].every(([name, node]) => !inside(name) || ReferenceNode.is(node))

  if (isFlat || (steps.length === 0 && correlation.size === 0)) {
    const inner = [
      ...scope.tables.map(({ target }) => target),
      ...plan.steps.map((_, i) => `${alias}_${i + 1}`),
    ]
    checkCapture(correlation, inner, origin, lowering)
    const where = [...correlation].map(([name, outer]) => equal(row.get(name), outer))
    const emitted = emitSteps(plan.steps, row, alias, declaration, lowering)
    const selections = listSelections(names, row, plan.steps, emitted.columns, wanted)
    const node = assembleSelect(query, scope, { selections, joins: emitted.joins, where }, origin, lowering)
    return options.fence && steps.length > 0 ? fenced(node) : node
  }

  if (correlation.size > 0) {
    faults.add(
      origin,
      'FS159',
      `an aggregate reads "${declaration.name}", which groups, sorts or limits its rows or computes its key`,
      'Aggregate over a layer whose key columns are plain columns of its own rows.',
    )
  }
  const all = kept.map(({ name }) => selection(row.get(name) ?? columnRef(alias, name), name))
  const inner = assembleSelect(query, scope, { selections: all, joins: [], where: [] }, origin, lowering)
  const outerRow = new Map<string, OperationNode>(kept.map(({ name }) => [name, columnRef(alias, name)]))
  const emitted = emitSteps(plan.steps, outerRow, alias, declaration, lowering)
  return {
    kind: 'SelectQueryNode',
    selections: listSelections(names, outerRow, plan.steps, emitted.columns, wanted),
    from: { kind: 'FromNode', froms: [aliased(inner, alias)] },
    joins: emitted.joins,
  }
}

/** The SELECT list: the query's own columns, then those of the steps. Never empty, as rows must stay countable. */
function listSelections(
  names: readonly string[],
  row: ReadonlyMap<string, OperationNode>,
  steps: readonly PlannedStep[],
  stepColumns: ReadonlyMap<string, OperationNode>,
  wanted: (name: string) => boolean,
): SelectionNode[] {
  const own = names.flatMap((name) => toSelection(name, row.get(name)))
  const added = steps.flatMap(({ columns }) =>
    columns
      .filter(({ name }) => wanted(name))
      .flatMap(({ name }) => toSelection(name, stepColumns.get(name))),
  )
  const list = [...own, ...added]
  if (list.length > 0) return list
  return [...row].slice(0, 1).map(([name, node]) => selection(node, name))
}

const toSelection = (name: string, node: OperationNode | undefined): SelectionNode[] =>
  node ? [selection(node, name)] : []

const equal = (inner: OperationNode | undefined, outer: OperationNode): OperationNode =>
  inner ? BinaryOperationNode.create(inner, OperatorNode.create('='), outer) : outer

/** An outer expression moves into the query; a table of the same name there would catch its references. */
function checkCapture(
  correlation: ReadonlyMap<string, OperationNode>,
  inner: readonly string[],
  origin: Origin,
  { faults }: Lowering,
): void {
  if (correlation.size === 0) return
  const outer = JSON.stringify([...correlation.values()])
  const caught = inner.find((alias) => outer.includes(`"${alias}"`))
  if (caught === undefined) return
  faults.add(
    origin,
    'FS158',
    `"${caught}" names an input here and an input of the query that aggregates "${origin.relation}"`,
    'Give one of the two inputs another name.',
  )
}

/** Columns that nobody reads are left out of the SQL, but what is wrong in them is reported all the same. */
function checkUnread(
  columns: readonly Selected[],
  declaration: QueryDeclaration,
  query: SelectQueryNode,
  lowering: Lowering,
): void {
  if (columns.every(({ starred }) => starred)) return
  const { faults, outputsOf } = lowering
  const origin = originOf(declaration)
  // A scope of its own: nothing here is to count as read.
  const scope = openScope(query, { inputs: declaration.inputs, ctes: new Map(), outputsOf }, undefined)
  for (const { node } of columns) {
    resolveReferences(node, scope, faults, origin, (inner, outer) => lowering.subquery(inner, outer, origin))
  }
}
