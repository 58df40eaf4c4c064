import { type OperationNode, QueryCreator, SelectQueryNode } from 'kysely'
import { callSite } from './call-site.js'
import type { BuilderCall } from './relation.js'

type Method = (...args: unknown[]) => unknown

/** Collects the place of each chained call of a builder. Kysely's own objects do the work. */
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

/** The WITH clauses of a creator show in the queries that it creates. */
function queryOf(builder: object): SelectQueryNode | undefined {
  const query: unknown = builder instanceof QueryCreator ? builder.selectFrom('with' as never) : builder
  const node = isSelectBuilder(query) ? query.toOperationNode() : undefined
  return node !== undefined && SelectQueryNode.is(node) ? node : undefined
}

/** Builders that are passed to a callback are recorded too: `with('x', (db) => db.selectFrom(…))`. */
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
 * A query creator that keeps the query returned by each call of a chain, so that a condition or a column can be traced
 * to its line.
 */
export const recorded = <Creator extends object>(creator: Creator, calls: BuilderCall[]): Creator =>
  wrapped(creator, { calls }) as Creator
