import { type FromNode, joinType, type Node } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { equalitiesIn, spread } from './equal-columns.js'
import { type ColumnKey, entryOfKey, merge, type Pins, type PinScope } from './pins.js'

type Known = ReadonlyMap<ColumnKey, Pins>

/**
 * If only those rows of a query matter in which some columns have given values: which rows of the items of FROM matter?
 * Goes from the whole FROM down to its items, and collects in the scope what is known of their columns.
 *
 * @param known of the joined rows that matter.
 */
export function restrictJoins(
  node: FromNode | null,
  known: Known,
  scope: PinScope,
  catalogs: Catalogs,
): void {
  switch (node?.kind) {
    case 'FROMEXPR': {
      const all = spread(known, equalitiesIn(node.quals, scope, catalogs), () => true)
      for (const one of node.fromlist) restrictJoins(one, of(one, all), scope, catalogs)
      return
    }
    case 'RANGETBLREF':
      for (const [column, pins] of known) {
        const merged = merge(scope.pins.get(column), pins)
        if (merged !== undefined) scope.pins.set(column, merged)
      }
      return
    case 'JOINEXPR':
      restrictJoin(node, known, scope, catalogs)
      return
    default:
  }
}

function restrictJoin(
  { jointype, larg, rarg, quals }: Node<'JOINEXPR'>,
  known: Known,
  scope: PinScope,
  catalogs: Catalogs,
): void {
  const equalities = equalitiesIn(quals, scope, catalogs)
  const [left, right] = [entriesOf(larg), entriesOf(rarg)]
  const within = (entries: ReadonlySet<number>) => (column: ColumnKey) => entries.has(entryOfKey(column))
  const isInner = jointype === joinType.inner
  // A row of the optional side matters only if it can meet a row of the kept side that matters. What is known of the
  // optional side says nothing about the kept side, whose rows remain without a match. Of a full join, both sides are
  // kept, and each restricts the other.
  const isKept = (side: 'left' | 'right'): boolean =>
    jointype === joinType.full || jointype === (side === 'left' ? joinType.left : joinType.right)
  const knownOf = (side: 'left' | 'right'): Known => {
    const entries = side === 'left' ? left : right
    if (isInner)
      return of(
        entries,
        spread(known, equalities, () => true),
      )
    if (jointype === joinType.full) return of(entries, once(known, equalities, within(entries)))
    return isKept(side) ? of(entries, known) : of(entries, spread(known, equalities, within(entries)))
  }
  restrictJoins(larg, knownOf('left'), scope, catalogs)
  restrictJoins(rarg, knownOf('right'), scope, catalogs)
}

/** What the other side of a full join says; a row without a match there has nothing to pass on. */
const once = (
  known: Known,
  equalities: Parameters<typeof spread>[1],
  mayGrow: (column: ColumnKey) => boolean,
): Known =>
  spread(
    known,
    equalities.filter(({ equals }) => !('pins' in equals)),
    mayGrow,
    // A row without a match is there too, with NULLs.
    { extended: true },
  )

function entriesOf(node: FromNode | null): ReadonlySet<number> {
  switch (node?.kind) {
    case 'FROMEXPR':
      return new Set(node.fromlist.flatMap((one) => [...entriesOf(one)]))
    case 'JOINEXPR':
      return new Set([...entriesOf(node.larg), ...entriesOf(node.rarg)])
    case 'RANGETBLREF':
      return new Set([node.rtindex])
    default:
      return new Set()
  }
}

const of = (where: FromNode | ReadonlySet<number>, known: Known): Known => {
  const entries = 'kind' in where ? entriesOf(where) : where
  return new Map([...known].filter(([column]) => entries.has(entryOfKey(column))))
}
