import type {
  AnalyzedColumn,
  AnalyzedProject,
  AnalyzedRelation,
  ColumnFlow,
  ColumnRef,
} from '../model/analyzed-project.js'
import type { AnalyzedInvariant } from '../model/analyzed-invariant.js'
import type { CompiledProject, ReaderSettings } from '../model/compiled-project.js'
import { createType } from '../model/create/create-type.js'
import { readerType } from '../model/reader-type.js'
import { displayName } from '../model/relation-name.js'
import type { CompiledType } from '../model/upstream-type.js'
import type {
  Catalog,
  CatalogColumn,
  CatalogInvariant,
  CatalogLineage,
  CatalogRelation,
  CatalogStored,
  CatalogType,
} from './catalog.js'
import { ddlPath } from './emit-ddl.js'
import { viewdefPath } from './emit-viewdefs.js'
import { rowNames } from './row-names.js'

/** Grouped by relation, since most columns come from one or two: a third of the text, and a change is one line. */
function lineage(refs: readonly ColumnRef[]): CatalogLineage {
  const byRelation: Record<string, string[]> = {}
  for (const { relation, column } of refs) (byRelation[relation] ??= []).push(column)
  return byRelation
}

function roles(flows: readonly ColumnFlow[]): Pick<CatalogColumn, 'valueLineage' | 'conditionLineage'> {
  const deciding = flows.filter(({ role }) => role !== undefined)
  const values = flows.filter(({ role }) => role !== 'condition')
  return {
    valueLineage: values.length < flows.length ? lineage(values) : undefined,
    conditionLineage: deciding.length > 0 ? lineage(deciding) : undefined,
  }
}

function catalogColumn(reader: ReaderSettings, column: AnalyzedColumn): CatalogColumn {
  const { name, type, nullability, comment } = column
  return {
    name,
    type: type.sql,
    typeName: [type.schema, type.name],
    baseType: type.base && [type.base.schema, type.base.name],
    labels: type.labels,
    collation: column.collation,
    nullable: nullability.nullable,
    values: column.values,
    because: nullability.nullable ? nullability.because : undefined,
    reads: readerType(type, reader),
    comment,
    lineage: lineage(column.lineage),
    ...roles(column.lineage),
  }
}

const catalogType = (type: CompiledType): CatalogType => ({
  schema: type.schema,
  name: type.name,
  kind: type.definition.kind,
  labels: type.definition.kind === 'enum' ? type.definition.labels : undefined,
  definition: createType(type).trimEnd(),
  executesDifferently: type.executesDifferently ?? undefined,
})

const catalogInvariant = (invariant: AnalyzedInvariant): CatalogInvariant => ({
  of: invariant.of,
  certifies: invariant.certifies ?? undefined,
  name: invariant.name,
  comment: invariant.comment,
  condition: invariant.condition,
  columns: invariant.columns,
  verdict: invariant.verdict,
  by: invariant.verdict === 'proven' ? invariant.by : undefined,
  because: invariant.because,
  counterexample: invariant.verdict === 'refuted' ? invariant.counterexample.rows : undefined,
})

function catalogStored({ stored, tracked }: AnalyzedRelation): CatalogStored | undefined {
  if (stored === undefined) return undefined
  const { live, key, indexes, maxAge, refresh, track } = stored
  const { schema, name } = live
  return {
    live: { schema, name },
    key,
    indexes,
    maxAge,
    refresh,
    track,
    tracked: tracked && tracked.length > 0 ? tracked : undefined,
  }
}

/** The part before the relations. */
export const catalogHead = (
  project: CompiledProject,
  { invariants }: AnalyzedProject,
): Omit<Catalog, 'relations'> => ({
  $schema: './catalog.schema.json',
  schemaVersion: 1,
  project: project.name,
  reader: { int8: project.reader.int8, numeric: project.reader.numeric },
  ddl: project.files.map(ddlPath),
  types: project.types.length > 0 ? project.types.map(catalogType) : undefined,
  invariants: invariants?.map(catalogInvariant),
})

/** What the part of a relation depends on besides itself. */
interface Around {
  readonly row: string
  readonly ddl: string | null
  readonly reader: ReaderSettings
}

const catalogRelation = (relation: AnalyzedRelation, { row, ddl, reader }: Around): CatalogRelation => ({
  schema: relation.schema,
  name: relation.name,
  kind: relation.kind,
  comment: relation.comment,
  module: relation.place.file ?? null,
  row,
  ddl,
  viewdef: relation.viewdef === null ? null : viewdefPath(relation),
  key: relation.key,
  knownAt: relation.knownAt,
  timeless: relation.timeless,
  dependsOn: relation.dependsOn.map(({ schema, name }) => ({ schema, name })),
  rowLineage: lineage(relation.rowLineage),
  columns: relation.columns.map((column) => catalogColumn(reader, column)),
  evidence: relation.evidence,
  stored: catalogStored(relation),
})

/** The part of one relation. */
export interface CatalogPart {
  readonly relation: AnalyzedRelation
  /** What else it depends on, as text. */
  readonly around: string
  make(): CatalogRelation
}

/**
 * Each relation's part, made one at a time, because all columns of a large project at once would burden the garbage
 * collector.
 */
export function* catalogParts(
  { reader, views }: CompiledProject,
  { relations }: AnalyzedProject,
): Generator<CatalogPart> {
  const rows = rowNames(relations)
  const files = new Map(views.map((view) => [displayName(view), ddlPath(view.file)]))
  for (const [i, relation] of relations.entries()) {
    const around: Around = { row: rows[i] ?? '', ddl: files.get(displayName(relation)) ?? null, reader }
    yield { relation, around: JSON.stringify(around), make: () => catalogRelation(relation, around) }
  }
}

/** The analyzed model as in `catalog.json`: plain values in a fixed order of keys, without times or line numbers. */
export const buildCatalog = (project: CompiledProject, analyzed: AnalyzedProject): Catalog => ({
  ...catalogHead(project, analyzed),
  relations: Array.from(catalogParts(project, analyzed), (part) => part.make()),
})
