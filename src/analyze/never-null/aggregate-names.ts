const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Built-in aggregates that give a number for no rows too. */
export const countsNothing = words('count regr_count rank dense_rank percent_rank cume_dist')

/** Those that give a value as soon as there is a row, whatever is in it. */
export const takesAnyRow = words(`
  array_agg json_agg jsonb_agg json_agg_strict jsonb_agg_strict json_object_agg jsonb_object_agg
  json_object_agg_strict jsonb_object_agg_strict json_object_agg_unique jsonb_object_agg_unique
  json_object_agg_unique_strict jsonb_object_agg_unique_strict
`)

/**
 * Those that give a value as soon as there is a row without NULL in the arguments; of `string_agg` only the first
 * counts. The sample forms of deviation and variance are not among them: they need two rows.
 */
export const takesAnyValue = words(`
  any_value avg bit_and bit_or bit_xor bool_and bool_or every max min mode percentile_cont percentile_disc
  range_agg range_intersect_agg stddev_pop string_agg sum var_pop
`)
