import type { SelectQueryNode } from 'kysely'
import type { QueryDeclaration, SourceDeclaration } from '../../declare/relation.js'
import type { Faults } from '../context.js'
import type { OutputsOf } from '../scope/outputs.js'
import { lowerQuery } from './lower-query.js'
import { lowerSelect } from './lower-select.js'
import type { Lowering } from './lowering.js'

/** A layer or view as one SELECT, and the relations of the database that it reads. */
export interface Lowered {
  readonly node: SelectQueryNode
  readonly reads: ReadonlySet<SourceDeclaration | QueryDeclaration>
}

/** Lowers declarations, each once: a layer is the same SELECT wherever it is read. */
export function createLower(faults: Faults, outputsOf: OutputsOf): (declaration: QueryDeclaration) => Lowered {
  const memo = new Map<QueryDeclaration, Lowered>()
  const lower = (declaration: QueryDeclaration): Lowered => {
    const known = memo.get(declaration)
    if (known) return known
    const reads: Lowering['reads'] = new Set()
    const lowering: Lowering = {
      faults,
      outputsOf,
      reads,
      query: (layer) => {
        const lowered = lower(layer)
        for (const relation of lowered.reads) reads.add(relation)
        return lowered.node
      },
      subquery: (node, outer, origin) =>
        lowerSelect(node, outer.environment, outer, 'expression', origin, lowering),
    }
    const lowered = { node: lowerQuery(declaration, lowering), reads }
    memo.set(declaration, lowered)
    return lowered
  }
  return lower
}
