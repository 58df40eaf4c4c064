import { type OperationNode, QueryCreator, SelectQueryNode } from 'kysely'
import { callSite } from './call-site.js'
import type { BuilderCall } from './relation.js'

type Method = (...args: unknown[]) => unknown

/** A builder whose chained calls tell where they stand. Kysely's own objects do the work. */
interface Recorder {
  readonly calls: BuilderCall[]
}

const isSelectBuilder = (value: unknown): value is { toOperationNode(): OperationNode } =>
  typeof value === 'object' &&
  value !== null &&
  'isSelectQueryBuilder' in value &&
  'toOperationNode' in value &&
  typeof value.toOperationNode === 'function'

const isBuilder = (value: unknown): value is object => value instanceof QueryCreator || isSelectBuilder(value)

/** A creator shows what WITH has given it in the queries that it makes. */
function queryOf(builder: object): SelectQueryNode | undefined {
  const query: unknown = builder instanceof QueryCreator ? builder.selectFrom('with' as never) : builder
  const node = isSelectBuilder(query) ? query.toOperationNode() : undefined
  return node !== undefined && SelectQueryNode.is(node) ? node : undefined
}

/** What a callback is handed is recorded too: `with('x', (db) => db.selectFrom(…))`. */
const handed = (arg: unknown, recorder: Recorder): unknown =>
  typeof arg === 'function' && !isSelectBuilder(arg)
    ? (...inner: unknown[]): unknown => (arg as Method)(...inner.map((one) => wrapped(one, recorder)))
    : arg

function wrapped(value: unknown, recorder: Recorder): unknown {
  if (!isBuilder(value)) return value
  return new Proxy(value, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      return function call(...args: unknown[]): unknown {
        const made: unknown = (member as Method).apply(
          target,
          args.map((arg) => handed(arg, recorder)),
        )
        if (!isBuilder(made)) return made
        const node = queryOf(made)
        if (node) recorder.calls.push({ node, site: callSite(call) })
        return wrapped(made, recorder)
      }
    },
  })
}

/**
 * A query creator that keeps for each call of a chain the query that it gave, so that a condition or a column can be traced
 * to its line.
 */
export const recorded = <Creator extends object>(creator: Creator, calls: BuilderCall[]): Creator =>
  wrapped(creator, { calls }) as Creator
