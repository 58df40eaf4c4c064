import type { Declaration, QueryDeclaration, StoredDeclaration } from '../declare/relation.js'
import { closest } from './closest.js'
import { type DiagnosticCollector, type Origin, originOf } from './context.js'
import type { OutputsOf } from './scope/outputs.js'

/** What `maxAge` may be: numbers with units, or hours, minutes and seconds. */
const INTERVAL =
  /^\s*(?:(?:\d+(?:\.\d+)?\s*(?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s*)+|\d+:\d\d(?::\d\d)?\s*)$/i

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
  if (typeof maxAge !== 'string' || !INTERVAL.test(maxAge) || !/[1-9]/.test(maxAge))
    report(
      `has the maxAge ${JSON.stringify(maxAge)}, which is not a positive interval`,
      "Write numbers with units: maxAge: '90 minutes', '1 day 12 hours'.",
    )
  if (live?.kind === 'view' && live.guard)
    report(
      'stores a guarded view, which cannot be read while it is not certified',
      `Store the view that "${live.name}" guards, and guard the stored relation.`,
    )
  const columns = outputsOf(declaration)?.map(({ name }) => name)
  if (columns === undefined) return
  const known = (column: string, what: string): void =>
    requireColumn(column, columns, `${what} of "${declaration.name}"`, origin, diagnostics)
  const once = (names: readonly string[], what: string): void => {
    const twice = names.find((name, at) => names.indexOf(name) < at)
    if (twice !== undefined) report(`names the column "${twice}" twice in ${what}`, 'Name it once.')
  }
  for (const column of key) known(column, 'the key')
  once(key, 'its key')
  const indexed = new Set<string>()
  for (const index of indexes) {
    const text = index.join(', ')
    if (index.length === 0) report('has an index without columns', 'Name its columns, or leave it out.')
    if (indexed.has(text)) report(`has the index (${text}) twice`, 'Leave one of them out.')
    indexed.add(text)
    for (const column of index) known(column, 'an index')
    once(index, `the index (${text})`)
  }
  for (const [source, path] of Object.entries(paths)) {
    if (Object.keys(path).length === 0)
      report(
        `has a path of ${source} without columns`,
        'Name the columns that are equal, or leave the path out: a change then computes everything.',
      )
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
