import {
  aggregate,
  allOf,
  anyOf,
  certification,
  column,
  countWhere,
  guarded,
  isKnown,
  isTrue,
  layer,
  not,
  onlyWhen,
  type Relation,
  type RowOf,
  stored,
} from 'fusion-store'
import { sql } from 'kysely'
import { entrypoint } from './entrypoint.js'
import { FEATURE_COLUMNS } from './features.js'
import { imageRows } from './image_rows.js'
import { KEY, listings } from './sources.js'

/** How long after the T0 of a listing its images may be finished and still count as there in time. */
const SLA_HOURS = 24

type Entry = RowOf<typeof entrypoint>
type Feature = Exclude<keyof Entry, (typeof KEY)[number] | 'edited_date'>

const isKey = (name: string): name is (typeof KEY)[number] => KEY.some((key) => key === name)

/** A value where the images were finished in time, NULL elsewhere. */
type Gated = Pick<Entry, (typeof KEY)[number] | 'edited_date'> & { readonly img_within_sla: boolean } & {
  readonly [F in Feature]: Entry[F] | null
}

/** Image rows beside the T0 of their listing. */
const timedImages = layer(
  'timed_images',
  'Image rows with the T0 of their listing.',
  { i: imageRows, l: listings },
  (db) =>
    db
      .selectFrom('i')
      .innerJoin('l', (join) =>
        join.onRef('l.generation', '=', 'i.generation').onRef('l.listing_id', '=', 'i.listing_id'),
      )
      .select(['i.generation', 'i.listing_id', 'i.done', 'i.damage_done_at', 'l.edited_date']),
)
  .columns((eb) => ({
    too_late: column(
      'Finished after the time that is allowed.',
      isTrue(
        eb(
          'damage_done_at',
          '>',
          sql<Date>`${eb.ref('edited_date')} + ${sql.lit(`${SLA_HOURS} hours`)}::interval`,
        ),
      ),
    ),
  }))
  .columns((eb) => ({
    late: column(
      'Finished too late, or nobody knows when.',
      anyOf(eb.ref('too_late'), allOf(eb.ref('done'), not(isKnown(eb.ref('damage_done_at'))))),
    ),
  }))

const lateness = aggregate('lateness', 'Late images of a listing.', { of: timedImages, by: KEY }, (eb) => ({
  late_cnt: column('Images that were late.', countWhere(eb.ref('late'))),
}))

/** The columns of the scored view but for its key, in their order. */
const GATED: readonly Feature[] = [
  ...FEATURE_COLUMNS.filter((name) => !isKey(name)),
  'img_damage_scored',
  'batt_scored',
  'damage_any_scored',
  'text_sev_raw_known',
  'text_sev_corr_known',
  'damage_fused_tier_known',
]

const inTime = layer(
  'in_time',
  'The scored features of every dated listing, and whether its images were in time.',
  { e: entrypoint, s: lateness },
  (db) =>
    db
      .selectFrom('e')
      .innerJoin('s', (join) =>
        join.onRef('s.generation', '=', 'e.generation').onRef('s.listing_id', '=', 'e.listing_id'),
      )
      .selectAll('e')
      .select('s.late_cnt'),
).columns((eb) => ({
  img_within_sla: column(
    `Whether no image was finished later than ${SLA_HOURS} hours after edited_date, or at a time that nobody knows.`,
    eb('late_cnt', '=', 0),
  ),
}))

const gated = layer('gated', 'The features where the images were in time.', { t: inTime }, (db) =>
  db
    .selectFrom('t')
    .select(['t.generation', 't.listing_id', 't.edited_date', 't.img_within_sla'])
    .select((eb) => GATED.map((name) => onlyWhen(eb.ref('t.img_within_sla'), eb.ref(`t.${name}`)).as(name))),
).describe(Object.fromEntries(GATED.map((name) => [name, `${name}, where the images were in time.`])))

/**
 * The optional store: features that no image has touched that was finished after the time that is allowed (section 11 of
 * the seed). An image that is not finished has no time, so nothing says when it arrived: it does not count as late.
 */
export const slaStore = stored(
  'ml.v_damage_fusion_features_v2_scored_t0_v1_mv',
  `Scored features at T0, NULL unless all images were finished within ${SLA_HOURS} hours of it.`,
  gated as Relation<object> as Relation<Gated>,
  { key: KEY, indexes: [['edited_date']], refresh: 'full' },
)

/** What a trainer of the optional store reads. */
export const slaTrain = guarded(
  'ml.v_damage_fusion_features_v2_scored_t0_v1_train_v',
  'Scored features at T0 within the SLA, guarded: answers only while the optional store is certified.',
  slaStore,
  { entrypoint: slaStore, key: KEY, maxAge: '24 hours' },
)

/** That there is no value where an image was finished later is a gate of its own. */
export const slaCertification = certification({
  entrypoint: slaStore,
  t0: 'edited_date',
  key: KEY,
  guarded: slaTrain,
  checked: slaStore,
  procedure: 'run_t0_cert_fusion_scored_t0_sla_v1',
  moments: { edited_date: 'Trainers of the optional store join on the T0 of a listing.' },
  pointInTime: {
    'iPhone.iphone_listings': 'strict',
    'ml.iphone_image_features_v1': {
      lateAllowed:
        'An image that is finished too late turns img_within_sla false and every value NULL. One that is not finished has no time and is not late, so its row and its battery screenshot count whenever it arrives.',
    },
  },
  invariants: (eb) => ({
    no_value_outside_sla: column(
      'Where the images were late, every feature is NULL.',
      anyOf(eb.ref('img_within_sla'), eb.and(GATED.map((name) => not(isKnown(eb.ref(name)))))),
    ),
  }),
  gates: ['no_value_outside_sla'],
})
