import { explainNullability, type NullabilityStep } from '../../analyze/index.js'
import type { AnalyzedRelation, ColumnRef } from '../../model/analyzed-project.js'
import type { CompiledView } from '../../model/compiled-project.js'
import type { Place } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { byteInSelect } from '../../resolve/index.js'
import { characterOf } from '../build/certified-leaks.js'
import type { ExplainedPlace, Reason } from './explanation.js'
import type { Trees } from './resolve-trees.js'

export const placeOf = ({ file, line }: Place): ExplainedPlace => ({ file: file ?? null, line: line ?? null })

/** Why columns of views and sources can or cannot be NULL, followed through all views. */
export function explainReasons(
  relations: readonly AnalyzedRelation[],
  views: readonly CompiledView[],
  { queries, catalogs }: Trees,
): (column: ColumnRef) => readonly Reason[] {
  const analyzed = new Map(relations.map((relation) => [displayName(relation), relation]))
  const compiled = new Map(views.map((view) => [displayName(view), view]))
  const known = new Map<string, ReturnType<typeof explainNullability>>()

  const stepsOf = (relation: string): ReturnType<typeof explainNullability> => {
    const query = queries.get(relation)
    const found = known.get(relation) ?? (query ? explainNullability(query, catalogs, analyzed) : [])
    known.set(relation, found)
    return found
  }

  const reasonsOf = ({ relation, column }: ColumnRef): readonly Reason[] => {
    const found = analyzed.get(relation)
    if (!found) return []
    if (found.kind === 'source') return [sourceReason(found, column)]
    const at = found.columns.findIndex(({ name }) => name === column)
    const nullability = found.columns[at]?.nullability
    if (nullability?.nullable === false && nullability.by === 'values')
      return [ofColumn(valuesReason(found), column, compiled.get(relation))]
    const steps = stepsOf(relation)[at] ?? []
    const own = steps
      .filter(({ because }) => because !== '')
      .map((step) => viewReason(step, found, compiled.get(relation)))
      .map((reason, index) => (index === 0 ? ofColumn(reason, column, compiled.get(relation)) : reason))
    const last = steps.at(-1)
    return last?.reads ? [...own, ...reasonsOf(last.reads)] : own
  }
  return reasonsOf
}

const valuesReason = ({ schema, name, place }: AnalyzedRelation): Reason => ({
  relation: displayName({ schema, name }),
  layer: null,
  column: null,
  place: placeOf(place),
  sql: null,
  because: 'NULL does not go with the values that the columns can have together',
})

/** The first reason is one of the column, also where its expression is not marked in the query. */
const ofColumn = (reason: Reason, column: string, view: CompiledView | undefined): Reason => {
  if (reason.column !== null || reason.layer !== null) return reason
  const places = view?.places ?? {}
  const place = Object.hasOwn(places, column) ? places[column] : undefined
  return { ...reason, column, ...(place && { place: placeOf(place) }) }
}

const sourceReason = (source: AnalyzedRelation, name: string): Reason => {
  const nullable = source.columns.find((column) => column.name === name)?.nullability.nullable ?? true
  return {
    relation: displayName(source),
    layer: null,
    column: name,
    place: placeOf(source.place),
    sql: null,
    because: nullable
      ? 'the source declares the column nullable'
      : source.key.includes(name)
        ? 'it is part of the key of the source, and keys are never NULL'
        : 'the source declares the column NOT NULL',
  }
}

function viewReason(
  { location, because }: NullabilityStep,
  relation: AnalyzedRelation,
  view: CompiledView | undefined,
): Reason {
  const name = displayName(relation)
  const piece =
    location === null || view === undefined
      ? undefined
      : view.pieceAt?.(characterOf(view.select, byteInSelect(location)), 'expression')
  return {
    relation: name,
    layer: piece === undefined || piece.relation === name ? null : piece.relation,
    column: piece?.column ?? null,
    place: placeOf(piece?.place ?? relation.place),
    sql: piece === undefined || piece.excerpt === '' ? null : piece.excerpt,
    because,
  }
}
