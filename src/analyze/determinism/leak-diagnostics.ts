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
    hint: 'Compare with a time stored in the data, such as the time at which the row was written.',
  },
  cast: {
    code: 'FS212',
    hint: "Use a date or time column of the source, or parse the text with a fixed pattern, such as to_date(…, 'YYYY-MM-DD').",
  },
  random: {
    code: 'FS213',
    hint: 'Use a hash of the key, which is evenly distributed and does not change.',
  },
  sequence: {
    code: 'FS214',
    hint: 'Number rows by their data, such as row_number() OVER (ORDER BY the key).',
  },
  session: {
    code: 'FS215',
    hint: 'Pass the session setting as an explicit argument, or use a value of the source.',
  },
  sample: {
    code: 'FS216',
    hint: 'Add REPEATABLE (…), or select rows by a hash of their key.',
  },
  timezone: {
    code: 'FS217',
    hint: "Convert to a fixed time zone first (AT TIME ZONE 'UTC'), and format with a pattern, such as to_char(…, 'YYYY-MM-DD').",
  },
  volatile: {
    code: 'FS218',
    hint: 'Compute the value from columns of the data.',
  },
  physical: {
    code: 'FS219',
    hint: 'Identify rows by the key of their table.',
  },
  catalog: {
    code: 'FS220',
    hint: 'Read a source table of the store instead.',
  },
  order: {
    code: 'FS224',
    hint: 'Add the columns of a unique key to its ORDER BY. If its order is total, declare the reason: certification({ ordered: […] }).',
  },
  addition: {
    code: 'FS225',
    hint: 'Cast the argument, sum(x::numeric), sum integers, or order by a unique key, sum(x ORDER BY …).',
  },
  digits: {
    code: 'FS226',
    hint: 'Cast to numeric first, x::numeric::text, or round to the intended number of digits.',
  },
  unreadable: {
    code: 'FS223',
    hint: 'Allow it in allowedFunctions of certification({ … }), or use built-in types, such as lower(x::text) for a citext.',
  },
}

/** Place of a leak, with its SQL if known. */
export interface LeakPlace {
  readonly place: Place
  readonly excerpt?: string
}

/** The exceptions declared in a certification. */
export type Vouched = Pick<CompiledCertification, 'allowedFunctions' | 'ordered'>

const isOrder = new Set(vouchedKinds)

/**
 * Whether an order is declared as total. A column name refers to the view's own query; if that has no such column, to the
 * only nested query that has one. If several layers have a column of that name, the declaration applies to none.
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
 * @param names display names of the certified relations; leaks of others are ignored.
 * @param vouched declared exceptions: functions, as `schema.name(argument types)`, and orders of rows.
 * @param placeOf finds the place of a leak.
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
  // A layer is contained in every view that reads it, possibly several times, but declared in one place.
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
