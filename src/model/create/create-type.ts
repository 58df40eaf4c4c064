import { sha256 } from '../hash.js'
import { quoteIdentifier, quoteRelation } from '../quote-identifier.js'
import { quoteLiteral } from '../quote-literal.js'
import type { TypeDefinition, TypeKind, UpstreamType } from '../upstream-type.js'

type Create<K extends TypeKind> = (definition: TypeDefinition<K>, name: string, schema: string) => string

/**
 * A base type with an input and an output function and no operator. The functions are STABLE, because nothing is known
 * of the real ones: converting a value to text, or text to a value, then counts as dependent on the session.
 */
const opaque: Create<'opaque'> = (_, name, schema) => {
  const suffix = sha256(name).slice(0, 16)
  const input = quoteRelation({ schema, name: `opaque_in_${suffix}` })
  const output = quoteRelation({ schema, name: `opaque_out_${suffix}` })
  return `CREATE TYPE ${name};
CREATE FUNCTION ${input}(cstring) RETURNS ${name} LANGUAGE internal STABLE STRICT AS 'textin';
CREATE FUNCTION ${output}(${name}) RETURNS cstring LANGUAGE internal STABLE STRICT AS 'textout';
CREATE TYPE ${name} (INPUT = ${input}, OUTPUT = ${output}, LIKE = text);
`
}

const creators: { readonly [K in TypeKind]: Create<K> } = {
  enum: ({ labels }, name) => `CREATE TYPE ${name} AS ENUM (${labels.map(quoteLiteral).join(', ')});\n`,

  domain: ({ base, notNull, checks }, name) => {
    const constraints = [...(notNull ? ['NOT NULL'] : []), ...checks.map((check) => `CHECK (${check})`)]
    return `${[`CREATE DOMAIN ${name} AS ${base}`, ...constraints].join(' ')};\n`
  },

  composite: ({ fields }, name) => {
    const members = fields.map((field) => `${quoteIdentifier(field.name)} ${field.type}`)
    return `CREATE TYPE ${name} AS (${members.join(', ')});\n`
  },

  range: ({ subtype }, name) => `CREATE TYPE ${name} AS RANGE (SUBTYPE = ${subtype});\n`,

  // The cast fails when the extension has no such type, so the error is reported where the type is declared.
  extension: ({ extension }, name, schema) =>
    `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension)} SCHEMA ${quoteIdentifier(schema)} CASCADE;
SELECT ${quoteLiteral(name)}::regtype;
`,

  opaque,

  // The embedded Postgres has few named collations, and none for a particular language.
  collation: ({ deterministic }, name) =>
    `CREATE COLLATION IF NOT EXISTS ${name} (PROVIDER = icu, LOCALE = 'und', DETERMINISTIC = ${deterministic});\n`,
}

const create = <K extends TypeKind>(definition: TypeDefinition<K>, kind: K, type: UpstreamType): string => {
  const creator: Create<K> = creators[kind]
  return creator(definition, quoteRelation(type), type.schema)
}

/**
 * Statements that create a stand-in for an upstream type where there is none: in the embedded Postgres, and in the empty
 * database of a demo. Its schema and the types that it mentions must exist. The text is canonical: two types that a query
 * cannot tell apart have the same text.
 */
export const createType = (type: UpstreamType): string => create(type.definition, type.definition.kind, type)
