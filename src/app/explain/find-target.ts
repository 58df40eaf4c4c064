import { distance } from 'fastest-levenshtein'
import type { Declared } from '../../compile/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { splitName } from '../../model/relation-name.js'
import { readTarget } from './read-target.js'

/** A declaration, or a column of one. */
export interface Target {
  readonly declared: Declared
  readonly column: string | null
}

/** A target with one of its accepted names. */
interface Called {
  readonly target: Target
  readonly parts: readonly string[]
  /** Whether this is the full name, which takes precedence over one without a schema. */
  readonly isFull: boolean
}

const SUGGESTED = 3
/** An optional kind before a colon, for names that several declarations have. */
const KIND = /^(source|view|layer|aggregate):(?=.)/i

/** The full name of a target, quoted as in SQL. */
export const spelled = ({ declared, column }: Target): string => {
  const { schema, name } = splitName(declared.name)
  const parts = [...(schema === '' ? [] : [schema]), name, ...(column === null ? [] : [column])]
  return parts.map(quoteIdentifier).join('.')
}

function callsOf(declared: Declared): Called[] {
  const { schema, name } = splitName(declared.name)
  const full = schema === '' ? [name] : [schema, name]
  const names = schema === '' ? [full] : [full, [name]]
  return names.flatMap((parts) => [
    { target: { declared, column: null }, parts, isFull: parts === full },
    ...declared.columns.map((column) => ({
      target: { declared, column: column.name },
      parts: [...parts, column.name],
      isFull: parts === full,
    })),
  ])
}

/**
 * Finds the target of a name: `schema.view`, `schema.view.column`, the same without the schema, a layer or a column of
 * one. Parts may be in double quotes. Case matters only if two names differ by case.
 *
 * @throws DiagnosticError FS603 if the name is unknown, FS604 if it is ambiguous.
 */
export function findTarget(text: string, all: readonly Declared[]): Target {
  const kind = KIND.exec(text)?.[1]?.toLowerCase()
  const name = text.replace(KIND, '')
  const calls = all.filter((one) => kind === undefined || one.kind === kind).flatMap(callsOf)
  const parts = readTarget(name)
  const exact = (called: Called): boolean =>
    (parts !== null && same(called.parts, parts)) || called.parts.join('.') === name
  const loose = (called: Called): boolean =>
    (parts !== null && same(called.parts.map(lower), parts.map(lower))) ||
    lower(called.parts.join('.')) === lower(name)
  for (const matches of [exact, loose]) {
    const found = calls.filter(matches)
    const full = found.filter(({ isFull }) => isFull)
    const [first, ...others] = full.length > 0 ? full : found
    if (first && others.length === 0) return first.target
    if (first) throw ambiguous(text, [first, ...others])
  }
  throw unknown(text, name, calls)
}

const lower = (text: string): string => text.toLowerCase()
const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((part, at) => part === b[at])

const described = ({ target }: Called): string => {
  const what = target.column === null ? target.declared.kind : `column of a ${target.declared.kind}`
  return `${spelled(target)} (${what})`
}

const ambiguous = (text: string, found: readonly Called[]): DiagnosticError =>
  new DiagnosticError([
    {
      code: 'FS604',
      place: {},
      message: `"${text}" is ambiguous: ${found.map(described).join(', ')}`,
      hint: `Give the full name, in double quotes if it has capital letters, or add the kind: ${found
        .map(({ target }) => `${target.declared.kind}:${spelled(target)}`)
        .join(', ')}.`,
    },
  ])

function unknown(text: string, name: string, calls: readonly Called[]): DiagnosticError {
  const ranked = calls
    .map(({ target, parts }) => ({
      spelling: spelled(target),
      edits: distance(lower(name), lower(parts.join('.'))),
      exact: distance(name, parts.join('.')),
    }))
    .toSorted((a, b) => a.edits - b.edits || a.exact - b.exact || (a.spelling < b.spelling ? -1 : 1))
    .filter(({ edits }) => edits <= Math.max(2, Math.floor(name.length / 2)))
  const near = [...new Set(ranked.map(({ spelling }) => spelling))].slice(0, SUGGESTED)
  const list = near.length > 1 ? `${near.slice(0, -1).join(', ')} or ${near.at(-1)}` : near[0]
  return new DiagnosticError([
    {
      code: 'FS603',
      place: {},
      message: `the project has no declaration named "${text}"`,
      hint: `${list === undefined ? '' : `Did you mean ${list}? `}Give a name such as schema.view or schema.view.column, or a source or layer.`,
    },
  ])
}
