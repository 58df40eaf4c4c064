import { quoteIdentifier, quoteRelation } from '../quote-identifier.js'
import type { RelationName } from '../relation-name.js'

/** An operator, aggregate or cast of a database, with what is needed to mention it in a query. Types are written as SQL. */
export interface Callable extends RelationName {
  readonly kind: 'operator' | 'aggregate' | 'cast'
  /** The left operand of a prefix operator is null. Of a cast: its source, then the arguments of its function. */
  readonly arguments: readonly (string | null)[]
  readonly result: string
  /** Of a cast: `e` if it must be written, `a` if an assignment makes it, `i` if every expression does. */
  readonly context: string | null
}

const CONTEXTS: Readonly<Record<string, string>> = { a: ' AS ASSIGNMENT', i: ' AS IMPLICIT' }

/**
 * A stand-in that can be mentioned in a query but not evaluated. The function of a cast must exist; its name is that of the
 * callable.
 *
 * @param helper name of the function to create behind another one.
 */
export function createCallable(callable: Callable, helper: RelationName): string {
  const { kind, schema, name, result, context } = callable
  const types = callable.arguments.filter((type) => type !== null)
  const behind = quoteRelation(helper)
  const body = (args: readonly string[]): string =>
    `CREATE FUNCTION ${behind}(${args.join(', ')}) RETURNS ${result} LANGUAGE plpgsql AS 'BEGIN END';\n`
  switch (kind) {
    case 'operator': {
      const sides = callable.arguments.map((type, at) =>
        type === null ? [] : [`${at === 0 ? 'LEFTARG' : 'RIGHTARG'} = ${type}`],
      )
      const parts = [`FUNCTION = ${behind}`, ...sides.flat()]
      return `${body(types)}CREATE OPERATOR ${quoteIdentifier(schema)}.${name} (${parts.join(', ')});\n`
    }
    case 'aggregate': {
      const args = types.length === 0 ? '*' : types.join(', ')
      const state = [result, ...types]
      return `${body(state)}CREATE AGGREGATE ${quoteRelation(callable)}(${args}) (SFUNC = ${behind}, STYPE = ${result});\n`
    }
    case 'cast': {
      const [source = '', ...args] = types
      const made = `${quoteRelation(callable)}(${args.join(', ')})`
      return `CREATE CAST (${source} AS ${result}) WITH FUNCTION ${made}${CONTEXTS[context ?? ''] ?? ''};\n`
    }
  }
}
