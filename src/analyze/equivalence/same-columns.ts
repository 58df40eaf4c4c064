import type { QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { questionAbout } from '../proofs/question.js'
import { concludeGroups } from '../values/conclude-groups.js'
import { notTrue } from '../values/domain.js'
import { type KnownRelation, type Reading, solvable, startReading } from '../values/reading.js'
import { Solver, valuesIn } from '../values/solve.js'
import type { Term } from '../values/terms.js'
import { AlignedReader } from './aligned-reader.js'
import { sameCasts, sameErrors } from './new-errors.js'

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

  const pairs = [...now.columns].flatMap(([name, is]): readonly Pair[] => {
    const was = old.columns.get(name)
    if (was === undefined || was.type !== is.type || !sameErrorsAtAll(was, is, reading)) return []
    return [{ name, was, is, same: sameness(was, is, reading) }]
  })
  const open = pairs.filter(({ was, is }) => was !== is)
  const same = new Set(pairs.filter((pair) => !open.includes(pair)).map(({ name }) => name))
  if (open.length === 0) return same
  concludeGroups(reading.groups, reading)
  const solver = new Solver(solvable(reading, old.place))
  for (const { name, was, is, same: condition } of open) {
    const isSame =
      (condition !== null && solver.isImpossible([[condition, notTrue]])) ||
      (ask !== null && (await ask(questionAbout([was, is], old.place, reading))))
    if (isSame) same.add(name)
  }
  return same
}

/** A column of both versions. */
interface Pair {
  readonly name: string
  readonly was: Term
  readonly is: Term
  /** Whether both are the same, as a condition; null for values that are not looked into. */
  readonly same: Term | null
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
