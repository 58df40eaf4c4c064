/**
 * Functions of pg_catalog whose overloads all return one value for one row on every supported major: none returns a
 * set, is a window function or is volatile. Views are created with pg_catalog alone on the search path, so an
 * unqualified name means one of these. test/e2e/known-functions.test.ts checks this on Postgres 14 to 18.
 */
export const scalarFunctions: ReadonlySet<string> = new Set(
  `abs acos acosd acosh age area array_append array_cat array_dims array_fill array_length array_lower array_ndims
  array_position array_positions array_prepend array_remove array_replace array_to_json array_to_string array_upper
  ascii asin asind asinh atan atan2 atan2d atand atanh bit_count bit_length btrim cardinality cbrt ceil ceiling
  char_length character_length chr concat concat_ws convert_from convert_to cos cosd cosh cot cotd date date_bin
  date_part date_trunc daterange decode degrees div encode exp extract factorial float4 float8 floor format gcd get_bit
  get_byte host initcap int2 int4 int8 int4range int8range isempty isfinite json_array_length json_build_array
  json_build_object json_extract_path json_extract_path_text json_object json_strip_nulls json_typeof
  jsonb_array_length jsonb_build_array jsonb_build_object jsonb_extract_path jsonb_extract_path_text jsonb_insert
  jsonb_object jsonb_path_exists jsonb_path_match jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set
  jsonb_set_lax jsonb_strip_nulls jsonb_typeof justify_days justify_hours justify_interval lcm left length ln log log10
  lower lower_inc lower_inf lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz masklen md5
  min_scale mod network normalize now num_nonnulls num_nulls numeric numrange octet_length overlay pi position power
  quote_ident quote_literal quote_nullable radians range_merge regexp_match regexp_replace regexp_split_to_array repeat
  replace reverse right round row_to_json rpad rtrim scale sha224 sha256 sha384 sha512 sign sin sind sinh split_part
  sqrt starts_with string_to_array strpos substr substring tan tand tanh text timestamp timestamptz to_char
  to_date to_hex to_json to_jsonb to_number to_timestamp translate trim_scale trunc tsrange tstzrange unistr upper
  upper_inc upper_inf width_bucket`.split(/\s+/),
)

/** Calls that are part of the grammar and return one value for one row. */
export const scalarForms: ReadonlySet<string> = new Set(
  'all any array cast coalesce greatest least nullif row some trim'.split(' '),
)

/** Aggregate functions of pg_catalog, on every supported major. */
export const aggregateFunctions: ReadonlySet<string> = new Set(
  `array_agg avg bit_and bit_or bool_and bool_or corr count covar_pop covar_samp every json_agg json_object_agg
  jsonb_agg jsonb_object_agg max min mode percentile_cont percentile_disc regr_avgx regr_avgy regr_count regr_intercept
  regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop var_samp
  variance`.split(/\s+/),
)
