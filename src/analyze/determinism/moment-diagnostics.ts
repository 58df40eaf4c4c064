import type { AnalyzedColumn, AnalyzedRelation, ColumnRef } from '../../model/analyzed-project.js'
import { dateTimeTypes } from '../../model/determinism-rules.js'
import type { Diagnostic, Place } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'

/** Date and time types, their arrays and ranges. */
const moments = new Set([
  ...dateTimeTypes,
  'daterange',
  'tsrange',
  'tstzrange',
  'datemultirange',
  'tsmultirange',
  'tstzmultirange',
])

/** A user-defined type may contain dates. */
const isPlainlyNot = (column: AnalyzedColumn): boolean =>
  (column.type.base ?? column.type).schema === 'pg_catalog' && !isMoment(column)

/** Whether a column has a date or time type. */
export const isMoment = ({ type }: AnalyzedColumn): boolean => {
  const { schema, name } = type.base ?? type
  return schema === 'pg_catalog' && moments.has(name.replace(/^_/, ''))
}

/** The settings of a certification that decide which outputs may have a date or time type. */
export interface MomentRules {
  /** Display names of the entrypoint and its aliases, the guarded view among them. */
  readonly outputs: ReadonlySet<string>
  /** Needs no reason in the entrypoint. */
  readonly t0: ColumnRef
  /** Names of the columns declared as intended. */
  readonly moments: ReadonlySet<string>
  /** Place of the declaration. */
  readonly place: Place
}

/**
 * A diagnostic for each readable output column with a date or time type, unless it is declared as intended: a feature must
 * not contain the time at which it was computed. Gate B checks the same rule. Also a diagnostic for each column declared as
 * a moment that has another type.
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
      hint: `Return what a model needs, such as the number of days between two times in the data. If it is intended, declare the reason: certification({ moments: { ${JSON.stringify(name)}: '…' } }).`,
    }))
  const idle = [...meant].flatMap((name): Diagnostic[] => {
    const columns = given.flatMap(({ column }) => (column.name === name ? [column] : []))
    return columns.length > 0 && columns.every(isPlainlyNot)
      ? [
          {
            code: 'FS173',
            place,
            message: `"${name}" is declared as a moment but has the type ${columns[0]?.type.sql}`,
            hint: 'Remove it from moments. Only columns with a date or time type belong there.',
          },
        ]
      : []
  })
  return [...found, ...idle]
}
