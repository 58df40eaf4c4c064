import {
  aggregate,
  bigint,
  certification,
  column,
  countRows,
  countWhere,
  defineProject,
  guarded,
  integer,
  layer,
  maxWhere,
  nullable,
  source,
  stored,
  text,
  timestamptz,
  view,
} from 'fusion-store'

const jobs = source('garage.job', 'Repairs.', {
  key: ['shop', 'job'],
  columns: {
    shop: integer('Shop.'),
    job: bigint('Job, unique within its shop.'),
    model: nullable(text('Model of the car.')),
    spam: nullable(text('Any value marks spam.')),
    opened: nullable(timestamptz('When it was opened.')),
  },
})
const parts = source('garage.part', 'Parts of repairs.', {
  key: ['shop', 'job', 'part'],
  columns: {
    shop: integer('Shop.'),
    job: bigint('Job.'),
    part: integer('Part.'),
    quality: nullable(integer('Quality from 0 to 9.')),
  },
})
const models = source('garage.model', 'Models of cars.', {
  key: ['model'],
  columns: { model: text('Model.'), class: nullable(text('Class of the model.')) },
})

const partProfile = aggregate(
  'part_profile',
  'Parts of a job.',
  { of: parts, by: ['shop', 'job'] },
  (eb) => ({
    part_cnt: column('Parts.', countRows()),
    good_cnt: column('Parts of quality 5 or more.', countWhere(eb('quality', '>=', 5))),
    best: column('Best quality.', maxWhere(eb.ref('quality'), eb('quality', 'is not', null))),
  }),
)
const jobFacts = layer('job_facts', 'Jobs with their parts.', { j: jobs, p: partProfile, m: models }, (db) =>
  db
    .selectFrom('j')
    .innerJoin('p', (join) => join.onRef('p.shop', '=', 'j.shop').onRef('p.job', '=', 'j.job'))
    .leftJoin('m', 'm.model', 'j.model')
    .where('j.spam', 'is', null)
    .select(['j.shop', 'j.job', 'j.model', 'j.opened', 'm.class', 'p.part_cnt', 'p.good_cnt', 'p.best']),
)

/** A table of a layer, by a composite key; a changed model finds its jobs by a column that is not in the key. */
export const jobsStored = stored('ml.jobs', 'Jobs with their parts, stored.', jobFacts, {
  key: ['shop', 'job'],
  indexes: [['model']],
  refresh: 'byKey',
  maxAge: '1 hour',
})

const classes = view('ml.v_classes', 'Jobs by class.', { j: jobsStored }, (db) =>
  db
    .selectFrom('j')
    .where('j.class', 'is not', null)
    .groupBy('j.class')
    .select((eb) => [
      'j.class',
      eb.cast<string>(eb.fn.countAll(), 'bigint').as('jobs'),
      eb.fn.max('j.best').as('best'),
    ]),
).describe({ jobs: 'Jobs.', best: 'Best quality of a part.' })
/** A stored relation over a stored one. */
export const classesStored = stored('ml.classes', 'Jobs by class, stored.', classes, {
  key: ['class'],
  refresh: 'byKey',
  maxAge: '1 hour',
})

const shops = view('ml.v_shops', 'Jobs by shop.', { j: jobs }, (db) =>
  db
    .selectFrom('j')
    .groupBy('j.shop')
    .select((eb) => ['j.shop', eb.cast<string>(eb.fn.countAll(), 'bigint').as('jobs')]),
).describe({ jobs: 'Jobs, spam included.' })
/** A materialized view. */
export const shopsStored = stored('ml.shops', 'Jobs by shop, stored.', shops, {
  key: ['shop'],
  refresh: 'full',
})

const ranks = view('ml.v_ranks', 'Jobs by number of parts.', { j: jobsStored }, (db) =>
  db.selectFrom('j').select((eb) => [
    'j.shop',
    'j.job',
    eb.fn
      .agg<string>('rank')
      .over((ob) => ob.orderBy('j.part_cnt', 'desc'))
      .as('place'),
  ]),
).describe({ place: 'Place by number of parts.' })
/** Every change affects every row. */
export const ranksStored = stored('ml.ranks', 'Jobs by number of parts, stored.', ranks, {
  key: ['shop', 'job'],
  refresh: 'byKey',
})
/** No triggers: the whole is computed and compared. */
export const comparedStored = stored('ml.compared', 'Jobs by number of parts, compared.', ranks, {
  key: ['shop', 'job'],
  refresh: 'byKey',
  track: 'compare',
})

const entry = view(
  'ml.entry',
  'Certified.',
  { j: jobsStored, c: classesStored, s: shopsStored, r: ranksStored },
  (db) =>
    db
      .selectFrom('j')
      .leftJoin('c', 'c.class', 'j.class')
      .leftJoin('s', 's.shop', 'j.shop')
      .leftJoin('r', (join) => join.onRef('r.shop', '=', 'j.shop').onRef('r.job', '=', 'j.job'))
      .where('j.opened', 'is not', null)
      .select([
        'j.opened',
        'j.shop',
        'j.job',
        'j.part_cnt',
        'j.best',
        'c.jobs as in_class',
        's.jobs as in_shop',
        'r.place',
      ]),
)
const features = view('ml.features', 'Features.', { e: entry }, (db) =>
  db
    .selectFrom('e')
    .select(['e.shop', 'e.job', 'e.part_cnt', 'e.best', 'e.in_class', 'e.in_shop', 'e.place']),
)
const train = guarded('ml.train', 'What trainers read.', features, {
  entrypoint: entry,
  key: ['shop', 'job'],
  maxAge: '1 day',
})

export default defineProject({
  name: 'garage',
  sql: {
    '01_stored.sql': [
      jobsStored,
      classes,
      classesStored,
      shops,
      shopsStored,
      ranks,
      ranksStored,
      comparedStored,
    ],
    '02_entry.sql': [entry, features, train],
  },
  certification: certification({
    entrypoint: entry,
    t0: 'opened',
    key: ['shop', 'job'],
    guarded: train,
    checked: features,
    baselineDays: 7,
    roles: { trainer: 'garage_trainer', certifier: 'garage_certifier' },
    invariants: (eb) => ({ counted: column('There are parts or none.', eb('part_cnt', '>=', 0)) }),
  }),
})
