import type { SelectQueryNode } from 'kysely'
import type { AggregateDeclaration, QueryDeclaration, SourceDeclaration } from '../../declare/relation.js'
import type { DiagnosticCollector } from '../context.js'
import type { Declined } from '../rewrites/rewrite.js'
import type { OutputsOf } from '../scope/outputs.js'
import { groupedRows } from './aggregate-join.js'
import { lowerQuery } from './lower-query.js'
import { lowerSelect } from './lower-select.js'
import { onceName, reportTakenNames, withComputedOnce } from './computed-once.js'
import type { Lowering } from './lowering.js'

/** A layer or view as one SELECT, and the relations of the database that it reads. */
export interface Lowered {
  readonly node: SelectQueryNode
  readonly reads: ReadonlySet<SourceDeclaration | QueryDeclaration>
}

/** The same, without the layers that it computes once: each after those that it reads itself. */
interface Open extends Lowered {
  readonly once: ReadonlyMap<QueryDeclaration, SelectQueryNode>
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
  const memo = new WeakMap<QueryDeclaration, Open>()
  const declined = new Map<string, Declined>()
  const loweringOf = (relation: string) => {
    const reads: Lowering['reads'] = new Set()
    const once = new Map<QueryDeclaration, SelectQueryNode>()
    const open = (layer: QueryDeclaration): SelectQueryNode => {
      const lowered = lowerOpen(layer)
      for (const read of lowered.reads) reads.add(read)
      for (const [below, node] of lowered.once) once.set(below, node)
      return lowered.node
    }
    const lowering: Lowering = {
      diagnostics,
      outputsOf,
      reads,
      declined: (rewrite, why) => {
        const note = { relation, rewrite, why }
        declined.set(key(note), note)
      },
      query: open,
      computedOnce: (layer) => {
        const node = open(layer)
        if (!once.has(layer)) once.set(layer, node)
        return onceName(layer)
      },
      subquery: (node, outer, origin, use = 'expression') =>
        lowerSelect(node, outer.environment, outer, use, origin, lowering),
    }
    return { lowering, once }
  }
  const lowerOpen = (declaration: QueryDeclaration): Open => {
    const known = memo.get(declaration)
    if (known) return known
    const { lowering, once } = loweringOf(declaration.name)
    const lowered = { node: lowerQuery(declaration, lowering), reads: lowering.reads, once }
    memo.set(declaration, lowered)
    return lowered
  }
  const lower = (declaration: QueryDeclaration): Lowered => {
    const { node, reads, once } = lowerOpen(declaration)
    reportTakenNames(declaration, node, once, diagnostics)
    return { node: withComputedOnce(node, once), reads }
  }
  const groups = (declaration: AggregateDeclaration): Lowered => {
    const { lowering, once } = loweringOf(declaration.name)
    const node = groupedRows(declaration, undefined, lowering)
    return { node: withComputedOnce(node, once), reads: lowering.reads }
  }
  return { lower, groups, declined: () => [...declined.values()] }
}
