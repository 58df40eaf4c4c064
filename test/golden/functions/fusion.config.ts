import {
  aggregate,
  boolean,
  column,
  countWhere,
  defineProject,
  enumType,
  integer,
  layer,
  nullable,
  source,
  sqlFunction,
  sqlType,
  text,
  view,
} from 'fusion-store'

const size = enumType('up.size', ['S', 'M', 'L'])

const offers = source('up.offers', 'Offers.', {
  key: ['id'],
  columns: {
    id: integer('Key.'),
    city: nullable(text('As it was typed.')),
    size: size('How large.'),
    at: sqlType<Date>('timestamp', 'When it was edited.'),
  },
})
const cities = source('ref.cities', 'Cities.', {
  key: ['city'],
  columns: { city: text('Normal name.'), people: nullable(integer('Inhabitants.')) },
})

/** Two of the store's own, one of which calls the other. */
const trimmed = sqlFunction('ref.trimmed', {
  comment: "A text without blanks; it's NULL where nothing is left.",
  args: { value: text },
  returns: text,
  volatility: 'immutable',
  parallelSafe: true,
  body: "RETURN nullif(btrim(value), '')",
})
const normCity = sqlFunction('ref.norm_city', {
  comment: 'A city without blanks and case.',
  args: { city: text, 'or else': text },
  returns: text,
  volatility: 'immutable',
  strict: true,
  uses: [trimmed],
  body: 'RETURN lower(coalesce(ref.trimmed(city), "or else"));',
})
/** One that reads a view, and so comes after it. */
const known = view('ml.known_cities', 'Cities of which the size is known.', { c: cities }, (db) =>
  db.selectFrom('c').select(['c.city', 'c.people']).where('c.people', 'is not', null),
)
const isKnown = sqlFunction('ml.is_known', {
  comment: 'Whether the size of a city is known.',
  args: { city: text },
  returns: boolean,
  volatility: 'stable',
  uses: [known],
  body: `BEGIN ATOMIC
  SELECT count(*) > 0 FROM ml.known_cities AS k WHERE k.city = is_known.city;
END`,
})
/** One that the database has already, over a type of its own. */
const shelf = sqlFunction('up.shelf_of', {
  comment: 'Where a size is kept.',
  args: { size, floor: integer },
  returns: integer,
  volatility: 'immutable',
  standIn: 'RETURN floor',
})
/** Volatile, as nothing else is said. */
const opaque = sqlFunction('ref.opaque', {
  comment: 'Whatever.',
  args: {},
  returns: integer,
  body: 'RETURN 7',
})

const clean = layer('clean', 'With normal cities.', { o: offers }, (db) =>
  db
    .selectFrom('o')
    .select(['o.id', 'o.size', 'o.at'])
    .select((eb) => normCity({ city: eb.ref('o.city'), 'or else': 'nowhere' }).as('norm')),
).columns((eb) => ({ shelf: column('Where it is.', shelf({ size: eb.ref('size'), floor: 2 })) }))
const perCity = aggregate('per_city', 'Counts.', { of: clean, by: ['norm'] }, (eb) => ({
  small: column('Small ones.', countWhere(eb('shelf', '=', 2))),
}))

const entry = view('ml.entry', 'Offers.', { c: clean, p: perCity }, (db) =>
  db
    .selectFrom('c')
    .innerJoin('p', 'p.norm', 'c.norm')
    .select(['c.id', 'c.at', 'c.norm', 'c.shelf', 'p.small']),
)
  .columns((eb) => ({
    city_is_known: column('Whether its size is.', isKnown({ city: eb.ref('norm') })),
  }))
  .describe({ norm: 'Normal city.' })
const facts = view('ml.facts', 'Without the T0.', { e: entry }, (db) =>
  db.selectFrom('e').select(['e.id', 'e.norm', 'e.city_is_known']),
)
const other = view('ml.other', 'Nobody certifies it.', { o: offers }, (db) =>
  db.selectFrom('o').select('o.id').select(opaque({}).as('seven')),
).describe({ seven: 'Seven.' })

export default defineProject({
  name: 'functions',
  sql: { '01_known.sql': [known], '02_views.sql': [entry, facts, other] },
})
