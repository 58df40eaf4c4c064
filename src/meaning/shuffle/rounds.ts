/** Order in which the rows of the sources are stored. */
export type RowOrder = 'copied' | 'reversed' | 'random' | 'random again'

/** One reading of every view. */
export interface Round {
  /** For people. */
  readonly name: string
  readonly order: RowOrder
  /** Settings of the planner or the session while the view is read; those that the server does not have are left out. */
  readonly settings: Readonly<Record<string, string>>
}

const off = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, 'off']))

/** At no cost, so that the planner uses parallel workers wherever it can. */
const PARALLEL = {
  parallel_setup_cost: '0',
  parallel_tuple_cost: '0',
  min_parallel_table_scan_size: '0',
  min_parallel_index_scan_size: '0',
  max_parallel_workers_per_gather: '4',
  parallel_leader_participation: 'off',
}

/**
 * How the comparison writes values, to the last bit. These settings also apply where a round does not override them.
 */
export const TEXT_SETTINGS = {
  extra_float_digits: '1',
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
}

/**
 * How values are written and read as text. A view that converts values to text returns other rows. The comparison
 * writes all rows in one format.
 */
const FORMATS = {
  extra_float_digits: '-3',
  TimeZone: 'Asia/Kolkata',
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'sql_standard',
  bytea_output: 'escape',
}

/** All rounds. The others are compared with the first one; rounds with the same order are adjacent. */
export const ROUNDS: readonly Round[] = [
  { name: 'rows as they are', order: 'copied', settings: {} },
  {
    name: 'rows as they are, without sequential scans, hash and merge joins',
    order: 'copied',
    settings: off('enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'),
  },
  {
    name: 'rows as they are, another TimeZone, DateStyle, IntervalStyle and extra_float_digits',
    order: 'copied',
    settings: FORMATS,
  },
  { name: 'rows in reverse order', order: 'reversed', settings: {} },
  {
    name: 'rows in reverse order, without merge joins and sorts',
    order: 'reversed',
    settings: off('enable_mergejoin', 'enable_sort', 'enable_incremental_sort'),
  },
  {
    name: 'rows in reverse order, joined and aggregated as written, without JIT',
    order: 'reversed',
    settings: {
      ...off('enable_presorted_aggregate', 'enable_incremental_sort', 'enable_group_by_reordering'),
      ...off('enable_distinct_reordering', 'enable_self_join_elimination', 'jit'),
      join_collapse_limit: '1',
      from_collapse_limit: '1',
    },
  },
  { name: 'rows in random order', order: 'random', settings: {} },
  {
    name: 'rows in random order, without nested loops and index scans',
    order: 'random',
    settings: off('enable_nestloop', 'enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan'),
  },
  { name: 'rows in random order, parallel', order: 'random', settings: PARALLEL },
  {
    name: 'rows in another random order, without hash joins and hash aggregates',
    order: 'random again',
    settings: off('enable_hashjoin', 'enable_hashagg'),
  },
  {
    name: 'rows in another random order, little memory',
    order: 'random again',
    settings: { work_mem: '64kB', hash_mem_multiplier: '1', ...off('enable_material', 'enable_memoize') },
  },
  {
    name: 'rows in another random order, read by a worker',
    order: 'random again',
    // One setting, under its names up to version 15 and since 16.
    settings: { force_parallel_mode: 'on', debug_parallel_query: 'on' },
  },
]

/** Statements that apply settings until the end of the transaction or savepoint. */
export const setLocal = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `SET LOCAL ${name} = ${value.includes(',') ? value : `'${value}'`};`)
    .join('\n')
