import type { AnalyzedRelation, ColumnRef } from '../../model/analyzed-project.js'
import type { Diagnostic, Place } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { sourceColumnsOf } from '../lineage/source-columns.js'
import { isMoment } from './moment-diagnostics.js'

/** What of a certification decides which columns carry its T0. */
export interface T0Rules {
  /** Display names of the entrypoint and of the guarded view. */
  readonly outputs: ReadonlySet<string>
  readonly t0: ColumnRef
  /** Columns that identify a row, in every output. */
  readonly key: readonly string[]
  /** Names of the columns that are declared as meant. */
  readonly meant: ReadonlySet<string>
}

/**
 * A diagnostic for each feature that is made of the T0 alone, by whatever function: a model would learn when a row was
 * edited. What it is made of is read from the lineage, in which the condition of a CASE and the rows of a window count
 * too; columns of the key say which row it is and do not make it a value of anything else. Columns of a date or time are
 * left to {@link momentDiagnostics}. That the T0 is part of the key, or declared as a moment, excuses no other column.
 *
 * @param placeOf Where a column is computed; undefined where the view only copies it.
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
  // The T0 as a part of the key is a moment; the same name with another type is the T0 in disguise.
  const isKey = (column: string): boolean => column !== t0.column && key.includes(column)
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  // A column that another view gives by the same name is taken for a copy of that one.
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
          message: `a certified output is made of the T0 "${t0.column}" alone, so a model would learn when a row was edited`,
          hint: `Leave it out; or, if it is meant, say why: certification({ t0Features: { ${JSON.stringify(ref.column)}: '…' } }).`,
        }))
    })
}
