import type { AnalyzedColumn, AnalyzedRelation, ColumnRef } from '../../model/analyzed-project.js'
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

/** A type of the user's own may be made of dates. */
const isPlainlyNot = (column: AnalyzedColumn): boolean =>
  (column.type.base ?? column.type).schema === 'pg_catalog' && !isMoment(column)

/** Whether a column is of a date or time. */
export const isMoment = ({ type }: AnalyzedColumn): boolean => {
  const { schema, name } = type.base ?? type
  return schema === 'pg_catalog' && moments.has(name.replace(/^_/, ''))
}

/** What of a certification decides which outputs may be of a date or time. */
export interface MomentRules {
  /** Display names of the entrypoint and its aliases, the guarded view among them. */
  readonly outputs: ReadonlySet<string>
  /** Needs no reason in the entrypoint. */
  readonly t0: ColumnRef
  /** Names of the columns that are declared as meant. */
  readonly moments: ReadonlySet<string>
  /** Where they are declared. */
  readonly place: Place
}

/**
 * A diagnostic for each column of a date or time in what a trainer could read, unless it is declared as meant: a feature
 * must not carry the time at which it was computed. The same rule as gate B's, which names the column when the store is
 * certified. One for each column that is declared so and is plainly something else, too.
 */
export function momentDiagnostics(
  relations: readonly AnalyzedRelation[],
  { outputs, t0, moments: meant, place }: MomentRules,
  placeOf: (relation: string, column: string | null) => Place,
): readonly Diagnostic[] {
  const given = relations
    .filter((relation) => outputs.has(displayName(relation)))
    .flatMap((relation) => relation.columns.map((column) => ({ relation: displayName(relation), column })))
  const found = given
    .filter(({ relation, column }) => !(relation === t0.relation && column.name === t0.column))
    .filter(({ column }) => isMoment(column) && !meant.has(column.name))
    .map(({ relation, column: { name, type } }): Diagnostic => ({
      code: 'FS221',
      place: { ...placeOf(relation, name), relation, column: name },
      message: `a certified output has a date or time type: ${type.sql}`,
      hint: `Give what a model needs of it, such as a number of days between two moments of the data; or, if it is meant, say why: certification({ moments: { ${JSON.stringify(name)}: '…' } }).`,
    }))
  const idle = [...meant].flatMap((name): Diagnostic[] => {
    const columns = given.flatMap(({ column }) => (column.name === name ? [column] : []))
    return columns.length > 0 && columns.every(isPlainlyNot)
      ? [
          {
            code: 'FS173',
            place,
            message: `"${name}" is declared as a moment and is of type ${columns[0]?.type.sql}`,
            hint: 'Leave it out of moments: they are columns of a date or time type.',
          },
        ]
      : []
  })
  return [...found, ...idle]
}
