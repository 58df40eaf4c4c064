import type { AnyNode } from '../../pgtree/index.js'
import type { LeakKind } from '../../model/determinism-rules.js'

/** A leak, before it is known in which column. */
export interface Finding {
  readonly kind: LeakKind
  readonly what: string
  readonly callee?: string
  /** The part of the node that it stands in, if not all of it. */
  readonly clause?: AnyNode
}

/** What most nodes have to say. */
export const nothing: readonly never[] = Object.freeze([])

/** The finding, if something is of a kind at all. */
export const found = (kind: LeakKind | undefined, what: () => string): readonly Finding[] =>
  kind === undefined ? nothing : [{ kind, what: what() }]
