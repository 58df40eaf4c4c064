import { createFunction } from '../../model/create/create-function.js'
import { createSource } from '../../model/create/create-relation.js'
import { createType } from '../../model/create/create-type.js'
import type { TypeKind } from '../../model/upstream-type.js'
import type { Closure } from '../../resolve/index.js'

/** Collations that initdb makes everywhere. The others depend on the machine. */
const COMMON_COLLATIONS = 'default|C|POSIX|ucs_basic|unicode|pg_c_utf8|pg_unicode_fast'

/**
 * What the engines may understand differently, by the words that it needs in SQL. They are found anywhere in the text, also
 * where they mean something else: then an analysis is only slower.
 */
const DIFFERENCES: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    new RegExp(
      String.raw`\bcollate(?!\s+(?:"?pg_catalog"?\s*\.\s*)?(?:"(?:${COMMON_COLLATIONS})"|ucs_basic\b|unicode\b|pg_c_utf8\b|pg_unicode_fast\b))`,
      'i',
    ),
    'a collation',
  ],
  // Both use libxml, in different versions.
  [/xml|xpath/i, 'XML'],
  // 18.6 knows an error about the deparsing of these that 18.4 does not.
  [/json_(?:array|object)agg\b/i, 'JSON_ARRAYAGG or JSON_OBJECTAGG'],
  // What is a space or a letter in such a constant depends on the C library.
  [/\bts(?:vector|query)\b/i, 'a constant of text search'],
]

/** A string constant, if none of the next is in the text. */
const STRING = /'(?:[^']|'')*'/g
/** After one of these, a quote may not begin or end a constant: an escape, a dollar quote, a comment. */
const ODD_QUOTES = /\\'|\$\w*\$|--|\/\*/

/** The string constants of a text, or all parts of it where they cannot be told apart. */
const stringsOf = (text: string): readonly string[] =>
  ODD_QUOTES.test(text) ? text.split("'") : (text.match(STRING) ?? [])

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)'
/** A date or a time of day, in any form that Postgres reads. */
const TIME = new RegExp(
  [
    String.raw`\d[-/.]\d+[-/.]\d`,
    String.raw`\d\.\d{3}`,
    String.raw`\d{6}`,
    String.raw`\bj\d`,
    String.raw`\d:\d\d`,
    String.raw`\d\s*[ap]m\b`,
    String.raw`\d\W*${MONTH}|${MONTH}[a-z]*\W*\d`,
  ].join('|'),
  'i',
)
/** No name or abbreviation of a zone is shorter. */
const WORD = /[a-z][a-z_]+/gi
/** Words of a time that need no time zone data. */
const TIME_WORDS =
  /^(?:utc|gmt|ad|bc|am|pm|ago|(?:micro|milli)?seconds?|secs?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|mon(?:th)?s?|years?|yrs?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|monday|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)$/i

/** Whether a constant may be a time in a named zone: its offset depends on the edition of the time zone data. */
const namesZone = (text: string): boolean =>
  TIME.test(text) && (text.match(WORD) ?? []).some((word) => !TIME_WORDS.test(word))

/** A time in a named zone also needs one of these words, before it or as its cast, or a column to be compared with. */
const ZONED = /timestamptz|timetz|with\s+time\s+zone|tstz/i

/**
 * Why a project is analyzed in the embedded Postgres even if the native one is there: it uses what the two were not shown to
 * understand in the same way. Undefined if there is nothing.
 *
 * Both are PostgreSQL 18, but not the same minor version, and are built for different machines with different libraries.
 */
export function engineDifference(closure: Closure): string | undefined {
  const has = (kind: TypeKind): boolean => closure.types.some(({ definition }) => definition.kind === kind)
  if (has('extension')) return 'an extension'
  if (has('collation')) return 'a collation'
  const made = [
    ...closure.types.map(createType),
    ...closure.sources.map(createSource),
    ...(closure.functions ?? []).map(createFunction),
  ]
  const texts = [
    ...made,
    ...closure.views.map(({ select }) => select),
    ...(closure.contracts ?? []).map(({ select }) => select),
  ]
  for (const [pattern, what] of DIFFERENCES) if (texts.some((text) => pattern.test(text))) return what
  const isZoned = texts.some((text) => ZONED.test(text))
  return isZoned && texts.some((text) => stringsOf(text).some(namesZone))
    ? 'a time in a named time zone'
    : undefined
}
