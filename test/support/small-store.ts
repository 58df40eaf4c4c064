import { certificationArtifacts } from '../../src/certify/install/index.js'
import { compileProject } from '../../src/compile/index.js'
import {
  bigint,
  certification,
  column,
  defineProject,
  guarded,
  integer,
  nullable,
  orElse,
  source,
  text,
  timestamptz,
  view,
} from '../../src/index.js'
import { readAuditPart } from '../../src/postgres/own-sql.js'
import { quoteRelation } from '../../src/model/quote-identifier.js'
import { createSchemas } from '../../src/model/create/create-schemas.js'

const listings = source('iPhone.iphone_listings', 'Listings.', {
  key: ['generation', 'listing_id'],
  columns: {
    generation: integer('Generation.'),
    listing_id: bigint('Listing.'),
    spam: nullable(text('Spam.')),
    edited_date: nullable(timestamptz('Last edit.')),
  },
})

const features = view('ml.v_damage_fusion_features_v2', 'Features.', { l: listings }, (db) =>
  db.selectFrom('l').select(['l.generation', 'l.listing_id', 'l.spam']),
).columns((eb) => ({ batt_source: column('A text.', orElse(eb.ref('spam'), 'none')) }))

const scored = view('ml.v_damage_fusion_features_v2_scored', 'Scores.', { f: features }, (db) =>
  db.selectFrom('f').select(['f.generation', 'f.listing_id', 'f.batt_source']),
).columns((eb) => ({ tier: column('A number.', eb('generation', '*', 2)) }))

const entrypoint = view('ml.fusion_feature_store_t0_v1_v', 'Entrypoint.', { l: listings, s: scored }, (db) =>
  db
    .selectFrom('l')
    .innerJoin('s', (join) =>
      join.onRef('s.generation', '=', 'l.generation').onRef('s.listing_id', '=', 'l.listing_id'),
    )
    .where('l.edited_date', 'is not', null)
    .select('l.edited_date')
    .selectAll('s'),
)

const KEY = ['generation', 'listing_id'] as const
const train = guarded('ml.v_damage_fusion_features_v2_scored_train_v', 'Guarded.', scored, {
  entrypoint,
  key: KEY,
  maxAge: '24 hours',
})

/**
 * A store with the names of the fusion store and little in it: most of the time that a certification takes goes into
 * reading definitions. For what has nothing to do with how large they are.
 */
const { project, diagnostics } = compileProject(
  defineProject({
    name: 'fusion_store',
    sql: { '01_views.sql': [features, scored], '02_guard.sql': [entrypoint, train] },
    certification: certification({
      entrypoint,
      t0: 'edited_date',
      key: [...KEY],
      guarded: train,
      aliases: [scored, features],
      checked: scored,
      procedure: 'run_t0_cert_fusion_store_v1',
      invariants: (eb) => ({ known: column('It is known.', eb('tier', 'is not', null)) }),
    }),
  }),
  () => ({}),
)
if (!project) throw new Error(JSON.stringify(diagnostics))

const createViews = (file: string): string => {
  const own = project.views.filter((relation) => relation.file === file)
  const create = own.map(
    (relation) => `CREATE OR REPLACE VIEW ${quoteRelation(relation)} AS\n${relation.select};\n`,
  )
  return `${createSchemas(own)}${create.join('')}`
}
const files = new Map([
  ...project.files.map((file) => [file, createViews(file)] as const),
  ...certificationArtifacts(project, readAuditPart).map(
    (artifact) => [artifact.path.replace('sql/', ''), artifact.text] as const,
  ),
])

/** Its SQL files in the order in which they are to be run, or those whose names match. */
export const smallStoreSql = (which = /./): readonly string[] =>
  [...files.keys()]
    .filter((file) => which.test(file) && !file.startsWith('optional/'))
    .toSorted()
    .map((file) => files.get(file) ?? '')
