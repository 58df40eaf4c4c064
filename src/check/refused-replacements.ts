import type { AnalysedProject, AnalysedRelation } from '../model/analysed-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import type { LiveCatalog, LiveRelation } from '../model/live-catalog.js'
import { displayName } from '../model/relation-name.js'

/** Columns of a view that are shown by name. */
const SHOWN = 5

/**
 * A diagnostic for each live view that CREATE OR REPLACE VIEW would not turn into the project's: it takes new columns at
 * the end and refuses every other change of the columns.
 */
export function refusedReplacements(
  { relations }: AnalysedProject,
  catalog: LiveCatalog,
): readonly Diagnostic[] {
  const live = new Map(catalog.relations.map((relation) => [displayName(relation), relation]))
  return relations.flatMap((relation) => {
    const there = live.get(displayName(relation))
    if (relation.kind !== 'view' || !there) return []
    if (there.kind !== 'view') return [otherKind(relation, there)]
    const reasons = reasonsOf(relation, there)
    return reasons.length === 0 ? [] : [otherColumns(relation, reasons)]
  })
}

const otherKind = (relation: AnalysedRelation, { kind }: LiveRelation): Diagnostic => ({
  code: 'FS709',
  place: { ...relation.place, relation: displayName(relation) },
  message: `CREATE OR REPLACE VIEW will be refused: the database has a ${kind} of that name`,
  hint: `Drop the ${kind}, or give the view another name.`,
})

const otherColumns = (relation: AnalysedRelation, reasons: readonly string[]): Diagnostic => {
  const more = reasons.length - SHOWN
  const said = [...reasons.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])].join('; ')
  return {
    code: 'FS709',
    place: { ...relation.place, relation: displayName(relation) },
    message: `CREATE OR REPLACE VIEW will be refused: ${said}`,
    hint: 'Run sql/optional/drop_and_recreate.sql, or add new columns at the end and keep the others as they are.',
  }
}

/** Why the columns that are there cannot stay as they are; empty when they can. What has only moved on is not named. */
function reasonsOf({ columns }: AnalysedRelation, there: LiveRelation): readonly string[] {
  const isKept = there.columns.every(
    ({ name, type }, at) => columns[at]?.name === name && columns[at].type.sql === type,
  )
  if (isKept) return []
  const names = columns.map(({ name }) => name)
  const live = there.columns.map(({ name }) => name)
  const typeOf = new Map(columns.map(({ name, type }) => [name, type.sql]))
  const gone = live.flatMap((name, at) => {
    if (typeOf.has(name)) return []
    const instead = names[at]
    return [{ name, instead: instead === undefined || live.includes(instead) ? undefined : instead }]
  })
  const renamed = new Set(gone.map(({ instead }) => instead))
  const stay = names.filter((name) => live.includes(name))
  const last = names.indexOf(stay.at(-1) ?? '')
  const moved = live.filter((name) => typeOf.has(name)).find((name, at) => stay[at] !== name)
  return [
    ...gone.map(({ name, instead }) =>
      instead === undefined
        ? `column "${name}" is removed`
        : `column "${name}" is renamed to "${instead}", or removed`,
    ),
    ...there.columns.flatMap(({ name, type }) => {
      const now = typeOf.get(name)
      return now === undefined || now === type ? [] : [`column "${name}" changes from ${type} to ${now}`]
    }),
    ...names
      .filter((name, at) => at < last && !live.includes(name) && !renamed.has(name))
      .map((name) => `column "${name}" is new and not at the end`),
    ...(moved === undefined ? [] : [`column "${moved}" is moved`]),
  ]
}
