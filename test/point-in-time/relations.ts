import { integer, nullable, source, text, timestamptz } from 'fusion-store'

/** What has a T0. */
export const asked = source('up.asked', 'Rows with a T0.', {
  key: ['id'],
  columns: {
    id: integer('Row.'),
    k: nullable(integer('Key.')),
    t0: nullable(timestamptz('T0.')),
    done_to: nullable(timestamptz('Facts are complete up to here.')),
    price: integer('Price.'),
  },
})

/** What is known of a key, and when. */
export const facts = source('up.facts', 'Facts.', {
  key: ['fact_id'],
  columns: {
    fact_id: integer('Fact.'),
    k: nullable(integer('Key.')),
    at: nullable(timestamptz('When.')),
    known_at: nullable(timestamptz('When it was recorded.')),
    v: nullable(integer('Value.')),
    s: text('Text.'),
  },
})
