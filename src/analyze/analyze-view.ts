import type { AnalyzedRelation } from '../model/analyzed-project.js'
import type { CompiledView } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName, type RelationName } from '../model/relation-name.js'
import type { Catalogs, ResolvedView } from '../resolve/index.js'
import { findLeaks } from './determinism/find-leaks.js'
import { traceLineage } from './lineage/trace-lineage.js'
import { inferNullability } from './nullability/infer-nullability.js'
import { orderContext } from './order/order-context.js'
import { uniqueKeys } from './order/unique-keys.js'
import { canBeNull } from './nullability/verdict.js'

/** A view analyzed, and what is wrong with it. */
export interface AnalyzedView {
  readonly relation: AnalyzedRelation
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Types, nullability, lineage and leaks of one view. Depends on nothing but its arguments, and on `catalogs` only in so far as
 * the view's tree mentions it, so a result can be kept by view.
 *
 * @param dependencies The relations that the view reads directly, by display name; more do not matter. A column of one
 *   that is missing counts as nullable.
 */
export const analyzeView = (
  resolved: ResolvedView,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
  declared: CompiledView,
): AnalyzedView => {
  const { query, oids } = resolved.tree
  const nullability = inferNullability(query, catalogs, dependencies)
  const lineage = traceLineage(query, catalogs)
  const order = orderContext(query, catalogs, dependencies)
  const comments = new Map(declared.columns.map(({ name, comment }) => [name, comment]))
  const relation: AnalyzedRelation = {
    kind: 'view',
    schema: resolved.schema,
    name: resolved.name,
    comment: declared.comment,
    columns: resolved.columns.map(({ name, type, collation }, at) => ({
      name,
      type,
      nullability: nullability[at] ?? canBeNull('nothing is known of this column'),
      comment: comments.get(name) ?? '',
      lineage: lineage.columns[at] ?? [],
      ...(collation !== undefined && { resolvedCollation: collation }),
    })),
    dependsOn: relationsRead(oids.relations, catalogs, declared.through),
    ...(declared.calls && { calls: declared.calls }),
    rowLineage: lineage.rows,
    leaks: findLeaks(query, catalogs, order),
    uniqueKeys: uniqueKeys(query, order),
    key: [],
    viewdef: resolved.viewdef,
    place: declared.place,
  }
  return {
    relation,
    diagnostics: [...unknownKinds(resolved, declared), ...differingColumns(resolved, declared)],
  }
}

/** @param through those that functions read, which the view's own query does not mention. */
const relationsRead = (
  oids: ReadonlySet<number>,
  catalogs: Catalogs,
  through: readonly RelationName[] = [],
): readonly RelationName[] => {
  const read = [...[...oids].flatMap((oid) => catalogs.relations.get(oid) ?? []), ...through]
  return [
    ...new Map(read.map(({ schema, name }) => [displayName({ schema, name }), { schema, name }])).values(),
  ].toSorted((a, b) => (displayName(a) < displayName(b) ? -1 : 1))
}

/** A node that this analysis has never heard of: the columns above it read nullable, and somebody has to know. */
const unknownKinds = ({ tree }: ResolvedView, declared: CompiledView): readonly Diagnostic[] =>
  tree.unknownKinds.map((kind) => ({
    code: 'FS203',
    place: { ...declared.place, relation: displayName(declared) },
    message: `The query of ${displayName(declared)} holds a node of kind ${kind}, which the analysis does not know.`,
    hint: 'Write the expression another way, or report the kind so that a rule for it can be added.',
  }))

/** Postgres decides what a view gives; the declaration has to have meant the same. */
const differingColumns = (resolved: ResolvedView, declared: CompiledView): readonly Diagnostic[] => {
  const given = resolved.columns.map(({ name }) => name)
  const meant = declared.columns.map(({ name }) => name)
  const at = Array.from({ length: Math.max(given.length, meant.length) }).findIndex(
    (_, n) => given[n] !== meant[n],
  )
  if (at < 0) return []
  const column = meant[at] ?? given[at] ?? ''
  return [
    {
      code: 'FS204',
      place: { ...declared.place, relation: displayName(declared), column },
      message:
        `Column ${at + 1} of ${displayName(declared)} is declared as ${meant[at] ?? 'nothing'}, ` +
        `but Postgres gives ${given[at] ?? 'nothing'}.`,
      hint: 'Give every output column a name of at most 63 bytes, and select them in the declared order.',
    },
  ]
}
