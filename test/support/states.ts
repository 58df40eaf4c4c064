import type { ColumnRef } from '../../src/model/analyzed-project.js'
import type { RelationState } from '../../src/check/index.js'

/** `crm.customers.id` as the columns of a state refer to one another. */
export const refs = (...names: string[]): ColumnRef[] =>
  names.map((name) => {
    const dot = name.lastIndexOf('.')
    return { relation: name.slice(0, dot), column: name.slice(dot + 1) }
  })

/** Columns by name, each with the names of those that flow into it. */
export function state(
  relation: string,
  columns: Readonly<Record<string, readonly string[]>>,
  rest: Partial<RelationState> = {},
): RelationState {
  const reads = new Set(
    Object.values(columns)
      .flat()
      .map((name) => name.slice(0, name.lastIndexOf('.'))),
  )
  const isSource = reads.size === 0
  return {
    relation,
    kind: isSource ? 'source' : 'view',
    comment: `About ${relation}.`,
    columns: Object.entries(columns).map(([name, from]) => ({
      name,
      type: 'integer',
      nullable: false,
      comment: `About ${name}.`,
      lineage: refs(...from),
    })),
    key: isSource ? [] : null,
    definition: isSource
      ? null
      : ` SELECT ${Object.keys(columns).join(',\n    ')}\n   FROM ${[...reads].join(', ')};`,
    dependsOn: [...reads].toSorted(),
    rowLineage: [],
    ...rest,
  }
}

/** The state with one of its columns replaced in part. */
export const withColumn = (
  before: RelationState,
  name: string,
  part: Partial<RelationState['columns'][number]>,
): RelationState => ({
  ...before,
  columns: before.columns.map((column) => (column.name === name ? { ...column, ...part } : column)),
})
