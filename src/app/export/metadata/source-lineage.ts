import { LineageGraph, type LineageEdge, type LineageNode } from '../../../analyze/index.js'
import type { AnalyzedRelation, ColumnRef } from '../../../model/analyzed-project.js'
import { displayName, type RelationName } from '../../../model/relation-name.js'

/** A column of a source, and how it flows into an output: by its value, by deciding about it, or both. */
export interface SourceFlow extends ColumnRef {
  readonly isDirect: boolean
  readonly isIndirect: boolean
}

/** What the columns and the rows of a relation are made of. */
export interface SourceLineage {
  /** By output column, in their order; the flows sorted. */
  readonly columns: ReadonlyMap<string, readonly SourceFlow[]>
  /** Columns that decide which rows there are, sorted. */
  readonly rows: readonly ColumnRef[]
  /** Sources that are read, sorted: also one of which no column flows in. */
  readonly sources: readonly AnalyzedRelation[]
}

/** A node, and whether its value arrives at the output. */
interface Step {
  readonly node: LineageNode
  readonly isDirect: boolean
}

/**
 * Follows the lineage of a relation through all views to the sources.
 *
 * @param relations each after those that it reads.
 */
export function sourceLineage(relations: readonly AnalyzedRelation[], output: RelationName): SourceLineage {
  const graph = new LineageGraph(relations)
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  const isSource = ({ relation }: LineageNode): boolean => byName.get(relation)?.kind === 'source'
  const relation = displayName(output)
  const columns = byName.get(relation)?.columns ?? []
  return {
    columns: new Map(
      columns.map(({ name }) => [name, flows(graph, { relation, column: name }, isSource)] as const),
    ),
    rows: flows(graph, { relation, column: null }, isSource).map(({ relation: from, column }) => ({
      relation: from,
      column,
    })),
    sources: sourcesOf(output, byName),
  }
}

/**
 * The columns of sources that a node is made of. Of a column these are the ones that reach it through columns: what
 * decides the rows of a view that it reads decides the rows of its own relation too.
 */
function flows(
  graph: LineageGraph,
  start: LineageNode,
  isSource: (node: LineageNode) => boolean,
): readonly SourceFlow[] {
  const found = new Map<string, SourceFlow>()
  const seen = new Map<string, Step>()
  const visit = (step: Step): void => {
    const key = JSON.stringify([step.node.relation, step.node.column, step.isDirect])
    if (!seen.has(key)) seen.set(key, step)
  }
  visit({ node: start, isDirect: start.column !== null })
  // Iteration includes steps added by the loop.
  for (const { node, isDirect } of seen.values()) {
    if (node.column !== null && isSource(node)) add(found, { ...node, column: node.column }, isDirect)
    for (const edge of graph.edgesOf(node, 'upstream')) {
      if (edge.from.column === null && start.column !== null) continue
      for (const direct of arrivals(edge, isDirect)) visit({ node: edge.from, isDirect: direct })
    }
  }
  return [...found.values()].toSorted(byRelationAndColumn)
}

/** Whether the value at the beginning of an edge arrives: as itself, as a condition, or as both. */
const arrivals = ({ roles }: LineageEdge, isDirect: boolean): readonly boolean[] =>
  isDirect ? [...new Set(roles.map((role) => role === 'value'))] : [false]

function add(found: Map<string, SourceFlow>, { relation, column }: ColumnRef, isDirect: boolean): void {
  const key = JSON.stringify([relation, column])
  const before = found.get(key)
  found.set(key, {
    relation,
    column,
    isDirect: isDirect || (before?.isDirect ?? false),
    isIndirect: !isDirect || (before?.isIndirect ?? false),
  })
}

const byRelationAndColumn = (a: ColumnRef, b: ColumnRef): number =>
  a.relation === b.relation ? compare(a.column, b.column) : compare(a.relation, b.relation)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function sourcesOf(
  output: RelationName,
  byName: ReadonlyMap<string, AnalyzedRelation>,
): readonly AnalyzedRelation[] {
  const reached = new Set([displayName(output)])
  // Iteration includes names added by the loop.
  for (const name of reached)
    for (const read of byName.get(name)?.dependsOn ?? []) reached.add(displayName(read))
  return [...reached].toSorted(compare).flatMap((name) => {
    const relation = byName.get(name)
    return relation?.kind === 'source' ? [relation] : []
  })
}
