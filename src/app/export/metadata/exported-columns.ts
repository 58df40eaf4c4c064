import type { AnalyzedColumn, AnalyzedRelation } from '../../../model/analyzed-project.js'
import { displayName } from '../../../model/relation-name.js'

/**
 * Columns of a relation by their names, or all.
 *
 * @throws RangeError if it does not have one of them.
 */
export function exportedColumns(
  { columns, ...relation }: AnalyzedRelation,
  names: readonly string[] = columns.map(({ name }) => name),
): readonly AnalyzedColumn[] {
  return names.map((name) => {
    const found = columns.find((column) => column.name === name)
    if (found === undefined)
      throw new RangeError(`${displayName(relation)} has no column ${JSON.stringify(name)}`)
    return found
  })
}
