/**
 * Words that cannot stand bare as the name of a column, table or function: the reserved, column-name and
 * type-or-function-name keywords of PostgreSQL 14 to 18. No word left the three classes in that range, so the list of
 * 18 covers all; the SQL/JSON words were added in 16 and 17 and are quoted for older servers too, which is harmless.
 */
const split = (words: string): readonly string[] => words.trim().split(/\s+/)

const reserved = split(`
  all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
  current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc
  distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral
  leading limit localtime localtimestamp not null offset on only or order placing primary references returning
  select session_user some symmetric system_user table then to trailing true union unique user using variadic when
  where window with
`)

const columnName = split(`
  between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout int
  integer interval json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar
  json_serialize json_table json_value least merge_action national nchar none normalize nullif numeric out overlay
  position precision real row setof smallint substring time timestamp treat trim values varchar xmlattributes
  xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
`)

const typeOrFunctionName = split(`
  authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like
  natural notnull outer overlaps right similar tablesample verbose
`)

export const quotedKeywords: ReadonlySet<string> = new Set([
  ...reserved,
  ...columnName,
  ...typeOrFunctionName,
])

/** Words that cannot even name a column without quotes; those of the class "column name" can. */
export const reservedWords: ReadonlySet<string> = new Set([...reserved, ...typeOrFunctionName])
