import { type OperationNode, RawNode, TableNode } from 'kysely'
import { guardFunction } from '../model/guard-function.js'
import { quoteRelation } from '../model/quote-identifier.js'
import type { RelationName } from '../model/relation-name.js'
import { mapNode } from './nodes/walk.js'

/** Returns the schema that replaces one of the database. */
export type Redirect = (schema: string) => string

/**
 * A query that reads every relation, and the guard, from another schema. It works on the tree and not on the text,
 * where `a.b` may be a column. A relation that raw text names is left unchanged.
 */
export function redirectRelations<N extends OperationNode>(query: N, redirect: Redirect): N {
  const replace = (node: OperationNode): OperationNode | undefined => {
    if (TableNode.is(node)) {
      const { schema, identifier } = node.table
      return schema && TableNode.createWithSchema(redirect(schema.name), identifier.name)
    }
    if (!RawNode.is(node)) return undefined
    const sqlFragments = node.sqlFragments.map((text) => redirectGuard(text, redirect))
    const isSame = sqlFragments.every((text, at) => text === node.sqlFragments[at])
    return isSame ? undefined : mapNode({ ...node, sqlFragments }, replace)
  }
  return mapNode(query, replace)
}

const call = (name: RelationName): string => `${quoteRelation(name)}(`

const redirectGuard = (text: string, redirect: Redirect): string =>
  text.replaceAll(
    call(guardFunction),
    call({ schema: redirect(guardFunction.schema), name: guardFunction.name }),
  )
