import { type ChangedView, mergeStates, type RelationState, type SearchResult } from '../../check/index.js'
import { versionLiterals } from '../../compile/index.js'
import { compareVersions, type ComparedVersions, type Version } from '../../meaning/index.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { createFunction } from '../../model/create/create-function.js'
import { splitName } from '../../model/relation-name.js'
import { functionKey } from '../../model/sql-function.js'
import type { Context } from '../context.js'
import { mattersFor } from './matters.js'
import type { Replayer } from './replayer.js'
import type { SearchSettings } from './search-settings.js'
import type { VersionPair } from './version-pair.js'
import { versionSources } from './version-sources.js'

/**
 * Runs both versions of the changed views over generated rows in the embedded Postgres, and looks for rows that show a
 * difference.
 *
 * @param uniqueKeys of the views of the project, proven, by name.
 * @returns by relation.
 */
export async function searchDifferences(
  pair: VersionPair,
  project: CompiledProject,
  uniqueKeys: ReadonlyMap<string, readonly (readonly string[])[]>,
  { tries, seed }: SearchSettings,
  replayer: Replayer,
  { progress, interrupts }: Pick<Context, 'progress' | 'interrupts'>,
): Promise<ReadonlyMap<string, SearchResult>> {
  const searched = pair.views.filter(({ rows, unproven }) => !rows || unproven.length > 0)
  const all = (because: string): ReadonlyMap<string, SearchResult> =>
    new Map(searched.map(({ relation }) => [relation, undecided(because)]))
  if (tries === 0) return all('no search was made')
  const { before, after } = pair
  const conflict = typeConflict(before, after)
  if (conflict !== undefined) return all(conflict)
  const sources = versionSources(before, after, project.sources)
  if ('conflict' in sources) return all(sources.conflict)

  const names = upstreamOf(searched, pair)
  const [old, now] = [viewsOf(before, names), viewsOf(after, names)]
  const literals = versionLiterals(
    [...new Set([...old.keys(), ...now.keys()])].map((name) => ({
      before: old.get(name) ?? null,
      after: now.get(name) ?? null,
    })),
  )
  const session = await replayer.session({
    extensions: project.types.length > 0,
    relations: sources.sources.length + old.size + now.size,
  })
  const stop = new AbortController()
  const found = await interrupts.withCleanup(
    async () => stop.abort(),
    () =>
      compareVersions(
        session,
        {
          types: project.types,
          sources: sources.sources.filter(({ schema, name }) => names.has(`${schema}.${name}`)),
          literals: literals.all,
          boundaries: {
            sought: literals.changed,
            paths: literals.all.paths,
            soughtPaths: literals.changed.paths,
            nullTested: literals.all.nullTested,
          },
          before: { functions: functionsOf(before, project), views: selects(old) },
          after: { functions: functionsOf(after, project), views: selects(now) },
          views: searched.map((view) => ({
            ...splitName(view.relation),
            key: keyOf(view, uniqueKeys),
            columns: view.unproven,
            same: view.same,
            rows: !view.rows,
          })),
          matters: mattersFor(mergeStates(before, after)),
        },
        {
          tries,
          seed,
          signal: stop.signal,
          onTry: (number) => {
            if (number === 1) progress.step('looking for rows that tell the versions apart', true)
            else progress.update(`looking for rows that tell the versions apart: try ${number} of ${tries}`)
          },
          onShrink: (column) => progress.update(`making the rows for ${column || 'missing rows'} smaller`),
        },
      ),
  )
  return new Map([...found].map(([relation, compared]) => [relation, resultOf(compared, tries)]))
}

const undecided = (because: string): SearchResult => ({ columns: new Map(), undecided: () => because })

const resultOf = ({ rows, columns, unstable, refused }: ComparedVersions, tries: number): SearchResult => ({
  ...(rows && { rows }),
  columns,
  undecided: (column) => {
    if (refused !== undefined) return `both versions could not be run: ${refused}`
    return unstable.has(column)
      ? 'it is read differently each time'
      : `no proof, and no difference in ${tries} tries`
  },
})

/** A type that is not the same in both versions: no table can have it. */
function typeConflict(before: readonly RelationState[], after: readonly RelationState[]): string | undefined {
  const old = new Map(before.map((state) => [state.relation, state]))
  const changed = after.find(({ relation, kind, definition }) => {
    const was = old.get(relation)?.definition ?? null
    return kind === 'type' && was !== null && was !== definition
  })
  return changed && `type ${changed.relation} is not the same in both versions`
}

/** The views that are compared, and everything below them in either version. */
function upstreamOf(
  views: readonly ChangedView[],
  { before, after }: Pick<VersionPair, 'before' | 'after'>,
): ReadonlySet<string> {
  const states = [...before, ...after]
  const found = new Set<string>()
  const visit = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    for (const { relation, dependsOn } of states) if (relation === name) dependsOn.forEach(visit)
  }
  for (const { relation } of views) visit(relation)
  return found
}

const viewsOf = (states: readonly RelationState[], names: ReadonlySet<string>): ReadonlyMap<string, string> =>
  new Map(
    states.flatMap(({ relation, kind, definition }) =>
      kind === 'view' && definition !== null && names.has(relation) ? [[relation, definition]] : [],
    ),
  )

const selects = (views: ReadonlyMap<string, string>): Version['views'] =>
  [...views].map(([relation, select]) => ({ ...splitName(relation), select }))

/**
 * The functions of a version. Where its own text is not known, as for a stand-in and in committed files, that of the
 * compiled project is taken.
 */
function functionsOf(
  states: readonly RelationState[],
  { functions = [] }: CompiledProject,
): Version['functions'] {
  const known = new Map(
    states.flatMap(({ relation, kind, definition }) =>
      kind === 'function' && definition !== null ? [[relation, definition]] : [],
    ),
  )
  return functions.map((fn) => ({
    schema: fn.schema,
    name: fn.name,
    statement: known.get(functionKey(fn)) ?? createFunction(fn),
  }))
}

/** A key of the view whose columns are the same in both versions; empty if there is none. */
function keyOf(
  { relation, same }: ChangedView,
  uniqueKeys: ReadonlyMap<string, readonly (readonly string[])[]>,
): readonly string[] {
  return uniqueKeys.get(relation)?.find((key) => key.every((column) => same.includes(column))) ?? []
}
