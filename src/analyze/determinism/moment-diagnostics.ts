import type { AnalysedColumn, AnalysedRelation } from '../../model/analysed-project.js'
import { dateTimeTypes } from '../../model/determinism-rules.js'
import type { Diagnostic, Place } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'

/** Of dates and times: the type itself, an array of it, and the ranges over it. */
const moments = new Set([
  ...dateTimeTypes,
  'daterange',
  'tsrange',
  'tstzrange',
  'datemultirange',
  'tsmultirange',
  'tstzmultirange',
])

/** Whether a column is of a date or time. */
export const isMoment = ({ type }: AnalysedColumn): boolean => {
  const { schema, name } = type.base ?? type
  return schema === 'pg_catalog' && moments.has(name.replace(/^_/, ''))
}

/**
 * A diagnostic for each column of a date or time in what a trainer could read: a feature must not carry the time at
 * which it was computed. The same rule as gate B's, which names the column when the store is certified.
 *
 * @param outputs Display names of the entrypoint and its aliases.
 * @param t0 The one column that is excepted, in the entrypoint.
 */
export const momentDiagnostics = (
  relations: readonly AnalysedRelation[],
  outputs: ReadonlySet<string>,
  t0: { readonly relation: string; readonly column: string },
  placeOf: (relation: string, column: string | null) => Place,
): readonly Diagnostic[] =>
  relations
    .filter((relation) => outputs.has(displayName(relation)))
    .flatMap((relation) => {
      const name = displayName(relation)
      return relation.columns
        .filter((column) => isMoment(column) && !(name === t0.relation && column.name === t0.column))
        .map((column) => ({
          code: 'FS221',
          place: { ...placeOf(name, column.name), relation: name, column: column.name },
          message: `a certified output has a date or time type: ${column.type.sql}`,
          hint: 'Give what a model needs of it, such as a number of days between two moments of the data.',
        }))
    })
