const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/**
 * Built-in functions that return a value or an error, never NULL, if no argument is NULL: every overload except those
 * below. Strictness does not imply this: `jsonb -> text` is strict and returns NULL for a missing key. The tests call each
 * overload with many values. Any other function may return NULL.
 */
export const neverNullNames: ReadonlySet<string> = words(`
    abs acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cbrt ceil ceiling cos cosd cosh cot cotd
    degrees div erf erfc exp factorial floor gamma gcd lcm lgamma ln log log10 mod pi pow power radians random
    random_normal round sign sin sind sinh sqrt tan tand tanh trim_scale trunc width_bucket

    ascii bit_count bit_length bpcharlike btrim char_length character_length chr convert convert_from convert_to
    decode encode get_bit get_byte initcap is_normalized left length like like_escape lower lpad ltrim md5 normalize
    notlike octet_length overlay parse_ident position quote_ident quote_literal regexp_count
    regexp_instr regexp_like regexp_replace regexp_split_to_array repeat replace reverse right rpad rtrim set_bit
    set_byte sha224 sha256 sha384 sha512 similar_to_escape split_part starts_with string_to_array strpos substr
    substring text_concat to_bin to_char to_hex to_oct translate unistr upper crc32 crc32c casefold

    age clock_timestamp date_add date_bin date_subtract date_trunc isfinite justify_days justify_hours
    justify_interval make_date make_interval make_time make_timestamp make_timestamptz now overlaps
    statement_timestamp timeofday timezone to_date to_timestamp transaction_timestamp

    array_cat array_fill array_positions array_remove array_replace array_reverse array_shuffle array_sort
    array_to_json array_to_string cardinality trim_array

    json_array_length json_object json_strip_nulls json_typeof jsonb_array_length jsonb_concat jsonb_contained
    jsonb_contains jsonb_delete jsonb_delete_path jsonb_exists jsonb_exists_all jsonb_exists_any jsonb_insert
    jsonb_object jsonb_path_query_array jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof row_to_json to_json
    to_jsonb

    isempty lower_inc lower_inf range_merge upper_inc upper_inf

    abbrev broadcast family host hostmask masklen netmask network set_masklen

    numnode phraseto_tsquery plainto_tsquery querytree setweight strip to_tsquery to_tsvector ts_headline ts_rank
    ts_rank_cd websearch_to_tsquery

    current_database gen_random_uuid hashbpchar hashbpcharextended hashchar hashcharextended hashfloat4
    hashfloat4extended hashfloat8 hashfloat8extended hashint2 hashint2extended hashint4 hashint4extended hashint8
    hashint8extended hashtext hashtextextended uuidv4 uuidv7 version
  `)

/** Overloads of these names that can return NULL: an empty range has no bound, a pattern may not match, … */
export const neverNullExceptions: ReadonlySet<string> = new Set([
  'lower(anyrange)',
  'lower(anymultirange)',
  'upper(anyrange)',
  'upper(anymultirange)',
  'substring(text,text)',
  'substring(text,text,text)',
  'to_char(interval,text)',
  'to_char(timestamp with time zone,text)',
  'to_char(timestamp without time zone,text)',
])

/** Cast functions that can return NULL: for a JSON null (since 18), and for an infinite time. */
export const castExceptions: ReadonlySet<string> = new Set([
  'bool(jsonb)',
  'int2(jsonb)',
  'int4(jsonb)',
  'int8(jsonb)',
  'float4(jsonb)',
  'float8(jsonb)',
  'numeric(jsonb)',
  'time(timestamp without time zone)',
  'time(timestamp with time zone)',
  'timetz(timestamp with time zone)',
])

/** Built-in functions that never return NULL for any arguments, unless called with VARIADIC and an array. */
export const alwaysNames: ReadonlySet<string> = words(`
    array_append array_prepend concat daterange int4range int8range json_build_array json_build_object
    jsonb_build_array jsonb_build_object num_nonnulls num_nulls numrange pg_typeof quote_nullable tsrange tstzrange
  `)

/** Built-in functions that return NULL only for a NULL first argument, unless called with VARIADIC and an array. */
export const firstArgumentNames: ReadonlySet<string> = new Set(['concat_ws', 'format'])

/**
 * Fields for which EXTRACT never returns NULL except for NULL. For an infinite time or interval they are infinite; other
 * fields, such as day or hour, are NULL.
 */
const endless: ReadonlySet<string> = new Set(['epoch', 'year', 'decade', 'century', 'millennium'])

/** @param field in lower case, as in the tree. */
export const extractGivesValue = (field: string | null): boolean => field !== null && endless.has(field)

/**
 * Built-in operators that return a value or an error, never NULL, if no operand is NULL: for every pair of types except
 * those below. Comparisons are not listed, because the catalog identifies them. The tests try each pair.
 */
export const neverNullOperators: ReadonlySet<string> = words(`
    + - * / % ^ |/ ||/ @ & | # ~ << >> ||
    ~~ !~~ ~~* !~~* !~ ~* !~* ^@
    && @> <@ ? ?| ?& @@ #- -|- &< &>
  `)

/** Pairs that can return NULL: paths that cannot be joined, shapes that do not intersect, a JSON path without a boolean. */
export const operatorExceptions: ReadonlySet<string> = new Set([
  '+(path,path)',
  '#(box,box)',
  '#(lseg,lseg)',
  '#(line,line)',
  '@@(jsonb,jsonpath)',
])

/** Built-in aggregates that return a number even without rows. */
export const countsNothing = words('count regr_count rank dense_rank percent_rank cume_dist')

/** Aggregates that return a value if there is any row. */
export const takesAnyRow = words(`
  array_agg json_agg jsonb_agg json_agg_strict jsonb_agg_strict json_object_agg jsonb_object_agg
  json_object_agg_strict jsonb_object_agg_strict json_object_agg_unique jsonb_object_agg_unique
  json_object_agg_unique_strict jsonb_object_agg_unique_strict
`)

/**
 * Aggregates that return a value if there is a row without NULL arguments; for `string_agg` only the first argument
 * counts. The sample forms of deviation and variance are not included, because they need two rows.
 */
export const takesAnyValue = words(`
  any_value avg bit_and bit_or bit_xor bool_and bool_or every max min mode percentile_cont percentile_disc
  range_agg range_intersect_agg stddev_pop string_agg sum var_pop
`)
