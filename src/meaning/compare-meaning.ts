import { createFunction, createGuard } from '../model/create/create-function.js'
import { createSource } from '../model/create/create-relation.js'
import { createSchemas } from '../model/create/create-schemas.js'
import { createType } from '../model/create/create-type.js'
import { creationPath } from '../model/creation-path.js'
import type { CompiledSource } from '../model/compiled-project.js'
import { guardFunction } from '../model/guard-function.js'
import { quoteRelation } from '../model/quote-identifier.js'
import { displayName } from '../model/relation-name.js'
import { type CompiledFunction, withFunctions } from '../model/sql-function.js'
import type { CompiledType } from '../model/upstream-type.js'
import type { ViewMeaning } from '../model/view-meaning.js'
import { compareView, type FormsOfView, type MeaningSession } from './compare-views.js'
import { createDraw } from './draw.js'
import type { Literals } from './draw-value.js'
import { fillSource, keyRanges } from './fill-sources.js'

/** What is compared. */
export interface MeaningProject {
  readonly types: readonly CompiledType[]
  readonly sources: readonly CompiledSource[]
  /** Declared functions, each after those that it calls; absent when there are none. */
  readonly functions?: readonly CompiledFunction[]
  /** Each after the views that it reads. */
  readonly views: readonly FormsOfView[]
  readonly literals: Literals
}

export interface MeaningSettings {
  /** Rows that are generated for each source; rows that its key or types refuse are left out. */
  readonly rows: number
  readonly seed: number
  readonly onView?: (view: string) => void
}

/** Result of comparing the compiled and the plain forms of a project. */
export interface Meaning {
  readonly views: readonly ViewMeaning[]
  /** Sources for which no row could be generated, so that their readers were compared over no rows. */
  readonly empty: readonly string[]
  /** Why rows may differ in the user's database, as far as declared types show. */
  readonly executesDifferently: readonly string[]
}

/** Schemas for the plain forms: the first of these that the project does not use. */
const SCHEMAS = ['plain', 'plain_form', 'plain_form_of_views']

/** Compares the compiled and the plain form of every view over generated rows, in a Postgres that is left unchanged. */
export async function compareMeaning(
  session: MeaningSession,
  { types, sources, functions = [], views, literals }: MeaningProject,
  { rows, seed, onView }: MeaningSettings,
): Promise<Meaning> {
  const taken = new Set([...types, ...sources, ...views].map(({ schema }) => schema))
  const schema = SCHEMAS.find((name) => !taken.has(name)) ?? 'plain_forms'
  const context = { draw: createDraw(seed), literals, types, range: rows }
  const ranges = keyRanges(sources, rows)
  const compared: ViewMeaning[] = []
  await session.exec('BEGIN')
  try {
    const schemas = createSchemas([...types, ...sources, ...functions, ...views, { schema }, guardFunction])
    await session.exec(`SET LOCAL search_path = ${creationPath(types)};\n${schemas}${createGuard()}`)
    for (const type of types) await session.exec(createType(type))
    for (const source of sources) {
      await session.exec(createSource(source))
      await fillSource(session, source, rows, ranges, context)
    }
    const empty: string[] = []
    for (const source of sources) {
      const [row] = await session.query<{ n: string }>(
        `SELECT count(*)::text AS n FROM ${quoteRelation(source)}`,
      )
      if (row?.n === '0') empty.push(displayName(source))
    }
    for (const view of withFunctions(functions, views)) {
      if ('body' in view) {
        await session.exec(createFunction(view))
        continue
      }
      onView?.(displayName(view))
      compared.push(await compareView(session, view, schema))
    }
    const executesDifferently = types.flatMap((type) => type.executesDifferently ?? [])
    return { views: compared, empty, executesDifferently }
  } finally {
    await session.exec('ROLLBACK')
  }
}
