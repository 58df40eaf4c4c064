/** Whose side of a column is shown: what it is made of, or what is made of it. */
export type LineageDirection = 'upstream' | 'downstream'

/** A column; with `column: null` the set of rows of a view, on which every column of the view depends. */
export interface LineageNode {
  readonly relation: string
  readonly column: string | null
}

/**
 * How one node flows into another. `value`: its value becomes a part of it. `condition`: it decides which value or row
 * appears. `rows`: it is the set of rows that the other one is read from.
 */
export type LineageEdgeRole = 'value' | 'condition' | 'rows'

export interface LineageReportNode extends LineageNode {
  readonly kind: 'source' | 'view'
  /** The number of edges between it and the column that was asked for. */
  readonly distance: number
  /** Whether more leads on from it, which `depth` leaves out. */
  readonly isCut: boolean
}

/** An edge in the direction in which data flow, upstream and downstream alike. */
export interface LineageReportEdge {
  readonly from: LineageNode
  readonly to: LineageNode
  readonly roles: readonly LineageEdgeRole[]
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
  readonly edges: readonly LineageReportEdge[]
}
