/**
 * Rules for what a certified feature must not depend on. The compiler (`src/analyze/determinism`) and the database
 * (gate A2, `src/certify`) use the same tables.
 *
 * The volatility of a built-in function decides first: an immutable one passes (except those that write text or JSON,
 * see below), a volatile one never does. A stable one depends on the session, so it fails unless it is listed here. The
 * lists name the stable functions that depend on nothing that a session can change, and those that depend on the types
 * of their arguments.
 */

/** Why a value would depend on when, where or by whom the query is run. */
export type LeakKind =
  | 'clock'
  | 'cast'
  | 'random'
  | 'sequence'
  | 'session'
  | 'sample'
  | 'timezone'
  | 'volatile'
  | 'physical'
  | 'catalog'
  | 'unreadable'
  | 'order'
  | 'addition'
  | 'digits'

/** Each kind as the end of a sentence that begins with what was found. */
export const leakSentences: Readonly<Record<LeakKind, string>> = {
  clock: 'reads the clock, so the answer depends on the time of the query',
  cast: "reads text as a date or time when the query runs, where 'now' and 'today' are dates too",
  random: 'returns a different value on every call',
  sequence: 'reads or moves a sequence',
  session: 'depends on the role or the state of the session',
  sample: 'takes a different sample on every query; add REPEATABLE',
  timezone: "depends on the session's TimeZone or DateStyle",
  volatile: 'is volatile: Postgres guarantees nothing about its value',
  physical: 'depends on where a row is stored',
  catalog: "reads the server's own state",
  unreadable: 'so its value may depend on anything; rewrite it in SQL, or add the function to the allow-list',
  order: 'depends on the order in which rows are stored: no unique key is in its ORDER BY',
  addition:
    'adds floating-point numbers in the order in which rows are stored, which changes the last digits',
  digits: "writes floating-point numbers as text, which follows the session's extra_float_digits",
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Built-in functions whose kind does not follow from their volatility, by name. */
export const namedLeaks: Readonly<Partial<Record<LeakKind, readonly string[]>>> = {
  clock: words(`
    now clock_timestamp statement_timestamp transaction_timestamp timeofday pg_conf_load_time
    pg_postmaster_start_time`),
  cast: words(`
    date_in time_in timetz_in timestamp_in timestamptz_in pg_input_is_valid pg_input_error_info`),
  random: words(`random random_normal setseed gen_random_uuid uuidv4 uuidv7 array_sample array_shuffle`),
  sequence: words(`nextval currval lastval setval pg_sequence_last_value`),
  physical: words(`pg_column_size pg_column_compression pg_column_toast_chunk_id`),
}

/** The same for one signature only, as `format_type` writes its arguments. */
export const signatureLeaks: Readonly<Record<string, LeakKind>> = {
  'age(timestamp with time zone)': 'clock',
  'age(timestamp without time zone)': 'clock',
  'mxid_age(xid)': 'clock',
  'age(xid)': 'clock',
}

/** Stable built-in functions whose value no session can change, by signature. */
export const harmlessFunctions: readonly string[] = [
  'convert(bytea,name,name)',
  'convert_from(bytea,name)',
  'convert_to(text,name)',
  'length(bytea,name)',
  'getdatabaseencoding()',
  'pg_typeof("any")',
  'enum_first(anyenum)',
  'enum_last(anyenum)',
  'enum_range(anyenum)',
  'enum_range(anyenum,anyenum)',
  'date_trunc(text,timestamp with time zone,text)',
  'date_add(timestamp with time zone,interval,text)',
  'date_subtract(timestamp with time zone,interval,text)',
  'generate_series(timestamp with time zone,timestamp with time zone,interval,text)',
  'make_timestamptz(integer,integer,integer,integer,integer,double precision,text)',
  'in_range(date,date,interval,boolean,boolean)',
]

/**
 * Built-in functions that write their arguments as text. They depend on the session if the text of an argument type
 * does, whatever their declared volatility.
 */
export const textFunctions: readonly string[] = words(`
  anytextcat textanycat array_to_string concat concat_ws format quote_literal quote_nullable
  float4out float8out point_out lseg_out path_out box_out poly_out line_out circle_out`)

/**
 * The same for JSON, which always writes a date and a timestamp without time zone in ISO 8601. Postgres declares
 * `jsonb_object_agg` and related functions immutable, although they write like the others.
 */
export const jsonFunctions: readonly string[] = words(`
  array_to_json row_to_json to_json to_jsonb json_build_array json_build_object jsonb_build_array jsonb_build_object
  json_agg json_agg_strict jsonb_agg jsonb_agg_strict json_object_agg json_object_agg_strict json_object_agg_unique
  json_object_agg_unique_strict jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique
  jsonb_object_agg_unique_strict json_populate_record json_populate_recordset json_to_record json_to_recordset
  jsonb_populate_record jsonb_populate_recordset jsonb_to_record jsonb_to_recordset`)

/**
 * Functions of that list that read JSON instead of writing it: they depend on the result type, not on the argument
 * types.
 */
export const recordFunctions: readonly string[] = words(`
  json_populate_record json_populate_recordset json_to_record json_to_recordset
  jsonb_populate_record jsonb_populate_recordset jsonb_to_record jsonb_to_recordset`)

/** Any other stable function whose signature matches this follows the session's TimeZone or DateStyle. */
export const timeWords = 'date|time'

/**
 * Fields of a moment that are the same in every time zone; `extract` and `date_part` of them pass. Seconds are not
 * among them: before there were standard zones, the clocks of two cities differed by seconds too.
 */
export const zonelessFields: readonly string[] = words('epoch')

/**
 * Functions that step through time by an interval, by signature, with the position of the interval argument. The time
 * zone only decides how long a day or a month is, so they pass if the interval certainly has neither.
 */
export const zonedSteps: Readonly<Record<string, number>> = {
  'timestamptz_pl_interval(timestamp with time zone,interval)': 1,
  'timestamptz_mi_interval(timestamp with time zone,interval)': 1,
  'interval_pl_timestamptz(interval,timestamp with time zone)': 0,
  'date_add(timestamp with time zone,interval)': 1,
  'date_subtract(timestamp with time zone,interval)': 1,
  'generate_series(timestamp with time zone,timestamp with time zone,interval)': 2,
  'in_range(timestamp with time zone,timestamp with time zone,interval,boolean,boolean)': 2,
}

/**
 * Functions that return an interval without days and months if the arguments at the listed positions have none, by
 * signature: they compute hours, days and months separately. The parts of a constant interval are known.
 */
export const hoursOnly: Readonly<Record<string, readonly number[]>> = {
  'interval_um(interval)': [0],
  'interval_pl(interval,interval)': [0, 1],
  'interval_mi(interval,interval)': [0, 1],
  'interval_mul(interval,double precision)': [0],
  'mul_d_interval(double precision,interval)': [1],
  'interval_div(interval,double precision)': [0],
  'interval(time without time zone)': [],
}

/** The function that builds an interval from its parts; the first `longParts` parts are days or longer. */
export const makesInterval = {
  signature: 'make_interval(integer,integer,integer,integer,integer,integer,double precision)',
  longParts: 4,
} as const

/**
 * Functions that take a pattern, by signature, with what in a pattern depends on the session's locale: names of days
 * and months, signs, points and currencies, each in either case. A constant pattern without any of that passes.
 */
export const patternFunctions: Readonly<Record<string, string>> = {
  'to_char(timestamp without time zone,text)': 'TM|tm',
  'to_char(interval,text)': 'TM|tm',
  'to_date(text,text)': 'TM|tm',
  'to_char(integer,text)': '[LDGSldgs]',
  'to_char(bigint,text)': '[LDGSldgs]',
  'to_char(numeric,text)': '[LDGSldgs]',
  'to_char(real,text)': '[LDGSldgs]',
  'to_char(double precision,text)': '[LDGSldgs]',
  'to_number(text,text)': '[LDGSldgs]',
}

/**
 * Types whose text depends on the session when it is written or read. Arrays, ranges, domains and rows follow their
 * element types; every other built-in type follows the volatility of its input and output function.
 */
export const dateTimeTypes: readonly string[] = words('date time timetz timestamp timestamptz')

/** Date and time types that JSON writes the same in every session. */
export const isoInJson: readonly string[] = words('date timestamp')

/**
 * Kinds that depend on the physical order of rows, or on the number of digits that the session prints. Gate A2 reports
 * them under one code.
 */
export const orderKinds: readonly LeakKind[] = ['order', 'addition', 'digits']

/** Kinds that the author of a view can vouch for. */
export const vouchedKinds: readonly LeakKind[] = ['order', 'addition']

/** Floating-point types, and types made of them: the session sets the number of digits of their text. */
export const floatTypes: readonly string[] = words('float4 float8 point lseg path box polygon line circle')

/** Built-in types whose equal values are identical to the last byte, by `typname`. Enums and numeric(p,s) are too. */
export const exactTypes: readonly string[] = words(`
  bool int2 int4 int8 oid char name text varchar uuid bytea date time timestamp timestamptz macaddr pg_lsn`)

/** Built-in aggregates that collect their rows in order, or pick one of them. */
export const orderedAggregates: readonly string[] = words(`
  array_agg string_agg json_agg json_agg_strict jsonb_agg jsonb_agg_strict json_object_agg json_object_agg_strict
  json_object_agg_unique json_object_agg_unique_strict jsonb_object_agg jsonb_object_agg_strict xmlagg any_value mode
  percentile_disc`)

/** Those that keep the last value of each key: the order of rows matters only within a key. */
export const keyedAggregates: readonly string[] = words('jsonb_object_agg jsonb_object_agg_strict')

/** Those that no ORDER BY makes deterministic. */
export const unsettledAggregates: readonly string[] = words('mode')

/** Built-in aggregates that add: a sum of floating-point numbers depends on the order of addition. */
export const addingAggregates: readonly string[] = words(`
  sum avg variance var_pop var_samp stddev stddev_pop stddev_samp corr covar_pop covar_samp
  regr_avgx regr_avgy regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy`)

/** One of them whose signature matches this adds floating-point numbers. */
export const floatWords = 'real|double precision'

/** Built-in window functions that count or look along the rows of a partition. */
export const orderedWindows: readonly string[] = words(`
  row_number ntile lag lead first_value last_value nth_value`)

/** Those of them that return a value of one row of the frame, which tied rows may share. */
export const framedWindows: readonly string[] = words('first_value last_value nth_value')
