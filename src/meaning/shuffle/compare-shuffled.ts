import type { CompiledProject } from '../../model/compiled-project.js'
import { createGuard } from '../../model/create/create-function.js'
import { createSchema } from '../../model/create/create-schemas.js'
import { creationPath } from '../../model/creation-path.js'
import { guardFunction } from '../../model/guard-function.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import type { RelationName } from '../../model/relation-name.js'
import type { Shuffle } from '../../model/view-shuffle.js'
import type { MeaningSession } from '../compare-views.js'
import { copySources, reorder } from './copy-sources.js'
import { createViews } from './create-views.js'
import { createKept } from './read-view.js'
import { begin, outcomeOf, type Reading, readAgain, readFirst, withCauses } from './readings.js'
import { ROUNDS, setLocal, TEXT_SETTINGS } from './rounds.js'

/** What is read. The sources are in their declared schemas; the views are compiled to read copies of everything. */
export interface ShuffleProject extends Pick<CompiledProject, 'types' | 'sources' | 'views'> {
  /** Returns the schema for the copies of another schema. Each schema has its own, and none of them exists yet. */
  readonly redirect: (schema: string) => string
}

export interface ShuffleSettings {
  /** Maximum number of rows that are copied from each source. */
  readonly rows: number
  /** Chooses the rows and their random orders. */
  readonly seed: number
  readonly onStep?: (step: string) => void
}

/**
 * Reads every view over the same rows, stored in other orders and planned in other ways, and compares the rows with
 * those of the first reading. Only the sources are read, and no existing relation is changed. Everything happens in the
 * transaction of the caller, who rolls it back.
 */
export async function compareShuffled(
  session: MeaningSession,
  { types, sources, views, redirect }: ShuffleProject,
  { rows, seed, onStep = () => undefined }: ShuffleSettings,
): Promise<Shuffle> {
  const copyOf = ({ schema, name }: RelationName): RelationName => ({ schema: redirect(schema), name })
  // No schema of the project has an empty name.
  const schema = redirect('')
  const guard = copyOf(guardFunction)
  const schemas = [...new Set([schema, guard.schema, ...[...sources, ...views].map((r) => copyOf(r).schema)])]
  const kept = 'pg_temp.kept'
  const got = 'pg_temp.got'
  await session.exec(`SET LOCAL search_path = ${creationPath(types)};
    SET LOCAL standard_conforming_strings = on; SET LOCAL transform_null_equals = off;
    ${setLocal(TEXT_SETTINGS)}
    ${schemas.map(createSchema).join('\n')}
    ${createGuard(guard)}
    ${createKept(kept)}`)

  onStep('copying the sources')
  const copied = await copySources(session, sources, { rows, seed, schema, copyOf })
  const created = await createViews(session, views, copyOf, schemas)
  const known = await knownSettings(session)
  let readings: readonly Reading[] = created.map(begin)
  for (const [at, round] of ROUNDS.entries()) {
    onStep(`comparing views: ${round.name}`)
    if (round.order !== ROUNDS[at - 1]?.order) await reorder(session, copied, round.order, seed)
    const settings = Object.fromEntries(Object.entries(round.settings).filter(([name]) => known.has(name)))
    const next: Reading[] = []
    for (const [number, reading] of readings.entries())
      next.push(
        at === 0
          ? await readFirst(session, reading, number, kept)
          : await readAgain(session, reading, number, { kept, got }, { ...round, settings }),
      )
    readings = next
  }
  return {
    views: withCauses(readings.map(outcomeOf), views),
    sources: copied.map(({ sample }) => sample),
    rounds: ROUNDS.length,
  }
}

/** The settings of all rounds that the server has. */
async function knownSettings(session: MeaningSession): Promise<ReadonlySet<string>> {
  const names = [...new Set(ROUNDS.flatMap(({ settings }) => Object.keys(settings)))]
  const found = await session.query<{ name: string }>(
    `SELECT name FROM pg_catalog.pg_settings WHERE name = ANY (ARRAY[${names.map(quoteLiteral).join(', ')}])`,
  )
  return new Set(found.map(({ name }) => name))
}
