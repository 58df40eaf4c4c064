import { LineageGraph } from '../../analyze/index.js'
import type { Declarations } from '../../compile/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { buildContext, type Context } from '../context.js'
import { analyzeTarget } from '../explain/analyze-target.js'
import { becomesOf } from '../explain/explain-layer.js'
import { spelled, type Target } from '../explain/find-target.js'
import type { LineageDirection, LineageReport } from './lineage-report.js'

export interface LineageOptions {
  readonly direction: LineageDirection
  /** Greatest number of edges from the column; unlimited if absent. */
  readonly depth?: number | undefined
}

/**
 * What a column of a source or view is made of, or what is made of it.
 *
 * @param target its name, as typed by the user.
 * @throws DiagnosticError FS605 if it is not the name of such a column, FS603 or FS604 if it is unknown or ambiguous.
 */
export async function lineage(
  target: string,
  { direction, depth }: LineageOptions,
  around: Context,
): Promise<LineageReport> {
  const { declared, column, input } = await analyzeTarget(target, buildContext(around), needColumn)
  const { relations } = input.analyzed
  const kinds = new Map(relations.map((relation) => [displayName(relation), relation.kind]))
  const start = { relation: declared.name, column: column ?? '' }
  const { nodes, edges } = new LineageGraph(relations).reach(start, direction, depth)
  return {
    format: 1,
    ...start,
    direction,
    depth: depth ?? null,
    nodes: nodes.map(({ node, distance, isCut }) => ({
      relation: node.relation,
      column: node.column,
      kind: kinds.get(node.relation) ?? 'source',
      distance,
      isCut,
    })),
    edges,
  }
}

const SUGGESTED = 3

/** Layers are parts of views, so that the database and the analysis know only columns of sources and views. */
function needColumn({ declared, column }: Target, declarations: Declarations): void {
  const { kind, name } = declared
  const isRelation = kind === 'source' || kind === 'view'
  if (isRelation && column !== null) return
  const what = column === null ? kind : `column of a ${kind}`
  const columns = isRelation
    ? declared.columns.map((one) => spelled({ declared, column: one.name }))
    : column === null
      ? []
      : becomesOf(name, column, declarations).map((ref) => `${ref.relation}.${ref.column}`)
  const [some, more] = [columns.slice(0, SUGGESTED), columns.length - SUGGESTED]
  const list = `${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  throw new DiagnosticError([
    {
      code: 'FS605',
      place: declared.place,
      message: `${spelled({ declared, column })} is a ${what}, and lineage is traced for columns of sources and views`,
      hint:
        columns.length === 0
          ? 'Give a column of a source or view: schema.view.column.'
          : isRelation
            ? `Give one of its columns: ${list}.`
            : `Give a column of a view that passes it on: ${list}.`,
    },
  ])
}
