import { isEmbeddedExtension } from '../../model/embedded-extensions.js'
import { splitName } from '../../model/relation-name.js'
import type { TypeDefinition, UpstreamType } from '../../model/upstream-type.js'
import { ownSql } from '../../postgres/own-sql.js'
import type { Session } from '../../postgres/session.js'

/** A type or collation that is asked for by name. */
export interface WantedType {
  readonly schema: string
  readonly name: string
  readonly collation: boolean
}

/** Relations whose types are wanted too. */
interface TypedRelations {
  /** All that are read, as oids. */
  readonly all: readonly string[]
  /** Those of them whose definitions are read. */
  readonly defined: readonly string[]
}

interface TypeRow {
  readonly schema: string
  readonly name: string
  /** JSON of a {@link TypeDefinition}. */
  readonly definition: string
}

const oids = (list: readonly string[]): string => `{${list.join(',')}}`

/** What the embedded Postgres cannot have is a name and no more. */
const known = (definition: TypeDefinition): TypeDefinition =>
  definition.kind === 'extension' && !isEmbeddedExtension(definition.extension)
    ? { kind: 'opaque' }
    : definition

/**
 * What a Postgres says that upstream types are, each after those that it is made of. A search path on which only
 * pg_catalog is makes all names in them qualified.
 */
export async function readTypes(
  session: Session,
  wanted: readonly WantedType[],
  { all, defined }: TypedRelations = { all: [], defined: [] },
): Promise<readonly UpstreamType[]> {
  const names = wanted.map(({ schema, name, collation }) => ({ schema, name, of_collations: collation }))
  const parameters = [JSON.stringify(names), oids(all), oids(defined)]
  const rows = await session.query<TypeRow>(ownSql('check/replay/sql/types'), parameters)
  return rows.map(({ schema, name, definition }) => ({
    schema,
    name,
    definition: known(JSON.parse(definition) as TypeDefinition),
  }))
}

const COLLATION = 'collation '

/** A type by its key and the text that creates it, which tells a collation from a type of an odd name. */
export const wantedType = (key: string, statement: string): WantedType => {
  const collation = statement.startsWith('CREATE COLLATION') && key.startsWith(COLLATION)
  return { ...splitName(collation ? key.slice(COLLATION.length) : key), collation }
}
