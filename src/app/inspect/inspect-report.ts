import type { ColumnRef } from '../../model/analyzed-project.js'
import type { ColumnValues, EvidenceGroup } from '../../model/column-values.js'
import type { JsonDiagnostic } from '../json-diagnostics.js'
import type { BaseFlow } from './base-lineage.js'

export type { BaseFlow, ColumnValues, EvidenceGroup }

/** A column of an inspected relation. */
export interface InspectedColumn {
  readonly name: string
  /** As SQL writes it. */
  readonly type: string
  /** Schema and name of the type. */
  readonly typeName: readonly [schema: string, name: string]
  /** TypeScript type of a value that is not NULL, as the `pg` client reads it. */
  readonly reads: string
  readonly nullable: boolean
  /** Why it can be NULL; null if it cannot. */
  readonly because: string | null
  /** All values that it can have, or bounds; null if nothing is proven. The labels of an enum are its values. */
  readonly values: ColumnValues | null
  /** Why no values are proven; null if they are, and for a boolean. */
  readonly unbounded: string | null
  readonly comment: string
  /** Columns of tables that it is made of, through all views. Empty for a table. */
  readonly lineage: readonly BaseFlow[]
}

/** A view, or a table that was named like one. */
export interface InspectedView {
  readonly schema: string
  readonly name: string
  readonly kind: 'view' | 'materialized view' | 'table' | 'foreign table' | 'sequence'
  readonly comment: string
  /** Why nothing is known but the types of the columns; null if it was analyzed. */
  readonly problem: string | null
  readonly columns: readonly InspectedColumn[]
  /** Columns that are known or unknown together. */
  readonly evidence: readonly EvidenceGroup[]
  /** Columns of tables that decide which rows there are, through all views. */
  readonly rowLineage: readonly ColumnRef[]
  /** `schema.name` of the relations that it reads directly. */
  readonly reads: readonly string[]
}

/** JSON output of `fusion inspect`. */
export interface InspectReport {
  readonly format: 1
  readonly outcome: 'inspected'
  /** Where it was read, and which Postgres that is. */
  readonly server: string
  readonly views: readonly InspectedView[]
  /** The written file of row types; null if none was asked for. */
  readonly file: { readonly path: string; readonly status: 'written' | 'unchanged' } | null
  /** FS608 for each view that was not analyzed, those included that an inspected view reads. */
  readonly notes: readonly JsonDiagnostic[]
}
