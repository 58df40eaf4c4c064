import type { SelectQueryNode } from 'kysely'
import type { AggregateDeclaration, QueryDeclaration, SourceDeclaration } from '../../declare/relation.js'
import type { DiagnosticCollector } from '../context.js'
import type { Declined } from '../rewrites/rewrite.js'
import type { OutputsOf } from '../scope/outputs.js'
import { groupedRows } from './aggregate-join.js'
import { lowerQuery } from './lower-query.js'
import { lowerSelect } from './lower-select.js'
import type { Lowering } from './lowering.js'

/** A layer or view as one SELECT, and the relations of the database that it reads. */
export interface Lowered {
  readonly node: SelectQueryNode
  readonly reads: ReadonlySet<SourceDeclaration | QueryDeclaration>
}

export interface Lower {
  readonly lower: (declaration: QueryDeclaration) => Lowered
  /** An aggregate on its own: one row for each key that its rows have. */
  readonly groups: (declaration: AggregateDeclaration) => Lowered
  /** Rewrites that were declined so far, each reason once. */
  readonly declined: () => readonly Declined[]
}

const key = ({ relation, rewrite, why }: Declined): string => [relation, rewrite, why].join('\0')

/** Lowers declarations, each once: a layer is the same SELECT wherever it is read. */
export function createLower(diagnostics: DiagnosticCollector, outputsOf: OutputsOf): Lower {
  const memo = new Map<QueryDeclaration, Lowered>()
  const declined = new Map<string, Declined>()
  const loweringOf = (relation: string): Lowering => {
    const reads: Lowering['reads'] = new Set()
    const lowering: Lowering = {
      diagnostics,
      outputsOf,
      reads,
      declined: (rewrite, why) => {
        const note = { relation, rewrite, why }
        declined.set(key(note), note)
      },
      query: (layer) => {
        const lowered = lower(layer)
        for (const read of lowered.reads) reads.add(read)
        return lowered.node
      },
      subquery: (node, outer, origin, use = 'expression') =>
        lowerSelect(node, outer.environment, outer, use, origin, lowering),
    }
    return lowering
  }
  const lower = (declaration: QueryDeclaration): Lowered => {
    const known = memo.get(declaration)
    if (known) return known
    const lowering = loweringOf(declaration.name)
    const lowered = { node: lowerQuery(declaration, lowering), reads: lowering.reads }
    memo.set(declaration, lowered)
    return lowered
  }
  const groups = (declaration: AggregateDeclaration): Lowered => {
    const lowering = loweringOf(declaration.name)
    return { node: groupedRows(declaration, undefined, lowering), reads: lowering.reads }
  }
  return { lower, groups, declined: () => [...declined.values()] }
}
