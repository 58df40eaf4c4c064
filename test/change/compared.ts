import { sql } from 'kysely'
import { analyzeProject } from '../support/analyze-project.js'
import { createJudge } from '../../src/app/check/judge-changes.js'
import { outlined, sideOf } from '../../src/app/check/comparable.js'
import { type Replayer, withReplayer } from '../../src/app/check/replayer.js'
import { DEFAULT_SEARCH } from '../../src/app/check/search-settings.js'
import { Interrupts } from '../../src/app/interrupts.js'
import { silent } from '../../src/app/ports.js'
import { checkBaseline, type CheckSection, type RelationState, statesOf } from '../../src/check/index.js'
import { compileProject } from '../../src/compile/index.js'
import {
  boolean,
  date,
  defineProject,
  domainType,
  enumType,
  integer,
  jsonb,
  nullable,
  numeric,
  source,
  text,
  timestamptz,
  view,
} from '../../src/index.js'
import type { AnalyzedProject } from '../../src/model/analyzed-project.js'
import type { CompiledProject } from '../../src/model/compiled-project.js'
import { displayName } from '../../src/model/relation-name.js'
import { resolveViews } from '../../src/resolve/index.js'

const state = enumType('up.state', ['open', 'held', 'closed'])
const percent = domainType('up.percent', { base: integer, check: 'VALUE BETWEEN 0 AND 100' })

const shops = source('up.shops', 'Shops.', {
  key: ['shop_id'],
  columns: { shop_id: integer('Shop.'), name: nullable(text('Name.')), since: nullable(date('Since.')) },
})
const offers = source('up.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price.')),
    rate: nullable(numeric('Rate.')),
    state: nullable(state('State.')),
    full: nullable(percent('Filled, in percent.')),
    doc: nullable(jsonb('Anything.')),
    at: nullable(timestamptz('When.')),
    label: nullable(text('Label.')),
    sold: boolean('Whether it is sold.'),
  },
})

/** One version of the view `ml.v`, over offers `o` and their shops `s`, and of `ml.w`, which reads it. */
export interface Version {
  /** SQL by column. */
  readonly columns: Readonly<Record<string, string>>
  readonly where?: string
  readonly join?: 'inner' | 'left'
  readonly comment?: string
}

function projectOf({
  columns,
  where = 'true',
  join = 'inner',
  comment = 'Offers.',
}: Version): CompiledProject {
  const v = view('ml.v', comment, { o: offers, s: shops }, (db) => {
    const from = db.selectFrom('o')
    const joined =
      join === 'inner'
        ? from.innerJoin('s', 's.shop_id', 'o.shop_id')
        : (from.leftJoin('s', 's.shop_id', 'o.shop_id') as never as ReturnType<
            typeof from.innerJoin<'s', 's.shop_id', 'o.shop_id'>
          >)
    const items = Object.entries(columns).map(([name, written]) => sql<number>`${sql.raw(written)}`.as(name))
    return joined
      .where(sql<boolean>`${sql.raw(where)}`)
      .select('o.offer_id')
      .select(items)
  }).describe(Object.fromEntries(Object.keys(columns).map((name) => [name, `Column ${name}.`])))
  const w = view('ml.w', 'All of it.', { v }, (db) => db.selectFrom('v').selectAll('v'))
  const { project, diagnostics } = compileProject(
    defineProject({ name: 'shops', sql: { '01_views.sql': [v, w] } }),
    () => ({}),
  )
  if (!project) throw new Error(JSON.stringify(diagnostics))
  return project
}

/** Compares versions in one embedded Postgres. */
export interface Comparer {
  compare(before: Version, after: Version, tries?: number): Promise<CheckSection>
  end(): void
}

export async function createComparer(): Promise<Comparer> {
  const context = {
    env: process.env,
    progress: silent,
    interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
  }
  let end = (): void => undefined
  const replayer = await new Promise<Replayer>((resolve, reject) => {
    withReplayer(context as never, undefined, async (opened) => {
      resolve(opened)
      await new Promise<void>((done) => (end = done))
    }).catch(reject)
  })
  const analyzed = new Map<string, AnalyzedProject>()
  const analyze = async (project: CompiledProject): Promise<readonly RelationState[]> => {
    const session = await replayer.session({ extensions: true, relations: 50 })
    const resolution = await resolveViews(session, project)
    await session.exec('DROP SCHEMA up, ml CASCADE')
    const outcome = analyzeProject(project, resolution)
    if (outcome.diagnostics.length > 0) throw new Error(JSON.stringify(outcome.diagnostics))
    analyzed.set(project.name, outcome.project)
    return statesOf(outcome.project)
  }
  return {
    end: () => end(),
    async compare(before, after, tries = DEFAULT_SEARCH.tries) {
      const old = await analyze(projectOf(before))
      const project = projectOf(after)
      const now = await analyze(project)
      const sides = await outlined(sideOf(old), sideOf(now), replayer)
      const compared = { before: sides.before.states, after: sides.after.states, proofs: sides.proofs }
      const baseline = { server: '', fingerprint: '', relations: compared.before }
      const section = checkBaseline('baseline', { kind: 'read', baseline, log: [] }, compared.after)
      const keys = new Map(
        analyzed.get(project.name)?.relations.map((relation) => [displayName(relation), relation.uniqueKeys]),
      )
      const judge = createJudge(project, keys, { ...DEFAULT_SEARCH, tries }, replayer, context)
      return judge.judge(section, compared)
    },
  }
}
