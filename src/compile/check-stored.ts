import type { Declaration, QueryDeclaration, StoredDeclaration } from '../declare/relation.js'
import { closest } from './closest.js'
import { type DiagnosticCollector, type Origin, originOf } from './context.js'
import type { OutputsOf } from './scope/outputs.js'

/** Reports errors in how a view is stored. JavaScript callers have no type check. */
export function checkStored(
  declaration: QueryDeclaration,
  stored: StoredDeclaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const origin = originOf(declaration)
  const live = declaration.inputs['live']
  const { key, indexes, maxAge, refresh, track, paths } = stored
  const report = (what: string, hint: string): void =>
    diagnostics.add(origin, 'FS240', `"${declaration.name}" ${what}`, hint)
  if (refresh !== 'full' && refresh !== 'byKey')
    report(`is refreshed "${String(refresh)}"`, "Write refresh: 'full' or refresh: 'byKey'.")
  if (track !== 'triggers' && track !== 'compare')
    report(`is tracked by "${String(track)}"`, "Write track: 'triggers' or track: 'compare'.")
  if (key.length === 0) report('has no key', 'Name the columns that identify a row with key: […].')
  if (typeof maxAge !== 'string' || maxAge.trim() === '')
    report('has no valid maxAge', "Write an interval as SQL does: maxAge: '1 hour'.")
  if (live?.kind === 'view' && live.guard)
    report(
      'stores a guarded view, which cannot be read while it is not certified',
      `Store the view that "${live.name}" guards, and guard the stored relation.`,
    )
  const columns = outputsOf(declaration)?.map(({ name }) => name)
  if (columns === undefined) return
  const known = (column: string, what: string): void =>
    requireColumn(column, columns, `${what} of "${declaration.name}"`, origin, diagnostics)
  for (const column of key) known(column, 'the key')
  for (const index of indexes) {
    if (index.length === 0) report('has an index without columns', 'Name its columns, or leave it out.')
    for (const column of index) known(column, 'an index')
  }
  for (const [source, path] of Object.entries(paths)) {
    for (const column of Object.keys(path)) known(column, `the path of ${source}`)
    checkPath(source, path, live, origin, diagnostics)
  }
}

function checkPath(
  name: string,
  path: Readonly<Record<string, string>>,
  live: Declaration | undefined,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  const sources = trackedBelow(live)
  const source = sources.get(name)
  if (source === undefined) {
    const near = closest(name, [...sources.keys()])
    return diagnostics.add(
      origin,
      'FS240',
      `"${origin.relation}" declares a path of "${name}", which it does not read`,
      near === undefined ? 'Name a source that it reads.' : `Did you mean "${near}"?`,
    )
  }
  const columns = source.kind === 'source' ? Object.keys(source.columns) : undefined
  if (columns === undefined) return
  for (const column of Object.values(path))
    requireColumn(column, columns, `the path of ${name}`, origin, diagnostics)
}

/** The sources and stored relations that a view reads, directly or not, by name. What a stored relation reads is not its own. */
function trackedBelow(declaration: Declaration | undefined): ReadonlyMap<string, Declaration> {
  const found = new Map<string, Declaration>()
  const seen = new Set<Declaration>()
  const visit = (one: Declaration | undefined): void => {
    if (one === undefined || seen.has(one)) return
    seen.add(one)
    if (one.kind === 'source' || (one.kind === 'view' && one.stored !== undefined && one !== declaration)) {
      found.set(one.name, one)
      return
    }
    if (one.kind === 'aggregate') visit(one.of)
    else if (one.kind === 'layer' || one.kind === 'view')
      for (const input of Object.values(one.inputs)) visit(input)
  }
  visit(declaration)
  return found
}

function requireColumn(
  column: string,
  columns: readonly string[],
  what: string,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  if (columns.includes(column)) return
  const near = closest(column, columns)
  diagnostics.add(
    origin,
    'FS152',
    `column "${column}" in ${what} does not exist`,
    near === undefined ? `Columns there: ${columns.join(', ')}.` : `Did you mean "${near}"?`,
  )
}
