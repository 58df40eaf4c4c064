import { entryAt, type Expression, type FromNode, joinType, type QueryNode } from '../../pgtree/index.js'
import type { JoinSide } from './facts.js'
import { fromSurelyHasRow, isAlwaysTrue } from './row-count.js'

/** A condition of WHERE or ON and the sides of outer joins that must be present for it to have been met. */
export interface PlacedCondition {
  readonly condition: Expression
  readonly path: readonly JoinSide[]
}

/** The FROM and WHERE of one query, taken apart. */
export interface JoinTree {
  readonly sides: ReadonlyMap<number, readonly JoinSide[]>
  readonly conditions: readonly PlacedCondition[]
  /** Sides that are present in every row, though the join is an outer one: what is joined always has a row. */
  readonly alwaysPresent: readonly JoinSide[]
}

/** Walks FROM once. `scopeId` makes the names of sides differ between queries. */
export const readJoinTree = (query: QueryNode, scopeId: number): JoinTree => {
  const sides = new Map<number, readonly JoinSide[]>()
  const conditions: PlacedCondition[] = []
  const alwaysPresent: JoinSide[] = []

  const place = (condition: Expression | null, path: readonly JoinSide[]): void => {
    if (condition !== null) conditions.push({ condition, path })
  }

  /** Gives the range table indexes of all below. */
  const walk = (item: FromNode | null, path: readonly JoinSide[]): readonly number[] => {
    switch (item?.kind) {
      case 'RANGETBLREF':
        return [item.rtindex]
      case 'FROMEXPR': {
        const members = item.fromlist.flatMap((one) => walk(one, path))
        place(item.quals, path)
        return members
      }
      case 'JOINEXPR': {
        const outer = outerSides(item)
        const left = walk(item.larg, outer.left ? [...path, outer.left] : path)
        const right = walk(item.rarg, outer.right ? [...path, outer.right] : path)
        for (const index of left) outer.left?.add(index)
        for (const index of right) outer.right?.add(index)
        const both = [outer.left, outer.right].filter((side) => side !== null)
        if (both.length > 0) sides.set(item.rtindex, both)
        place(item.quals, [...path, ...both])
        return [...left, ...right, item.rtindex]
      }
      default:
        return []
    }
  }

  const outerSides = (join: Extract<FromNode, { kind: 'JOINEXPR' }>) => {
    const { jointype, rtindex } = join
    const isFull = jointype === joinType.full
    const side = (which: 'left' | 'right', from: FromNode | null) =>
      new GrowingSide(scopeId, rtindex, which, `${which} side of ${joinName(jointype)} (${named(from)})`)
    const left = isFull || jointype === joinType.right ? side('left', join.larg) : null
    const right = isFull || jointype === joinType.left ? side('right', join.rarg) : null
    if (left !== null && right !== null) {
      left.opposite = right
      right.opposite = left
    }
    const has = (one: FromNode | null): boolean => isAlwaysTrue(join.quals) && fromSurelyHasRow(one, query)
    if (right !== null && !isFull && has(join.rarg)) alwaysPresent.push(right)
    if (left !== null && !isFull && has(join.larg)) alwaysPresent.push(left)
    return { left, right }
  }

  const named = (item: FromNode | null): string => {
    switch (item?.kind) {
      case 'RANGETBLREF':
        return entryAt(query, item.rtindex)?.eref?.aliasname ?? '?'
      case 'JOINEXPR':
        return [item.larg, item.rarg].map(named).join(', ')
      case 'FROMEXPR':
        return item.fromlist.map(named).join(', ')
      default:
        return '?'
    }
  }

  walk(query.jointree, [])
  return { sides, conditions, alwaysPresent }
}

/** A side while its members are being found. */
class GrowingSide implements JoinSide {
  readonly id: string
  readonly scope: number
  readonly join: number
  readonly label: string
  readonly members = new Set<number>()
  opposite: JoinSide | null = null
  readonly implies: JoinSide['implies'] = []

  constructor(scope: number, join: number, which: 'left' | 'right', label: string) {
    this.id = `${scope}.${join}.${which}`
    this.scope = scope
    this.join = join
    this.label = label
  }

  add(index: number): void {
    this.members.add(index)
  }
}

const joinName = (type: number): string =>
  type === joinType.full ? 'FULL JOIN' : type === joinType.right ? 'RIGHT JOIN' : 'LEFT JOIN'
