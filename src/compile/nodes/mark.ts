import type { OperationNode } from 'kysely'
import type { CallSite } from '../../declare/call-site.js'
import type { Declaration } from '../../declare/relation.js'

/** Which declaration a node of a lowered query comes from. */
export interface Mark {
  readonly declaration: Declaration
  /** Column of the declaration that the node computes. */
  readonly column?: string
  /** Where the column is declared; absent when it is a part of the declaration's query. */
  readonly site?: CallSite
  /** The part of the declaration's query that the node comes from. */
  readonly part?: OperationNode
}

/** A symbol, so that copies of a node keep its mark and walks over its fields skip it. */
const MARK: unique symbol = Symbol('mark')

interface Marked {
  readonly [MARK]?: Mark
}

/** A copy of a node with its origin. The node itself may be part of other declarations too. */
export const withMark = <N extends OperationNode>(node: N, mark: Mark): N => ({ ...node, [MARK]: mark })

export const markOf = (node: OperationNode & Marked): Mark | undefined => node[MARK]
