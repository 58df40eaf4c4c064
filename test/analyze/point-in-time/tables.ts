import { source } from '../support/project.js'

/** A listing is recorded when it is listed, and edited no more: its T0. */
const listing = {
  ...source(
    'shop.listing',
    [
      'listing_id integer NOT NULL',
      'model text NOT NULL',
      'seller integer NOT NULL',
      'price integer NOT NULL',
      'listed_at timestamp with time zone NOT NULL',
    ],
    ['listing_id'],
  ),
  knownAt: 'listed_at',
}

/** What was seen of a listing: when it happened, and when that was recorded. */
const sighting = {
  ...source(
    'shop.sighting',
    [
      'listing_id integer NOT NULL',
      'no integer NOT NULL',
      'amount integer',
      'seen_at timestamp with time zone',
      'recorded_at timestamp with time zone',
    ],
    ['listing_id', 'no'],
  ),
  knownAt: 'recorded_at',
}

/** Snapshots of what people of a model earn. */
const income = {
  ...source(
    'shop.income',
    [
      'model text NOT NULL',
      'no integer NOT NULL',
      'amount integer NOT NULL',
      'recorded_at timestamp with time zone',
    ],
    ['model', 'no'],
  ),
  knownAt: 'recorded_at',
}

const brand = {
  ...source('shop.brand', ['model text NOT NULL', 'brand text'], ['model']),
  timeless: 'A model never changes its brand.',
}

export const sources = [listing, sighting, income, brand]
