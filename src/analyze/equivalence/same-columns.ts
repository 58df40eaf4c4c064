import type { QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { questionAbout } from '../proofs/question.js'
import { concludeGroups } from '../values/conclude-groups.js'
import { notTrue } from '../values/domain.js'
import { type KnownRelation, type Reading, solvable, startReading } from '../values/reading.js'
import { Solver, valuesIn } from '../values/solve.js'
import type { Term } from '../values/terms.js'
import { AlignedReader } from './aligned-reader.js'
import { sameCasts, sameErrors } from './same-errors.js'

/** One version of a query. */
export interface QueryVersion {
  readonly query: QueryNode
  readonly catalogs: Catalogs
  /** The relations that it reads, by display name. */
  readonly dependencies: ReadonlyMap<string, KnownRelation>
}

/** Whether an SMT solver finds no solution of a script. */
export type IsUnsatisfiable = (script: string) => Promise<boolean>

/**
 * The output columns that two versions of a query compute alike for all rows of the relations that they read; null if it is
 * not proven that the versions have the same rows.
 *
 * @param ask null if there is no solver.
 */
export const sameColumns = async (
  before: QueryVersion,
  after: QueryVersion,
  ask: IsUnsatisfiable | null,
): Promise<ReadonlySet<string> | null> => {
  const reading = startReading(before.catalogs, before.dependencies, { isShared: true })
  const first = new AlignedReader(reading, null)
  const old = first.read(before.query)
  const nextReading: Reading = {
    ...reading,
    catalogs: after.catalogs,
    dependencies: after.dependencies,
    casts: new Map(),
    orders: new Map(),
  }
  const next = new AlignedReader(nextReading, first)
  const now = next.read(after.query)
  if (!next.sameRows(old.rows, now.rows) || !sameCasts(reading, nextReading)) return null

  const pairsByTerms = new Map<string, Pair>()
  const pairs = [...now.columns].flatMap(([name, is]): readonly Named[] => {
    const was = old.columns.get(name)
    if (was === undefined || was.type !== is.type || !sameErrorsAtAll(was, is, reading)) return []
    return [{ name, pair: pairOf(was, is, reading, pairsByTerms) }]
  })
  const same = new Set(pairs.flatMap(({ name, pair: { was, is } }) => (was === is ? [name] : [])))
  const open = pairs.filter(({ name }) => !same.has(name))
  if (open.length === 0) return same
  concludeGroups(reading.groups, reading)
  const solver = new Solver(solvable(reading, old.place))
  const answers = new Map<Pair, boolean>()
  for (const { name, pair } of open) {
    const isSame =
      isSamePair(pair, solver, answers) ||
      (ask !== null && (await ask(questionAbout([pair.was, pair.is], old.place, reading))))
    if (isSame) same.add(name)
  }
  return same
}

interface Named {
  readonly name: string
  readonly pair: Pair
}

/** Two terms that are to be the same. */
interface Pair {
  readonly was: Term
  readonly is: Term
  /** Whether both are the same, as a condition; null for values that are not looked into. */
  readonly condition: Term | null
  /** The operands of both, if they are the same operation: with the same operands, they are the same. */
  readonly parts: readonly Pair[] | null
}

/**
 * All conditions that are asked for are terms before a solver is made.
 *
 * @param known pairs by both terms: a term can be an operand of many.
 */
const pairOf = (was: Term, is: Term, reading: Reading, known: Map<string, Pair>): Pair => {
  const key = `${was.id} ${is.id}`
  const found = known.get(key)
  if (found !== undefined) return found
  const pair: Pair = {
    was,
    is,
    condition: was === is || was.type !== is.type ? null : sameness(was, is, reading),
    parts:
      was !== is && isSameOperation(was, is)
        ? was.parts.map((part, at) => pairOf(part, is.parts[at] ?? part, reading, known))
        : null,
  }
  known.set(key, pair)
  return pair
}

/** A call is not told from another one by what a term shows. */
const isSameOperation = (was: Term, is: Term): boolean =>
  was.kind === is.kind &&
  was.type === is.type &&
  was.kind !== 'call' &&
  was.kind !== 'atom' &&
  was.kind !== 'constant' &&
  was.parts.length === is.parts.length &&
  ('operator' in was && 'operator' in is ? was.operator === is.operator : true)

const isSamePair = (pair: Pair, solver: Solver, known: Map<Pair, boolean>): boolean => {
  const found = known.get(pair)
  if (found !== undefined) return found
  const { was, is, condition, parts } = pair
  const isSame =
    was === is ||
    (condition !== null && solver.isImpossible([[condition, notTrue]])) ||
    (parts?.every((part) => isSamePair(part, solver, known)) ?? false)
  known.set(pair, isSame)
  return isSame
}

const sameness = (was: Term, is: Term, { make }: Reading): Term | null =>
  was.type === 'other'
    ? null
    : make.any([make.all([make.isNull(was), make.isNull(is)]), make.isTrue(make.compare('=', was, is))])

/** Aggregates that differ have conditions and arguments on their rows, which can raise errors too. */
const sameErrorsAtAll = (was: Term, is: Term, reading: Reading): boolean =>
  sameErrors([was], [is]) && sameErrors(rowTerms(was, reading), rowTerms(is, reading))

/** What is computed on the rows of the groups that a term has aggregates of. */
const rowTerms = (term: Term, { groups, make }: Reading): readonly Term[] => {
  const values = valuesIn(term)
  return groups.flatMap(({ counts, extremes }) => [
    ...[...counts].flatMap(([condition, count]) => (values.has(count) ? [condition] : [])),
    ...extremes.flatMap(({ value, argument, condition }) =>
      values.has(value) ? [condition, make.isNull(argument)] : [],
    ),
  ])
}
