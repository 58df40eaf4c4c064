import type { Nullability } from '../../model/analyzed-project.js'

/** Never NULL. */
export const notNull: Nullability = Object.freeze({ nullable: false })

/** May be NULL, with a reason: a short clause without a full stop. */
export const canBeNull = (because: string): Nullability => ({ nullable: true, because })

/** The first nullable verdict, else not null: for a value that is NULL if any part is. */
export const firstNullable = (verdicts: Iterable<Nullability>): Nullability => {
  for (const verdict of verdicts) if (verdict.nullable) return verdict
  return notNull
}

/** Specific reasons why a built-in call returns NULL although no argument is NULL. */
const known: Readonly<Record<string, string>> = {
  '->': '`->` may find no such key',
  '->>': '`->>` may find no such key, or a JSON null',
  '#>': '`#>` may find nothing at that path',
  '#>>': '`#>>` may find nothing at that path',
  '@@': '`@@` may find no boolean',
  '@?': '`@?` may fail on the path',
  array_length: 'array_length of an empty array is NULL',
  array_lower: 'array_lower of an empty array is NULL',
  array_upper: 'array_upper of an empty array is NULL',
  array_position: 'array_position may find no such element',
  date_part: 'a field of an infinite time is NULL',
  extract: 'a field of an infinite time is NULL',
  regexp_match: 'regexp_match may find no match',
  regexp_substr: 'regexp_substr may find no match',
  substring: 'substring may find no match',
  jsonb_path_query_first: 'the JSON path may find nothing',
  jsonb_extract_path: 'jsonb_extract_path may find nothing at that path',
  jsonb_extract_path_text: 'jsonb_extract_path_text may find nothing at that path',
  lower: 'an empty or unbounded range has no lower bound',
  upper: 'an empty or unbounded range has no upper bound',
  time: 'the time of an infinite timestamp is NULL',
  to_char: 'to_char of an empty format or an infinite time is NULL',
  to_number: 'to_number of an empty text is NULL',
}

/** Why a call can return NULL although no argument is NULL. */
export const callReason = (name: string, kind: 'operator' | 'function' | 'user'): string => {
  if (kind === 'user') return `${name} is not a built-in function and may return NULL`
  return known[name] ?? (kind === 'operator' ? `\`${name}\` may give NULL` : `${name} may give NULL`)
}
