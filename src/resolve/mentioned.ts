import type { ReferencedOids } from '../pgtree/index.js'

/** Everything that some trees mention. */
export const mentioned = (trees: readonly ReferencedOids[]): ReferencedOids => {
  const all = {
    functions: new Set<number>(),
    operators: new Set<number>(),
    types: new Set<number>(),
    relations: new Set<number>(),
  }
  for (const oids of trees) {
    for (const oid of oids.functions) all.functions.add(oid)
    for (const oid of oids.operators) all.operators.add(oid)
    for (const oid of oids.types) all.types.add(oid)
    for (const oid of oids.relations) all.relations.add(oid)
  }
  return all
}
