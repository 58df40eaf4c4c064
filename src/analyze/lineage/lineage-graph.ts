import type { AnalyzedRelation, ColumnRef } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'

/** A column; with `column: null` the set of rows of a view, on which each of its columns depends. */
export interface LineageNode {
  readonly relation: string
  readonly column: string | null
}

/**
 * How one node flows into another. `value`: its value becomes a part of it. `condition`: it decides which value or row
 * appears. `rows`: it is the set of rows that the other one is read from.
 */
export type LineageEdgeRole = 'value' | 'condition' | 'rows'

/** What flows from one node into another, from source to output in both directions. */
export interface LineageEdge {
  readonly from: LineageNode
  readonly to: LineageNode
  readonly roles: readonly LineageEdgeRole[]
}

/** Which side of a column is followed: what it is made of, or what is made of it. */
export type LineageDirection = 'upstream' | 'downstream'

/** A node that was reached. */
export interface ReachedNode {
  readonly node: LineageNode
  /** The number of edges on the shortest way to it. */
  readonly distance: number
  /** Whether edges lead on from it that were not followed, because of the greatest distance. */
  readonly isCut: boolean
}

export interface ReachedLineage {
  /** The start first, by distance. */
  readonly nodes: readonly ReachedNode[]
  readonly edges: readonly LineageEdge[]
}

export const nodeKey = ({ relation, column }: LineageNode): string => JSON.stringify([relation, column])

/**
 * The lineage of all columns of a project.
 *
 * @param relations each after those that it reads.
 */
export class LineageGraph {
  readonly #upstream = new Map<string, LineageEdge[]>()
  readonly #downstream = new Map<string, LineageEdge[]>()

  constructor(relations: readonly AnalyzedRelation[]) {
    for (const relation of relations) if (relation.kind === 'view') this.#add(relation)
  }

  #add(view: AnalyzedRelation): void {
    const relation = displayName(view)
    const rows: LineageNode = { relation, column: null }
    for (const { name, lineage } of view.columns)
      for (const { role, ...from } of lineage)
        this.#connect({ from, to: { relation, column: name }, roles: rolesOf(role) })
    for (const { relation: read, column } of view.rowLineage)
      this.#connect({ from: { relation: read, column }, to: rows, roles: ['condition'] })
    for (const read of view.dependsOn.map(displayName)) {
      const from: LineageNode = { relation: read, column: null }
      if (this.#upstream.has(nodeKey(from))) this.#connect({ from, to: rows, roles: ['rows'] })
    }
    if (!this.#upstream.has(nodeKey(rows))) return
    // The other way round all columns follow from their rows, and need not be listed.
    for (const { name } of view.columns)
      into(this.#upstream, { relation, column: name }).push({
        from: rows,
        to: { relation, column: name },
        roles: ['rows'],
      })
  }

  #connect(edge: LineageEdge): void {
    into(this.#upstream, edge.to).push(edge)
    into(this.#downstream, edge.from).push(edge)
  }

  /** The edges that lead on from a node. */
  edgesOf(node: LineageNode, direction: LineageDirection): readonly LineageEdge[] {
    return (direction === 'upstream' ? this.#upstream : this.#downstream).get(nodeKey(node)) ?? []
  }

  /**
   * Everything that a column is made of, or that is made of it. Downstream, the columns of a view whose rows are reached
   * are not listed.
   *
   * @param depth greatest distance; unlimited if absent.
   */
  reach(start: ColumnRef, direction: LineageDirection, depth = Infinity): ReachedLineage {
    const nodes = new Map<string, ReachedNode>()
    const edges: LineageEdge[] = []
    const reached = (node: LineageNode, distance: number): void => {
      if (nodes.has(nodeKey(node))) return
      const isCut = distance >= depth && this.edgesOf(node, direction).length > 0
      nodes.set(nodeKey(node), { node, distance, isCut })
    }
    reached(start, 0)
    // Iteration includes nodes added by the loop.
    for (const { node, distance } of nodes.values()) {
      if (distance >= depth) continue
      for (const edge of this.edgesOf(node, direction)) {
        edges.push(edge)
        reached(direction === 'upstream' ? edge.from : edge.to, distance + 1)
      }
    }
    return { nodes: [...nodes.values()], edges }
  }
}

const rolesOf = (role: 'condition' | 'both' | undefined): readonly LineageEdgeRole[] =>
  role === 'both' ? ['value', 'condition'] : [role ?? 'value']

const into = (edges: Map<string, LineageEdge[]>, node: LineageNode): LineageEdge[] => {
  const found = edges.get(nodeKey(node)) ?? []
  edges.set(nodeKey(node), found)
  return found
}
