import type { ViewExtra } from '../../model/live-catalog.js'
import type { Change, Effect, Nullable } from './change.js'
import { compareValues, valuesText } from './compare-values.js'
import type { ColumnState, RelationState } from './relation-state.js'

export interface CompareRules {
  /**
   * Whether a source must be the same on both sides, or the live one may have additional columns and stricter NOT NULL
   * constraints.
   */
  readonly sources: 'same' | 'at least'
}

const byName = <T extends { readonly name: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.name, item]))

const nullable = (yes: boolean): Nullable => (yes ? 'nullable' : 'never null')

function* compareColumn(
  relation: string,
  before: ColumnState,
  after: ColumnState,
  mayBeMore: boolean,
): Generator<Change> {
  const column = after.name
  if (before.type !== after.type) {
    yield { kind: 'column type', relation, column, before: before.type, after: after.type }
  }
  const stricter = mayBeMore && before.nullable === false
  if (
    before.nullable !== null &&
    after.nullable !== null &&
    before.nullable !== after.nullable &&
    !stricter
  ) {
    const values = { before: nullable(before.nullable), after: nullable(after.nullable) }
    yield { kind: 'column nullability', relation, column, ...values }
  }
  if (before.values !== undefined && after.values !== undefined) {
    const allows = compareValues(before.values, after.values)
    const texts = { before: valuesText(before.values), after: valuesText(after.values) }
    if (allows !== 'the same') yield { kind: 'column values', relation, column, ...texts, allows }
  }
  if (before.comment !== null && after.comment !== null && before.comment !== after.comment) {
    yield { kind: 'column comment', relation, column, before: before.comment, after: after.comment }
  }
}

function* compareColumns(
  before: RelationState,
  after: RelationState,
  rules: CompareRules,
): Generator<Change> {
  const { relation } = after
  const old = byName(before.columns)
  const now = byName(after.columns)
  const mayBeMore = rules.sources === 'at least' && after.kind === 'source'
  for (const { name, type } of before.columns) {
    if (!now.has(name) && !mayBeMore) yield { kind: 'column removed', relation, column: name, type }
  }
  for (const column of after.columns) {
    const was = old.get(column.name)
    if (was) yield* compareColumn(relation, was, column, mayBeMore)
    else yield { kind: 'column added', relation, column: column.name, type: column.type }
  }
  if (mayBeMore) return
  // Only columns that exist on both sides: an added or removed column shifts the others and is already reported.
  const order = ({ columns }: RelationState): string =>
    columns
      .map(({ name }) => name)
      .filter((name) => old.has(name) && now.has(name))
      .join(', ')
  if (order(before) !== order(after)) {
    yield { kind: 'column order', relation, before: order(before), after: order(after) }
  }
}

function effectOf({ outline: old }: RelationState, { kind, outline, columns }: RelationState): Effect {
  const names = columns.map(({ name }) => name)
  // A type has no rows: its change affects the values of columns of the type.
  if (kind === 'function') return { rows: true, columns: names, known: true }
  if (kind === 'type') return { rows: false, columns: names, known: true }
  if (!old || !outline) return { rows: true, columns: names, known: false }
  // A column on only one side is reported separately.
  const differs = (name: string): boolean =>
    old.columns.has(name) && old.columns.get(name) !== outline.columns.get(name)
  return { rows: old.rows !== outline.rows, columns: names.filter(differs), known: true }
}

/** Compares options, rules and triggers by kind and name, in a fixed order. */
function* compareExtras(before: RelationState, after: RelationState): Generator<Change> {
  if (!before.extras || !after.extras) return
  const keyed = (extras: readonly ViewExtra[]): Map<string, ViewExtra> =>
    new Map(extras.map((extra) => [`${extra.kind} ${extra.name}`, extra]))
  const [old, now] = [keyed(before.extras), keyed(after.extras)]
  for (const [key, { kind, name }] of new Map([...now, ...old])) {
    const [was, is] = [old.get(key)?.definition ?? null, now.get(key)?.definition ?? null]
    if (was !== is) yield { kind: `view ${kind}`, relation: after.relation, name, before: was, after: is }
  }
}

function* compareRelation(
  before: RelationState,
  after: RelationState,
  rules: CompareRules,
): Generator<Change> {
  const { relation } = after
  if (before.kind !== after.kind) {
    yield { kind: 'relation kind', relation, before: before.kind, after: after.kind }
  }
  if (before.definition !== null && after.definition !== null && before.definition !== after.definition) {
    const effect = effectOf(before, after)
    yield { kind: 'definition', relation, before: before.definition, after: after.definition, effect }
  }
  yield* compareExtras(before, after)
  yield* compareColumns(before, after, rules)
  const [oldKey, key] = [before.key?.join(', '), after.key?.join(', ')]
  if (oldKey !== undefined && key !== undefined && oldKey !== key) {
    yield { kind: 'key', relation, before: oldKey, after: key }
  }
  if (before.comment !== null && after.comment !== null && before.comment !== after.comment) {
    yield { kind: 'relation comment', relation, before: before.comment, after: after.comment }
  }
}

/** All differences between two states of a project, in the order of `after`, then the removed relations. */
export function compareStates(
  before: readonly RelationState[],
  after: readonly RelationState[],
  rules: CompareRules = { sources: 'same' },
): Change[] {
  const old = new Map(before.map((state) => [state.relation, state]))
  const now = new Set(after.map(({ relation }) => relation))
  const changes = after.flatMap((state): Change[] => {
    const was = old.get(state.relation)
    return was
      ? [...compareRelation(was, state, rules)]
      : [{ kind: 'relation added', relation: state.relation }]
  })
  const removed = before.filter(({ relation }) => !now.has(relation))
  return [...changes, ...removed.map(({ relation }): Change => ({ kind: 'relation removed', relation }))]
}
