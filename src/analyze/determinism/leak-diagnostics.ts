import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import { type LeakKind, leakSentences, vouchedKinds } from '../../model/determinism-rules.js'
import type { Diagnostic, Place } from '../../model/diagnostic.js'
import type { DiagnosticCode } from '../../model/diagnostics/registry.js'
import type { Leak } from '../../model/leak.js'
import { displayName } from '../../model/relation-name.js'

interface Advice {
  readonly code: DiagnosticCode
  readonly hint: string
}

const advice: Readonly<Record<LeakKind, Advice>> = {
  clock: {
    code: 'FS211',
    hint: 'Compare with a time that is in the data, such as when the row was written.',
  },
  cast: {
    code: 'FS212',
    hint: "Have the source give a date or a time, or read the text by a fixed pattern, such as to_date(…, 'YYYY-MM-DD').",
  },
  random: {
    code: 'FS213',
    hint: 'Take a hash of the key, which is spread as evenly and stays what it is.',
  },
  sequence: {
    code: 'FS214',
    hint: 'Number rows by the data, such as row_number() OVER (ORDER BY the key).',
  },
  session: {
    code: 'FS215',
    hint: 'Name in the call what it would take from the session, or have the source give the value.',
  },
  sample: {
    code: 'FS216',
    hint: 'Add REPEATABLE (…), or choose rows by a hash of their key.',
  },
  timezone: {
    code: 'FS217',
    hint: "Take the moment to a fixed zone first, AT TIME ZONE 'UTC', and write it by a pattern, to_char(…, 'YYYY-MM-DD').",
  },
  volatile: {
    code: 'FS218',
    hint: 'Compute the value from columns of the data.',
  },
  physical: {
    code: 'FS219',
    hint: 'Tell rows apart by the key of their table.',
  },
  catalog: {
    code: 'FS220',
    hint: 'Read a source table of the store instead.',
  },
  order: {
    code: 'FS224',
    hint: 'Add the columns of a unique key to its ORDER BY; or, if its order is total, say why: certification({ ordered: […] }).',
  },
  addition: {
    code: 'FS225',
    hint: 'Cast inside, sum(x::numeric), add whole numbers, or order by a unique key inside, sum(x ORDER BY …).',
  },
  digits: {
    code: 'FS226',
    hint: 'Cast to numeric first, x::numeric::text, or round it to the digits that are meant.',
  },
  unreadable: {
    code: 'FS223',
    hint: 'Vouch for it in allowedFunctions of certification({ … }), or compare built-in types: lower(x::text) for a citext.',
  },
}

/** Where a leak stands, and its SQL if it is known. */
export interface LeakPlace {
  readonly place: Place
  readonly excerpt?: string
}

/** What a certification vouches for. */
export type Vouched = Pick<CompiledCertification, 'allowedFunctions' | 'ordered'>

const isOrder = new Set(vouchedKinds)

/**
 * Whether an order is vouched for. One of a column is that of the view's own query; where that has none of the name, the
 * one that stands in a single query within. Two layers with a column of one name are not told apart, and neither is meant.
 */
const isOrderVouchedFor = (
  name: string,
  leak: Leak,
  leaks: readonly Leak[],
  ordered: Vouched['ordered'],
): boolean => {
  if (!isOrder.has(leak.kind) || leak.callee !== undefined) return false
  const pathOf = ({ within = [] }: Leak): string => JSON.stringify(within)
  const alike = leaks.filter(
    ({ kind, callee, column }) => isOrder.has(kind) && callee === undefined && column === leak.column,
  )
  const paths = new Set(alike.map(pathOf))
  const isMeant = paths.has('[]') ? pathOf(leak) === '[]' : paths.size === 1
  return ordered.some(
    (one) =>
      displayName(one.relation) === name && (one.column === null || (one.column === leak.column && isMeant)),
  )
}

/**
 * A diagnostic for each leak in what is certified.
 *
 * @param names Display names of the relations that are certified; leaks of others are nobody's harm.
 * @param vouched What is vouched for: functions, as `schema.name(argument types)`, and orders of rows.
 * @param placeOf Where a leak of a relation stands.
 */
export const leakDiagnostics = (
  relations: readonly AnalyzedRelation[],
  names: ReadonlySet<string>,
  vouched: Vouched,
  placeOf: (relation: string, leak: Leak) => LeakPlace,
): readonly Diagnostic[] => {
  const found = relations
    .map((relation) => ({ name: displayName(relation), leaks: relation.leaks }))
    .filter(({ name }) => names.has(name))
    .flatMap(({ name, leaks }) =>
      leaks
        .filter(({ callee }) => callee === undefined || !vouched.allowedFunctions.includes(callee))
        .filter((leak) => !isOrderVouchedFor(name, leak, leaks, vouched.ordered))
        .map((leak) => diagnostic(leak, placeOf(name, leak))),
    )
  // A layer stands in every view that reads it, and may stand there more than once; it is declared in one place.
  return [...new Map(found.map((one) => [keyOf(one), one])).values()]
}

const keyOf = ({ code, place, message, excerpt }: Diagnostic): string =>
  JSON.stringify([
    code,
    place.file,
    place.line,
    place.layer ?? place.relation,
    place.column,
    message,
    excerpt,
  ])

const diagnostic = ({ kind, what }: Leak, { place, excerpt }: LeakPlace): Diagnostic => ({
  code: advice[kind].code,
  place,
  message: `${what} ${leakSentences[kind]}`,
  hint: advice[kind].hint,
  ...(excerpt !== undefined && { excerpt }),
})
