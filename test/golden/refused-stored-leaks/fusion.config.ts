import { sql } from 'kysely'
import {
  column,
  defineProject,
  integer,
  layer,
  nullable,
  source,
  stored,
  timestamptz,
  view,
} from 'fusion-store'

const offers = source('shop.offer', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Offer.'), listed: nullable(timestamptz('When it was listed.')) },
})
const timed = layer('timed', 'What the clock and the session say.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.id', 'o.listed']),
).columns((eb) => ({
  age: column('Age.', sql<string | null>`now() - ${eb.ref('listed')}`),
  day: column('Day.', sql<Date | null>`${eb.ref('listed')}::date`),
}))
const ages = view('ml.ages', 'Ages.', { t: timed }, (db) => db.selectFrom('t').selectAll('t'))
const byTriggers = stored('ml.ages_s', 'Stored by triggers.', ages, { key: ['id'], refresh: 'byKey' })
/** As of a refresh, what it reads is as it was. */
const compared = stored('ml.ages_c', 'Stored by comparing.', ages, {
  key: ['id'],
  refresh: 'byKey',
  track: 'compare',
})
const inFull = stored('ml.ages_f', 'Stored in full.', ages, { key: ['id'], refresh: 'full' })
const drawn = stored(
  'ml.drawn',
  'Stored upon stored: the clock of what is stored below is no matter.',
  layer('draw', 'A draw.', { c: compared }, (db) => db.selectFrom('c').select(['c.id'])).columns(() => ({
    draw: column('A draw.', sql<number>`random()`),
  })),
  { key: ['id'], refresh: 'byKey' },
)

export default defineProject({
  name: 'refused-stored-leaks',
  sql: { '01.sql': [ages, byTriggers, compared, inFull, drawn] },
})
