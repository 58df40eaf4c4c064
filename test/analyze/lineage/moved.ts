import type { LineageGraph } from '../../../src/analyze/index.js'
import type { ColumnRef } from '../../../src/model/analyzed-project.js'

/** Rows of a relation: an array of texts each, in the order of its columns. */
export type Rows = readonly (readonly (string | null)[])[]

/** What the lineage says of the columns of a view when a source column changes. */
export interface Traced {
  /** Whether the column decides which rows the view has, so that each of its columns may change. */
  readonly rows: boolean
  readonly columns: ReadonlySet<string>
}

/** The same of every view, by `schema.name`. */
export function tracedTo(graph: LineageGraph, source: ColumnRef): (view: string) => Traced {
  const { nodes } = graph.reach(source, 'downstream')
  return (view) => {
    const names = nodes.flatMap(({ node }) => (node.relation === view ? [node.column] : []))
    return { rows: names.includes(null), columns: new Set(names.filter((name) => name !== null)) }
  }
}

const bag = (rows: Rows): string => JSON.stringify(rows.map((row) => JSON.stringify(row)).toSorted())

/** Positions of the columns whose values differ, each column by itself. */
export const movedColumns = (before: Rows, after: Rows, width: number): readonly number[] =>
  Array.from({ length: width }, (_, at) => at).filter((at) => differs(before, after, [at]))

/** Whether the rows differ in some columns taken together. */
export const differs = (before: Rows, after: Rows, positions: readonly number[]): boolean => {
  const only = (rows: Rows): Rows => rows.map((row) => positions.map((at) => row[at] ?? null))
  return bag(only(before)) !== bag(only(after))
}
