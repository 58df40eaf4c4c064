import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { readTarget } from '../explain/read-target.js'
import { byDistance, listed } from '../init/choose-tables.js'
import type { FoundName } from './read-database.js'

/** The relations to inspect. */
export interface WantedViews {
  /** Each as `schema.view`, plain or quoted as in SQL. May be tables. */
  readonly views: readonly string[]
  /** Schemas whose views and materialized views are all inspected. */
  readonly schemas: readonly string[]
}

const isView = ({ kind }: FoundName): boolean => kind === 'view' || kind === 'materialized view'

/** Names to suggest. */
const MOST_SUGGESTED = 3

/**
 * Each relation once: the named ones first, in their order.
 *
 * @throws DiagnosticError FS606 for each name and schema that does not exist.
 */
export function chooseViews(
  { views, schemas }: WantedViews,
  names: readonly FoundName[],
): readonly FoundName[] {
  if (views.length === 0 && schemas.length === 0)
    throw new DiagnosticError([missing('no view to inspect is named', 'Give schema.view or --schema.')])
  const diagnostics: Diagnostic[] = []
  const chosen = new Set<FoundName>()
  for (const view of views) {
    const found = names.find((name) => displayName(name) === view) ?? names.find(isQuoted(view))
    if (found) chosen.add(found)
    else diagnostics.push(noView(view, names))
  }
  for (const schema of schemas) {
    const found = names.filter((name) => isView(name) && name.schema === schema)
    for (const name of found) chosen.add(name)
    if (found.length === 0) diagnostics.push(noSchema(schema, names))
  }
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics)
  return [...chosen]
}

/** Whether a name as SQL writes it is that of a relation. */
const isQuoted = (text: string): ((name: FoundName) => boolean) => {
  const [schema, name, ...rest] = readTarget(text) ?? []
  return (found) => rest.length === 0 && found.schema === schema && found.name === name
}

const missing = (message: string, hint: string): Diagnostic => ({ code: 'FS606', place: {}, message, hint })

function noView(view: string, names: readonly FoundName[]): Diagnostic {
  const message = `the database has no view or table ${JSON.stringify(view)}`
  const folded = view.toLowerCase()
  const named = names
    .filter((name) => [name.name, displayName(name)].some((text) => text.toLowerCase() === folded))
    .map(displayName)
  const near = named.length > 0 ? named : byDistance(view, names.map(displayName))
  return near.length === 0
    ? missing(message, 'It has no relation at all that this role can see.')
    : missing(message, `Did you mean ${near.slice(0, MOST_SUGGESTED).join(', ')}? Give it as schema.view.`)
}

function noSchema(schema: string, names: readonly FoundName[]): Diagnostic {
  const known = [...new Set(names.filter(isView).map((name) => name.schema))]
  return missing(
    `the database has no view in a schema ${JSON.stringify(schema)}`,
    `Schemas with views: ${listed(byDistance(schema, known))}.`,
  )
}
