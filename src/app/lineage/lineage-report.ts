import type { LineageDirection, LineageEdge, LineageEdgeRole, LineageNode } from '../../analyze/index.js'

export type { LineageDirection, LineageEdge, LineageEdgeRole, LineageNode }

export interface LineageReportNode extends LineageNode {
  readonly kind: 'source' | 'view'
  /** The number of edges between it and the column that was asked for. */
  readonly distance: number
  /** Whether more leads on from it, which `depth` leaves out. */
  readonly isCut: boolean
}

/** Lineage of a column, followed through all views. */
export interface LineageReport {
  readonly format: 1
  readonly relation: string
  readonly column: string
  readonly direction: LineageDirection
  /** The greatest distance; null if unlimited. */
  readonly depth: number | null
  /** By distance, the column that was asked for first. */
  readonly nodes: readonly LineageReportNode[]
  readonly edges: readonly LineageEdge[]
}
