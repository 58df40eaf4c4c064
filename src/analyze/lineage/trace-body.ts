import type { ColumnRef } from '../../model/analyzed-project.js'
import type { Catalogs } from '../../resolve/index.js'
import { addColumn, addFlow, BOTH, type Flow, type OpenFlow, VALUE } from './flow.js'
import type { LineageTracer } from './lineage-scope.js'

const nothing: Flow = new Map()

/**
 * What the body of a function of the project reads. The real body of a stand-in is unknown, and a body can contain nodes of
 * an unknown kind. In both cases every column of the relations that the functions read flows in.
 *
 * @param unseen columns of the relations that functions called by the view read.
 */
export const bodyTracer = (
  { functions, bodies }: Catalogs,
  unseen: readonly ColumnRef[],
): ((oid: number, tracer: LineageTracer) => Flow) => {
  const known = new Map<number, Flow>()
  return (oid, tracer) => {
    if (unseen.length === 0 || functions.get(oid)?.builtIn !== false) return nothing
    const found = known.get(oid)
    if (found !== undefined) return found
    const flow: OpenFlow = new Map()
    // A function that calls itself is traced once.
    known.set(oid, flow)
    const body = bodies?.get(oid)
    if (body === undefined || body.isUnknown) for (const column of unseen) addColumn(flow, column, BOTH)
    for (const query of body?.queries ?? []) {
      const { columns, rows } = tracer.query(query, null)
      for (const column of columns) addFlow(flow, column, VALUE)
      addFlow(flow, rows, VALUE)
    }
    return flow
  }
}
