import type { Nullability } from '../../model/analyzed-project.js'
import type { ExpressionKind, Node } from '../../pgtree/index.js'
import type { Pass, Point } from './scope.js'

/** How the nullability of one kind of expression follows from its parts. */
export type Rule<K extends ExpressionKind> = (node: Node<K>, point: Point, pass: Pass) => Nullability

/** A rule for each of some kinds. */
export type Rules<K extends ExpressionKind> = { readonly [P in K]: Rule<P> }
