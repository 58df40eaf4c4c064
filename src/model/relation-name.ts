/** A relation's schema and name, unquoted. */
export interface RelationName {
  readonly schema: string
  readonly name: string
}

/** `schema.name`, the form people read and the key under which relations are looked up. Not SQL: nothing is quoted. */
export const displayName = ({ schema, name }: RelationName): string => `${schema}.${name}`
