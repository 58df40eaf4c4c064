import { findImpact, statesOf } from '../../check/index.js'
import type { AnalyzedRelation, ColumnRef } from '../../model/analyzed-project.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { readerType } from '../../model/reader-type.js'
import { displayName } from '../../model/relation-name.js'
import { byteInSelect } from '../../resolve/index.js'
import { characterOf } from '../build/certified-leaks.js'
import { computedAt } from './computed-at.js'
import { dumpColumn } from './dump-tree.js'
import { type ExplainInput, explainedPath } from './explain-layer.js'
import { explainEvidence } from './explain-evidence.js'
import { explainInvariants } from './explain-invariants.js'
import { explainLeaks } from './explain-leaks.js'
import { explainReasons } from './explain-reasons.js'
import type { ExplainedColumn, ExplainedEffect } from './explanation.js'
import type { Trees } from './resolve-trees.js'

const none: Trees = {
  queries: new Map(),
  catalogs: { functions: new Map(), operators: new Map(), types: new Map(), relations: new Map() },
}

/** Explains a column of a source or view. */
export function explainColumn(
  relation: AnalyzedRelation,
  name: string,
  { project, analyzed, declarations }: ExplainInput,
  trees: Trees | undefined,
  isTreeWanted: boolean,
): ExplainedColumn {
  const own = displayName(relation)
  const ref: ColumnRef = { relation: own, column: name }
  const at = relation.columns.findIndex((column) => column.name === name)
  const column = relation.columns[at]
  if (!column) throw new Error(`${own} has no column ${name}`)
  const { type, nullability, values, comment, lineage, collation, resolvedCollation } = column
  const path = declarations.originOf(own, name)
  const why = explainReasons(analyzed.relations, project.views, trees ?? none)(ref)
  const query = trees?.queries.get(own)
  const upstream = upstreamOf(ref, analyzed.relations)
  return {
    format: 1,
    kind: 'column',
    relation: own,
    name,
    comment,
    type,
    collation: collation ?? resolvedCollation ?? null,
    reads: readerType(type, project.reader),
    nullable: nullability.nullable,
    values: values ?? null,
    evidence: explainEvidence(relation.evidence, name),
    why,
    path: explainedPath(path),
    forms: {
      plain: path.at(-1)?.plain ?? null,
      compiled: trees ? compiledForm(ref, project, trees) : null,
    },
    lineage,
    sources: relation.kind === 'source' ? [] : sourcesOf(ref, analyzed.relations),
    invariants: explainInvariants(analyzed.invariants, [{ relation: own, column: name }, ...path]),
    affects: effectsOf(ref, analyzed),
    leaks: explainLeaks(analyzed.relations, project.views).filter(
      (leak) => leak.column !== null && upstream.has(keyOf({ relation: leak.relation, column: leak.column })),
    ),
    tree: isTreeWanted && query && trees ? dumpColumn(query, name, trees.catalogs) : null,
  }
}

const keyOf = ({ relation, column }: ColumnRef): string => JSON.stringify([relation, column])

/** A column and all columns of views and sources that its value is computed from. */
function upstreamOf(ref: ColumnRef, relations: readonly AnalyzedRelation[]): ReadonlySet<string> {
  const lineage = new Map(
    relations.flatMap((relation) =>
      relation.columns.map((column) => [
        keyOf({ relation: displayName(relation), column: column.name }),
        column.lineage,
      ]),
    ),
  )
  const found = new Set([keyOf(ref)])
  // Iteration includes columns added by the loop.
  for (const key of found) for (const from of lineage.get(key) ?? []) found.add(keyOf(from))
  return found
}

/** The source columns among them. */
function sourcesOf(ref: ColumnRef, relations: readonly AnalyzedRelation[]): readonly ColumnRef[] {
  const upstream = upstreamOf(ref, relations)
  return relations
    .filter(({ kind }) => kind === 'source')
    .flatMap((source) => source.columns.map(({ name }) => ({ relation: displayName(source), column: name })))
    .filter((column) => upstream.has(keyOf(column)))
}

/** What a change of this column affects, as `fusion check` would report it. */
function effectsOf(
  { relation, column }: ColumnRef,
  analyzed: Parameters<typeof statesOf>[0],
): readonly ExplainedEffect[] {
  const change = { kind: 'column type', relation, column, before: '', after: '' } as const
  return findImpact([change], statesOf(analyzed)).flatMap(({ hurt }) =>
    hurt.map(({ relation: name, rows, columns, width }) => ({ relation: name, rows, columns, width })),
  )
}

/** The compiled SQL of the expression of a column. */
function compiledForm(
  { relation, column }: ColumnRef,
  project: CompiledProject,
  { queries }: Trees,
): string | null {
  const view = project.views.find((one) => displayName(one) === relation)
  const query = queries.get(relation)
  const location = query ? computedAt(query, column) : null
  if (!view || location === null) return null
  const piece = view.pieceAt?.(characterOf(view.select, byteInSelect(location)), 'expression')
  return piece?.sql ? dedented(piece.sql) : null
}

/** Removes the common indentation of all lines after the first. */
function dedented(sql: string): string {
  const indents = sql
    .split('\n')
    .slice(1)
    .map((line) => line.search(/\S/))
    .filter((at) => at >= 0)
  const common = indents.length > 0 ? Math.min(...indents.map((at) => Math.max(0, at - 2))) : 0
  return sql.replaceAll(new RegExp(`\\n {${common}}`, 'g'), '\n')
}
