import type { AnalyzedRelation, ColumnRef } from '../../model/analyzed-project.js'
import type { Diagnostic, Place } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { sourceColumnsOf } from '../lineage/source-columns.js'
import { isMoment } from './moment-diagnostics.js'

/** The settings of a certification that decide which columns may depend on its T0 alone. */
export interface T0Rules {
  /** Display names of the entrypoint and of the guarded view. */
  readonly outputs: ReadonlySet<string>
  readonly t0: ColumnRef
  /** Columns that identify a row, in every output. */
  readonly key: readonly string[]
  /** Names of the columns declared as intended. */
  readonly meant: ReadonlySet<string>
}

/**
 * A diagnostic for each feature that is computed from the T0 alone, by any function: a model would learn when a row was
 * edited. Lineage decides this, including the conditions of a CASE and the rows of a window. Key columns only identify the
 * row and do not count. Columns with a date or time type are left to {@link momentDiagnostics}. If the T0 is part of the
 * key or declared as a moment, that does not exempt other columns.
 *
 * @param placeOf finds where a column is computed; undefined if the view only copies it.
 */
export function t0Diagnostics(
  relations: readonly AnalyzedRelation[],
  { outputs, t0, key, meant }: T0Rules,
  placeOf: (ref: ColumnRef) => Place | undefined,
): readonly Diagnostic[] {
  const sourcesOf = sourceColumnsOf(relations)
  const moment = sourcesOf(t0)
  const keys = new Set(key.flatMap((column) => [...sourcesOf({ ...t0, column })]))
  const isOfT0 = (ref: ColumnRef): boolean => {
    const sources = [...sourcesOf(ref)]
    return (
      sources.some((source) => moment.has(source)) &&
      sources.every((source) => moment.has(source) || keys.has(source))
    )
  }
  // The T0 in the key has a date or time type. A column of that name with another type is derived from it.
  const isKey = (column: string): boolean => column !== t0.column && key.includes(column)
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  // A column with the same name in another view counts as a copy of it.
  const originOf = (ref: ColumnRef): Place => {
    const relation = byName.get(ref.relation)
    const [from, ...others] = relation?.columns.find(({ name }) => name === ref.column)?.lineage ?? []
    const isCopy =
      others.length === 0 && from?.column === ref.column && byName.get(from.relation)?.kind === 'view'
    return placeOf(ref) ?? (isCopy ? originOf(from) : (relation?.place ?? {}))
  }
  return relations
    .filter((relation) => outputs.has(displayName(relation)))
    .flatMap((relation) => {
      const name = displayName(relation)
      return relation.columns
        .filter((column) => column.name !== (name === t0.relation ? t0.column : undefined))
        .filter((column) => !isMoment(column) && !isKey(column.name) && !meant.has(column.name))
        .map((column) => ({ relation: name, column: column.name }))
        .filter(isOfT0)
        .map((ref) => ({
          code: 'FS222',
          place: { ...originOf(ref), ...ref },
          message: `a certified output is computed from the T0 "${t0.column}" alone, so a model would learn when a row was edited`,
          hint: `Remove it. If it is intended, declare the reason: certification({ t0Features: { ${JSON.stringify(ref.column)}: '…' } }).`,
        }))
    })
}
