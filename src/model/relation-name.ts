/** A relation's schema and name, unquoted. */
export interface RelationName {
  readonly schema: string
  readonly name: string
}

/** `schema.name`, the form people read and the key under which relations are looked up. Not SQL: nothing is quoted. */
export const displayName = ({ schema, name }: RelationName): string => `${schema}.${name}`

/** `schema.name` split at its first dot, unquoted. Without a dot it is a name without a schema, as a layer has. */
export function splitName(name: string): RelationName {
  const dot = name.indexOf('.')
  return dot < 0 ? { schema: '', name } : { schema: name.slice(0, dot), name: name.slice(dot + 1) }
}
