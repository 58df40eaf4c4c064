import { columnOf, type Change } from '../compare/change.js'
import type { RelationState } from '../compare/relation-state.js'

/** What is proven of two versions of a view, given that what they read is the same. */
export interface Proof {
  readonly rows: boolean
  readonly columns: ReadonlySet<string>
}

/** A view with changes that may change what it returns, and what is known of it. */
export interface ChangedView {
  readonly relation: string
  readonly isRedefined: boolean
  /** Whether the set of rows is known to be the same. */
  readonly rows: boolean
  /** Columns of both versions that are known to have the same values. */
  readonly same: readonly string[]
  /** The other columns of both versions. */
  readonly unproven: readonly string[]
  /** Columns of both versions that are defined or typed differently, in output order. */
  readonly changed: readonly string[]
}

/**
 * The columns of a view that exists in both versions.
 *
 * @param changes of this view.
 * @param proof absent if the trees of both versions are not known; then nothing is proven of a changed definition.
 */
export function changedView(
  before: RelationState,
  after: RelationState,
  changes: readonly Change[],
  proof: Proof | undefined,
): ChangedView {
  const old = new Set(before.columns.map(({ name }) => name))
  const both = after.columns.map(({ name }) => name).filter((name) => old.has(name))
  const definition = changes.find((change) => change.kind === 'definition')
  // The same text over columns of another type may compute something else.
  const retyped = new Set(changes.flatMap((change) => (change.kind === 'column type' ? [change.column] : [])))
  const isProven = (column: string): boolean =>
    proof ? proof.columns.has(column) : !definition && !retyped.has(column)
  const touched = new Set([
    ...(definition?.effect.columns ?? []),
    ...changes.flatMap((change) => (change.kind === 'column comment' ? [] : (columnOf(change) ?? []))),
  ])
  return {
    relation: after.relation,
    isRedefined: definition !== undefined,
    rows: proof ? proof.rows : !definition,
    same: both.filter(isProven),
    unproven: both.filter((column) => !isProven(column)),
    changed: both.filter((column) => touched.has(column) || !isProven(column)),
  }
}
