/** One view: what it selects of `r`, or the whole query of it. */
type Selected = string | { readonly query: string }

/** A query that groups by the sensor. */
const grouped = (expression: string): Selected => ({
  query: `db.selectFrom('r').groupBy('r.sensor').select(['r.sensor', sql\`${expression}\`.as('x')])`,
})
const limited = (orderBy: string): Selected => ({
  query: `db.selectFrom('r').select(['r.sensor', 'r.reading_id as x'])${orderBy}.limit(7)`,
})
const distinctOn = (...orderBy: readonly string[]): Selected => ({
  query: `db.selectFrom('r').distinctOn('r.sensor').select(['r.sensor', 'r.reading_id as x'])${orderBy.map((by) => `.orderBy('${by}')`).join('')}`,
})

/** Views whose rows depend on the order of the rows, the plan or the session. */
export const GUILTY: Readonly<Record<string, Selected>> = {
  row_number_ties: `row_number() over (order by r.kind)`,
  ntile_ties: `ntile(4) over (order by r.kind)`,
  lag_ties: `lag(r.reading_id) over (partition by r.sensor order by r.kind)`,
  lead_ties: `lead(r.amount) over (order by r.sensor)`,
  first_value_ties: `first_value(r.reading_id) over (partition by r.sensor order by r.kind)`,
  last_value_ties: `last_value(r.reading_id) over (partition by r.sensor order by r.kind)`,
  nth_value_ties: `nth_value(r.reading_id, 2) over (partition by r.sensor order by r.kind)`,
  rows_frame_ties: `sum(r.amount) over (order by r.kind rows unbounded preceding)`,
  groups_of_rows: `count(*) over (order by r.kind rows between 1 preceding and current row) + sum(r.amount) over (order by r.kind rows 2 preceding)`,
  float_window: `avg(r.level) over (partition by r.kind)`,
  running_float_ties: `sum(r.level) over (order by r.kind)`,
  array_agg_bare: grouped(`array_agg(r.reading_id)`),
  string_agg_bare: grouped(`string_agg(r.kind || r.reading_id, ',')`),
  json_agg_bare: grouped(`json_agg(r.amount)`),
  jsonb_agg_ties: grouped(`jsonb_agg(r.reading_id order by r.kind)`),
  first_of_array: grouped(`(array_agg(r.reading_id order by r.kind))[1]`),
  sum_float8: grouped(`sum(r.level)`),
  avg_float8: grouped(`avg(r.level)`),
  sum_float4: grouped(`sum(r.level::real)`),
  variance_float: grouped(`var_samp(r.level)`),
  regression: grouped(`regr_slope(r.level, r.amount)`),
  max_of_two_scales: grouped(`max(case when r.amount > 2 then 1.0 else 1.00 end)`),
  limit_bare: limited(''),
  limit_ties: limited(`.orderBy('r.kind')`),
  offset_ties: {
    query: `db.selectFrom('r').select(['r.sensor', 'r.reading_id as x']).orderBy('r.kind').offset(9)`,
  },
  distinct_on_bare: distinctOn('r.sensor'),
  distinct_on_ties: distinctOn('r.sensor', 'r.kind'),
  float_text: `r.level::text`,
  day_of_session: `date_trunc('day', r.taken)`,
  text_of_time: `r.taken::text`,
  drawn: `random()`,
}

/** Views whose rows are the same, though they look like some of those above. */
export const INNOCENT: Readonly<Record<string, Selected>> = {
  row_number_by_key: `row_number() over (order by r.kind, r.reading_id)`,
  ntile_by_key: `ntile(4) over (order by r.kind, r.reading_id)`,
  lag_by_key: `lag(r.reading_id) over (partition by r.sensor order by r.kind, r.reading_id)`,
  first_value_by_key: `first_value(r.reading_id) over (partition by r.sensor order by r.kind, r.reading_id)`,
  range_frame_ties: `sum(r.amount) over (order by r.kind)`,
  groups_frame_ties: `sum(r.amount) over (order by r.kind groups between 1 preceding and current row)`,
  rank_ties: `rank() over (order by r.kind) + dense_rank() over (order by r.sensor)`,
  cume_dist_ties: `cume_dist() over (order by r.kind)`,
  sum_of_partition: `sum(r.amount) over (partition by r.sensor order by r.kind rows between unbounded preceding and unbounded following)`,
  running_float_by_key: `sum(r.level) over (order by r.reading_id)`,
  largest_float: `max(r.level) over (partition by r.sensor)`,
  array_agg_by_key: grouped(`array_agg(r.kind order by r.reading_id)`),
  string_agg_distinct: grouped(`string_agg(distinct r.kind, ',' order by r.kind)`),
  json_agg_by_key: grouped(`json_agg(r.amount order by r.reading_id)`),
  jsonb_object_by_key: grouped(`jsonb_object_agg(r.reading_id, r.kind)`),
  sum_integer: grouped(`sum(r.amount) + count(distinct r.kind)`),
  avg_numeric: grouped(`avg(r.price)`),
  sum_of_numeric: grouped(`sum(r.level::numeric)`),
  variance_integer: grouped(`var_samp(r.amount)`),
  extremes: grouped(`min(r.taken) - max(r.taken)`),
  all_or_none: grouped(`bool_and(r.amount > 3)`),
  mode_ties: grouped(`mode() within group (order by r.kind)`),
  median: grouped(`percentile_cont(0.5) within group (order by r.level)`),
  limit_by_key: limited(`.orderBy('r.kind').orderBy('r.reading_id')`),
  distinct_on_by_key: distinctOn('r.sensor', 'r.kind', 'r.reading_id'),
  distinct_rows: { query: `db.selectFrom('r').distinct().select(['r.sensor', 'r.kind as x'])` },
  day_of_utc: `date_trunc('day', r.taken at time zone 'UTC')`,
}

const view = ([name, selected]: readonly [string, Selected]): string => {
  const query =
    typeof selected === 'string'
      ? `db.selectFrom('r').select(['r.sensor', 'r.reading_id', sql\`${selected}\`.as('x')])`
      : selected.query
  return `view('shop.${name}', 'A view.', { r: readings }, (db) => ${query}).describe({ x: 'Tried.' })`
}

/** A project of some of these. */
export const configOf = (views: Readonly<Record<string, Selected>>): string => `
import { defineProject, double, integer, numeric, nullable, source, text, timestamptz, view } from 'fusion-store'
import { sql } from 'kysely'

const readings = source('up.readings', 'Readings of a sensor.', {
  key: ['reading_id'],
  columns: {
    reading_id: integer('Reading.'), sensor: integer('Sensor.'), kind: nullable(text('Kind.')), amount: integer('Amount.'),
    price: nullable(numeric('Price.')), level: double('Level.'), taken: timestamptz('When.'),
  },
})
export default defineProject({ name: 'tried', sql: { '01_views.sql': [
  ${Object.entries(views).map(view).join(',\n  ')}
] } })
`
