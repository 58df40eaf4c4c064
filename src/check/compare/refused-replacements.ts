import type { AnalyzedProject, AnalyzedRelation } from '../../model/analyzed-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import type { LiveCatalog, LiveRelation } from '../../model/live-catalog.js'
import { displayName } from '../../model/relation-name.js'
import type { Signature } from './refused-functions.js'
import { storedKind } from './stored-as-views.js'
import { viewsAsDeclared } from './upstream-as-declared.js'

/** Maximum number of columns to name. */
const SHOWN = 5

/** The first version that refuses to change a collation; `server_version_num`. */
const REFUSES_COLLATIONS = 150000

const RECREATED =
  'Run sql/optional/drop_and_recreate.sql, then CALL audit.refresh_stored(): all stored relations of the project are empty until then.'

/**
 * A diagnostic for each live view that CREATE OR REPLACE VIEW cannot replace: it accepts new columns at the end and
 * refuses every other change of columns.
 *
 * @param signatures of the declared functions, by `functionKey`.
 */
export function refusedReplacements(
  project: AnalyzedProject,
  catalog: LiveCatalog,
  signatures: ReadonlyMap<string, Signature>,
): readonly Diagnostic[] {
  const asDeclared = viewsAsDeclared(project, catalog, signatures)
  const hasCollations = catalog.version >= REFUSES_COLLATIONS
  const live = new Map(catalog.relations.map((relation) => [displayName(relation), relation]))
  return project.relations.flatMap((relation) => {
    const there = live.get(displayName(relation))
    if (relation.kind !== 'view' || !there) return []
    const { stored } = relation
    if (there.kind !== (stored ? storedKind(stored) : 'view')) return [otherKind(relation, there)]
    const changes = asDeclared.has(displayName(relation)) ? typeChanges(relation, there, hasCollations) : []
    const reasons = [...reasonsOf(relation, there, changes), ...(stored ? newColumns(relation, there) : [])]
    return reasons.length === 0 ? [] : [otherColumns(relation, reasons)]
  })
}

const otherKind = (relation: AnalyzedRelation, { kind }: LiveRelation): Diagnostic => ({
  code: 'FS709',
  place: { ...relation.place, relation: displayName(relation) },
  message: relation.stored
    ? `putting the stored relation in place will be refused: the database has a ${kind} with that name`
    : `CREATE OR REPLACE VIEW will be refused: the database has a ${kind} with that name`,
  hint:
    relation.stored && kind === 'view'
      ? RECREATED
      : `Drop the ${kind}, or rename the ${relation.stored ? 'relation' : 'view'}. Run sql/optional/drop_and_recreate.sql if it is a stored relation of the project.`,
})

/** A stored relation gets new columns only when it is created again. */
const newColumns = ({ columns }: AnalyzedRelation, there: LiveRelation): readonly string[] =>
  columns.slice(there.columns.length).map(({ name }) => `column "${name}" is new`)

const otherColumns = (relation: AnalyzedRelation, reasons: readonly string[]): Diagnostic => {
  const more = reasons.length - SHOWN
  const said = [...reasons.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])].join('; ')
  return {
    code: 'FS709',
    place: { ...relation.place, relation: displayName(relation) },
    message: `${relation.stored ? 'putting the stored relation in place' : 'CREATE OR REPLACE VIEW'} will be refused: ${said}`,
    hint: relation.stored
      ? RECREATED
      : 'Run sql/optional/drop_and_recreate.sql, or only add columns at the end and leave the others unchanged.',
  }
}

/** Existing columns whose type or, where relevant, collation differs. */
function typeChanges(
  { columns }: AnalyzedRelation,
  there: LiveRelation,
  hasCollations: boolean,
): readonly string[] {
  const now = new Map(columns.map((column) => [column.name, column]))
  return there.columns.flatMap(({ name, type, collation }) => {
    const column = now.get(name)
    if (!column) return []
    if (column.type.sql !== type) return [`column "${name}" changes from ${type} to ${column.type.sql}`]
    const resolved = column.resolvedCollation ?? null
    if (!hasCollations || resolved === collation) return []
    const said = (one: string | null): string => one ?? 'that of its type'
    return [`column "${name}" changes its collation from ${said(collation)} to ${said(resolved)}`]
  })
}

/**
 * Reasons why the existing columns cannot be kept; empty if they can. Columns that were only shifted are not named.
 *
 * @param changes of types and collations.
 */
function reasonsOf(
  { columns }: AnalyzedRelation,
  there: LiveRelation,
  changes: readonly string[],
): readonly string[] {
  const isKept = there.columns.every(({ name }, at) => columns[at]?.name === name)
  if (isKept) return changes
  const names = columns.map(({ name }) => name)
  const live = there.columns.map(({ name }) => name)
  const gone = live.flatMap((name, at) => {
    if (names.includes(name)) return []
    const instead = names[at]
    return [{ name, instead: instead === undefined || live.includes(instead) ? undefined : instead }]
  })
  const renamed = new Set(gone.map(({ instead }) => instead))
  const stay = names.filter((name) => live.includes(name))
  const last = names.indexOf(stay.at(-1) ?? '')
  const moved = live.filter((name) => names.includes(name)).find((name, at) => stay[at] !== name)
  return [
    ...gone.map(({ name, instead }) =>
      instead === undefined
        ? `column "${name}" is removed`
        : `column "${name}" is renamed to "${instead}", or removed`,
    ),
    ...changes,
    ...names
      .filter((name, at) => at < last && !live.includes(name) && !renamed.has(name))
      .map((name) => `column "${name}" is new and not at the end`),
    ...(moved === undefined ? [] : [`column "${moved}" is moved`]),
  ]
}
