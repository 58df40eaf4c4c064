import type { AnalyzedRelation, ColumnRef, Nullability } from '../model/analyzed-project.js'
import type { CompiledView } from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName, type RelationName } from '../model/relation-name.js'
import type { Catalogs, ResolvedView } from '../resolve/index.js'
import { findLeaks } from './determinism/find-leaks.js'
import { traceLineage } from './lineage/trace-lineage.js'
import { inferNullability } from './nullability/infer-nullability.js'
import { orderContext } from './order/order-context.js'
import { uniqueKeys } from './order/unique-keys.js'
import { changePaths, throughViews } from './paths/change-paths.js'
import { trackStored } from './paths/track-stored.js'
import { canBeNull } from './nullability/verdict.js'
import { analyzeValues, isNeverNull } from './values/analyze-values.js'
import { type Domain, recordedValues } from './values/domain.js'
import { findEvidence, type Output } from './values/evidence.js'
import type { Term } from './values/terms.js'

/** An analyzed view with its diagnostics. */
export interface AnalyzedView {
  readonly relation: AnalyzedRelation
  readonly diagnostics: readonly Diagnostic[]
}

/** What is known of a view besides its query: all of it from a declaration, or the comments that a database has. */
export type ViewNotes = Pick<CompiledView, 'comment' | 'columns' | 'through' | 'calls' | 'place'>

/**
 * Types, nullability, lineage and leaks of a query that a database stores as a view. Depends only on its arguments, and
 * only on those parts of `catalogs` that the tree mentions, so the result can be cached by view.
 *
 * @param dependencies relations that the view reads directly, by display name; may contain others. Columns of a missing
 *   relation count as nullable.
 */
export const analyzeQuery = (
  resolved: ResolvedView,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
  notes: ViewNotes,
): AnalyzedRelation => {
  const { query, oids } = resolved.tree
  const analyzedValues = analyzeValues(query, catalogs, dependencies)
  const { domains, columns: terms, solver } = analyzedValues
  const nullability = inferNullability(query, catalogs, dependencies).map((one, at): Nullability =>
    one.nullable && isNeverNull(analyzedValues, at) ? { nullable: false, by: 'values' } : one,
  )
  const values = domains.map(recordedValues)
  const evidence = findEvidence(provenOutputs(resolved, nullability, domains, terms), solver)
  const lineage = traceLineage(query, catalogs, columnsThrough(notes, dependencies))
  const order = orderContext(query, catalogs, dependencies)
  const readPaths = throughViews(
    changePaths(
      query,
      resolved.columns.map(({ name }) => name),
      catalogs,
    ),
    notes.through ?? [],
    (name) => {
      const below = dependencies.get(name)
      return below?.kind === 'view' && below.stored === undefined ? (below.readPaths ?? []) : undefined
    },
  )
  const comments = new Map(notes.columns.map(({ name, comment }) => [name, comment]))
  return {
    kind: 'view',
    schema: resolved.schema,
    name: resolved.name,
    comment: notes.comment,
    columns: resolved.columns.map(({ name, type, collation }, at) => ({
      name,
      type,
      nullability: nullability[at] ?? canBeNull('nothing is known of this column'),
      ...(values[at] !== undefined && { values: values[at] }),
      comment: comments.get(name) ?? '',
      lineage: lineage.columns[at] ?? [],
      ...(collation !== undefined && { resolvedCollation: collation }),
    })),
    dependsOn: relationsRead(oids.relations, catalogs, notes.through),
    ...(notes.calls && { calls: notes.calls }),
    rowLineage: lineage.rows,
    leaks: findLeaks(query, catalogs, order),
    uniqueKeys: uniqueKeys(query, order),
    ...(evidence.length > 0 && { evidence }),
    ...(readPaths.length > 0 && { readPaths }),
    key: [],
    viewdef: resolved.viewdef,
    place: notes.place,
  }
}

/** Analyzes a declared view, and compares what Postgres resolved with the declaration. */
export const analyzeView = (
  resolved: ResolvedView,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
  declared: CompiledView,
): AnalyzedView => {
  const relation = analyzeQuery(resolved, catalogs, dependencies, declared)
  const diagnostics = [...unknownKinds(resolved, declared), ...differingColumns(resolved, declared)]
  const { stored } = declared
  if (stored === undefined) return { relation, diagnostics }
  const { tracked, diagnostics: found } = trackStored(relation, declared, stored, dependencies)
  return {
    relation: { ...relation, stored, ...(tracked.length > 0 && { tracked }) },
    diagnostics: [...diagnostics, ...found],
  }
}

/** The columns that both Postgres and the analysis of values name. */
const provenOutputs = (
  { columns }: ResolvedView,
  nullability: readonly Nullability[],
  domains: readonly Domain[],
  terms: readonly Term[],
): readonly Output[] =>
  columns.flatMap(({ name }, at) => {
    const [domain, term] = [domains[at], terms[at]]
    if (domain === undefined || term === undefined) return []
    const nullable = domain.nullable && (nullability[at]?.nullable ?? true)
    return [{ name, term, domain: { nullable, values: domain.values } }]
  })

/** Columns of the relations that are read by functions. */
const columnsThrough = (
  { through = [] }: ViewNotes,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
): readonly ColumnRef[] =>
  through
    .map(displayName)
    .flatMap((relation) =>
      (dependencies.get(relation)?.columns ?? []).map(({ name }) => ({ relation, column: name })),
    )

/** @param through relations read by functions, which the view's own query does not mention. */
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

/** Reports unknown kinds of nodes. Columns computed from such a node count as nullable. */
const unknownKinds = ({ tree }: ResolvedView, declared: CompiledView): readonly Diagnostic[] =>
  tree.unknownKinds.map((kind) => ({
    code: 'FS203',
    place: { ...declared.place, relation: displayName(declared) },
    message: `The query of ${displayName(declared)} contains a node of kind ${kind}, which the analysis does not support.`,
    hint: 'Rewrite the expression, or report the node kind so that a rule can be added.',
  }))

/** Reports output columns that differ between Postgres and the declaration. */
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
        `but Postgres returns ${given[at] ?? 'nothing'}.`,
      hint: 'Use names of at most 63 bytes for output columns, and select them in the declared order.',
    },
  ]
}
