import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { PointInTimeProof } from '../../model/point-in-time.js'
import { displayName } from '../../model/relation-name.js'
import { outputsOf, type QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { isMoment } from '../determinism/moment-diagnostics.js'
import { Environment } from './environment.js'
import { equal } from './facts.js'
import { openScope, type ProofScope, type ProofSource, type ProofWorld, type Term } from './scope.js'
import { ANCHOR, anchorColumn, columnTerm, outputTerm, T0 } from './terms.js'
import { SourceVisitor } from './visit-sources.js'

/**
 * Decides of each place where the query of an entrypoint reads a source whether every row there that decides about a row
 * of the entrypoint with the T0 t was recorded by t. What is not certain is not proven.
 *
 * The T0 is followed as a value: from the column of the entrypoint through views and subqueries to the source that gives
 * it, and from there through equalities. A predicate counts for the rows that it restricts and for no others.
 *
 * @param queries of the views below the entrypoint and of itself, by display name.
 * @param relations sources with their keys, by display name.
 */
export const provePointInTime = (
  { entrypoint, t0 }: Pick<CompiledCertification, 'entrypoint' | 't0'>,
  queries: ReadonlyMap<string, QueryNode>,
  catalogs: Catalogs,
  relations: ReadonlyMap<string, AnalyzedRelation>,
): PointInTimeProof => {
  const query = queries.get(displayName(entrypoint))
  if (query === undefined) return { visits: [] }
  const declared = worldOf(queries, catalogs, relations)
  // The T0 of a row of the entrypoint is not NULL.
  const present = { ...declared, isPresent: true }
  const at = outputsOf(query).findIndex(({ resname }) => resname === t0) + 1
  const first = openScope(query, null, ROOT, entrypoint)
  const anchor = anchorOf(outputTerm(first, at, present), first)
  const source = declared.sources.get(anchor?.oid ?? 0)
  const scope = openScope(query, null, ROOT, entrypoint)
  if (anchor === null || source === undefined) {
    const visitor = new SourceVisitor(declared)
    visitor.query(scope, new Environment(declared.rows, [equal(outputTerm(scope, at, present), T0)]))
    return { visits: visitor.visits }
  }
  // The T0 says when a row of its source was recorded, unless another column is declared to.
  const known = { ...source, knownAt: source.knownAt ?? anchor.attno }
  const rows = new Map([
    [ANCHOR, known],
    [anchor.path, known],
  ])
  const world = { ...declared, sources: new Map([...declared.sources, [anchor.oid, known]]), rows }
  const visitor = new SourceVisitor(world)
  const isAnchor = known.key.map((attno) => equal(columnTerm(anchor.path, attno), anchorColumn(attno)))
  const isT0 = [outputTerm(scope, at, { ...world, isPresent: true }), anchorColumn(anchor.attno)]
  visitor.query(scope, new Environment(rows, [...isT0.map((term) => equal(term, T0)), ...isAnchor]))
  const { schema, name } = source
  return {
    anchor: {
      source: { schema, name },
      column: catalogs.relations.get(anchor.oid)?.columns[anchor.attno - 1] ?? t0,
    },
    visits: visitor.visits,
  }
}

const ROOT = '$'

const worldOf = (
  queries: ReadonlyMap<string, QueryNode>,
  catalogs: Catalogs,
  relations: ReadonlyMap<string, AnalyzedRelation>,
): ProofWorld => {
  const views = new Map<number, QueryNode>()
  const sources = new Map<number, ProofSource>()
  for (const [oid, { schema, name, columns }] of catalogs.relations) {
    const query = queries.get(displayName({ schema, name }))
    const relation = relations.get(displayName({ schema, name }))
    const attnoOf = (column: string): number => columns.indexOf(column) + 1
    // Texts are compared by more than one order.
    const recordedAt = relation?.columns.find((one) => one.name === relation.knownAt && isMoment(one))
    if (query !== undefined) views.set(oid, query)
    else
      sources.set(oid, {
        schema,
        name,
        key: (relation?.key ?? []).map(attnoOf),
        knownAt: recordedAt === undefined ? undefined : attnoOf(recordedAt.name),
        isTimeless: relation?.timeless !== undefined,
      })
  }
  return { catalogs, views, sources, rows: new Map() }
}

interface Anchor {
  readonly oid: number
  readonly attno: number
  readonly path: string
}

/** The item of FROM that has the T0 as a column; null if it is computed. */
const anchorOf = ({ name, paths }: Term, scope: ProofScope): Anchor | null => {
  const [path] = paths
  const attno = Number(name.slice(name.lastIndexOf('.') + 1))
  if (path === undefined || paths.length > 1 || name !== `${path}.${attno}`) return null
  const oid = relationAt(path, scope)
  return oid === 0 ? null : { oid, attno, path }
}

/** OID of the relation that stands at a path of scopes that are open; 0 if there is none. */
const relationAt = (path: string, scope: ProofScope): number => {
  for (const child of scope.children.values())
    if (path.startsWith(`${child.path}/`)) return relationAt(path, child)
  return scope.query.rtable[Number(path.slice(scope.path.length + 1)) - 1]?.relid ?? 0
}
