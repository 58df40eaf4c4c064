import {
  checkLive,
  type CheckSection,
  liveStates,
  refusedFunctions,
  refusedReplacements,
  signatureOf,
  statesOf,
  storedAsViews,
  withoutMissing,
} from '../../check/index.js'
import { urlProvider } from '../../postgres/url/url-provider.js'
import { readLive } from '../../check/replay/read-live.js'
import { worldOfLive } from '../../check/replay/replay-world.js'
import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { LiveCatalog } from '../../model/live-catalog.js'
import type { Context } from '../context.js'
import type { Replayer } from './replayer.js'
import { outlined, deparsed, type Side, sideOf } from './comparable.js'
import { withSession } from '../with-session.js'

async function readCatalog(
  { types, functions, relations }: AnalyzedProject,
  database: string | true,
  { env, interrupts }: Context,
): Promise<LiveCatalog> {
  const server = await urlProvider({ ...(database !== true && { databaseUrl: database }), env }).start()
  const sources = relations.filter(({ kind }) => kind === 'source')
  const views = relations.filter(({ kind }) => kind === 'view')
  return withSession(interrupts, server, (session) =>
    readLive(session, server.description, types, sources, views, functions),
  )
}

/**
 * Compares a project with a live database. The output of `pg_get_viewdef` differs between major versions, so the live
 * definitions and those of the project are both deparsed again by the same embedded Postgres.
 *
 * @param optional names of relations that optional files create; they are compared where the database has them.
 * @param database a connection URL, or `true` to use the environment.
 */
export async function liveSection(
  declared: AnalyzedProject,
  optional: ReadonlySet<string>,
  database: string | true,
  context: Context,
  replayer: Replayer,
): Promise<CheckSection> {
  context.progress.step('reading the live database')
  const found = await readCatalog(declared, database, context)
  const project = withoutMissing(declared, found, optional)
  const catalog = storedAsViews(project, found)
  const world = worldOfLive(catalog)
  const theirs = await replayer.replay(world)
  const ours = await deparsed(sideOf(statesOf(project)), replayer)
  const signatures = new Map(
    ours.side.states
      .filter(({ kind }) => kind === 'function')
      .map((state) => [state.relation, signatureOf(state)]),
  )
  const types = new Map([...signatures].map(([name, { args }]) => [name, args.map(({ type }) => type)]))
  const unknown = new Set(ours.errors.map(({ relation }) => relation))
  const live: Side = { states: liveStates(project, catalog, theirs.definitions, types), world }
  const { before, after } = await outlined(live, ours.side, replayer)
  return checkLive(
    catalog.server,
    before.states,
    after.states,
    [...theirs.errors, ...ours.errors],
    [
      ...refusedFunctions(project, catalog, new Map([...signatures].filter(([name]) => !unknown.has(name)))),
      ...refusedReplacements(project, found, signatures),
    ],
  )
}
