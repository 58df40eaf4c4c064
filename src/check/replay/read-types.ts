import { isEmbeddedExtension } from '../../model/embedded-extensions.js'
import { splitName } from '../../model/relation-name.js'
import type { TypeDefinition, UpstreamType } from '../../model/upstream-type.js'
import { ownSql } from '../../postgres/own-sql.js'
import type { Session } from '../../postgres/session.js'

/** A type or collation requested by name. */
export interface WantedType {
  readonly schema: string
  readonly name: string
  readonly collation: boolean
}

/** Relations whose types are also read. */
interface TypedRelations {
  /** All relations, as oids. */
  readonly all: readonly string[]
  /** Those whose definitions are read. */
  readonly defined: readonly string[]
}

interface TypeRow {
  readonly schema: string
  readonly name: string
  /** JSON of a {@link TypeDefinition}. */
  readonly definition: string
}

const oids = (list: readonly string[]): string => `{${list.join(',')}}`

/** A type of an extension that the embedded Postgres lacks is treated as opaque. */
const known = (definition: TypeDefinition): TypeDefinition =>
  definition.kind === 'extension' && !isEmbeddedExtension(definition.extension)
    ? { kind: 'opaque' }
    : definition

/**
 * Reads the definitions of upstream types from a Postgres, each after those that it uses. All names are qualified if the
 * search path contains only pg_catalog.
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

/** A type by its key and its CREATE statement, which shows whether it is a collation. */
export const wantedType = (key: string, statement: string): WantedType => {
  const collation = statement.startsWith('CREATE COLLATION') && key.startsWith(COLLATION)
  return { ...splitName(collation ? key.slice(COLLATION.length) : key), collation }
}
