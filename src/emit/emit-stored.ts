import type { AnalyzedProject, TrackedRelation } from '../model/analyzed-project.js'
import type { CompiledProject, CompiledStored, CompiledView } from '../model/compiled-project.js'
import { createFunction } from '../model/create/create-function.js'
import { dollarQuoted } from '../model/dollar-quote.js'
import { sha256 } from '../model/hash.js'
import { quoteRelation } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'
import { displayName } from '../model/relation-name.js'
import { functionKey } from '../model/sql-function.js'
import { type Recorder, recorder, recordingPlan } from './record-changes.js'

export type StoredView = CompiledView & { readonly stored: CompiledStored }

export const isStored = (view: CompiledView): view is StoredView => view.stored !== undefined

/** The relations with triggers of each stored relation, by its name. */
export type Tracked = ReadonlyMap<string, readonly TrackedRelation[]>

export const trackedOf = ({ relations }: AnalyzedProject): Tracked =>
  new Map(relations.flatMap((one) => (one.tracked ? [[displayName(one), one.tracked]] : [])))

/** The keyword of COMMENT ON, and of DROP. */
export const storedAs = ({ refresh }: CompiledStored): 'TABLE' | 'MATERIALIZED VIEW' =>
  refresh === 'full' ? 'MATERIALIZED VIEW' : 'TABLE'

/** The statements that create a stored relation without rows, or bring it up to date where it exists. */
export function storedStatements(view: StoredView, project: CompiledProject, tracked: Tracked): string {
  const { stored } = view
  const relation = quoteRelation(view)
  const names = new Map(
    [...project.sources, ...project.views].map((one) => [displayName(one), quoteRelation(one)]),
  )
  const neverNull = new Map(
    project.sources.map((one) => [
      displayName(one),
      one.columns.filter(({ nullable }) => !nullable).map(({ name }) => name),
    ]),
  )
  const plan = recordingPlan(
    view,
    tracked.get(displayName(view)) ?? [],
    (name) => names.get(name) ?? name,
    (name) => neverNull.get(name) ?? [],
  )
  const recorders = plan.tracked.map((one) => recorder(relation, one, plan))
  const declared = {
    relation,
    live: quoteRelation(stored.live),
    key_columns: stored.key,
    refresh: stored.refresh,
    track: stored.track,
    indexes: stored.indexes,
    queue_columns: plan.queueColumns,
    patterns: plan.patterns,
    tracked: recorders.map(({ source, name, body, pairs }) => ({
      relation: source,
      function: `${name}()`,
      pairs,
      // As pg_proc has it: with the line ends beside the quotes.
      body: sha256(`\n${body}\n`),
    })),
    max_age: stored.maxAge,
    reads: storedReads(view, project),
    definition: definitionOf(view, project),
  }
  return [
    ...recorders.map(createRecorder),
    `SELECT audit.put_stored(${quoteLiteral(jsonByLine(declared))}::jsonb);`,
  ].join('\n\n')
}

/** What comes before the first lock on a view that stored relations read. */
export function prepareStored(views: readonly CompiledView[]): readonly string[] {
  const names = views.filter(isStored).map((view) => quoteLiteral(quoteRelation(view)))
  if (names.length === 0) return []
  return [
    `-- Refreshes that run now are waited for, and others wait for this.
SELECT audit.prepare_stored(ARRAY[${names.join(', ')}]);`,
  ]
}

const createRecorder = ({ name, source, body }: Recorder): string =>
  [
    `-- Records in the transaction of a change of ${source} which rows it affects.`,
    `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER`,
    `SET search_path = pg_catalog, pg_temp AS ${dollarQuoted('recorder', body)};`,
    `REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC;`,
  ].join('\n')

/** The views below a stored relation that are computed when it is refreshed, its own first. */
function computedBelow(view: StoredView, { views }: CompiledProject): readonly CompiledView[] {
  const byName = new Map(views.map((one) => [displayName(one), one]))
  const found = new Set<CompiledView>()
  const visit = (name: string): void => {
    const one = byName.get(name)
    if (one === undefined || one.stored !== undefined || found.has(one)) return
    found.add(one)
    for (const read of one.dependsOn) visit(displayName(read))
  }
  visit(displayName(view.stored.live))
  return [...found]
}

/** Hash of everything that the rows are computed by. */
function definitionOf(view: StoredView, project: CompiledProject): string {
  const below = computedBelow(view, project)
  const calls = new Set(below.flatMap((one) => one.calls ?? []))
  const functions = (project.functions ?? []).filter((fn) => calls.has(functionKey(fn)))
  return sha256(
    [...below.map((one) => `${displayName(one)} ${one.select}`), ...functions.map(createFunction)].join('\n'),
  )
}

/** The stored relations that a refresh reads, which are refreshed before it. */
function storedReads(view: StoredView, project: CompiledProject): readonly string[] {
  const byName = new Map(project.views.map((one) => [displayName(one), one]))
  const names = [
    displayName(view.stored.live),
    ...computedBelow(view, project).flatMap(({ dependsOn }) => dependsOn.map(displayName)),
  ]
  const read = names.flatMap((name) => byName.get(name) ?? []).filter(isStored)
  return [...new Set(read.map(quoteRelation))].toSorted()
}

/** One line for each field, so that a changed one shows in a diff. */
const jsonByLine = (fields: Readonly<Record<string, unknown>>): string =>
  `{\n${Object.entries(fields)
    .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n')}\n}`
