/** JSON Schema of `catalog.json` ({@link Catalog}). Everything in a catalog must be described here. */

const text = { type: 'string' } as const
const textOrNull = { type: ['string', 'null'] } as const
const texts = { type: 'array', items: text } as const

/** An object with these keys and no others, all required unless named as optional. */
const record = <P extends Readonly<Record<string, object>>>(
  description: string,
  properties: P,
  optional: readonly (keyof P & string)[] = [],
): object => ({
  description,
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
  properties,
})

const described = (description: string, schema: object): object => ({ description, ...schema })
const ref = (name: string): object => ({ $ref: `#/$defs/${name}` })

const lineage = described('Columns by the schema.name of their relation.', {
  type: 'object',
  additionalProperties: { ...texts, minItems: 1, uniqueItems: true },
})

const qualifiedType = { type: 'array', prefixItems: [text, text], items: false, minItems: 2 } as const

const integerOrNull = { type: ['integer', 'null'] } as const

const values = {
  description: 'The values of a column where it is not NULL: all of them, or their least and greatest.',
  oneOf: [
    record('All values.', { oneOf: { type: 'array', items: { type: ['string', 'number', 'boolean'] } } }),
    record('Bounds of an integer; null where there is none.', { min: integerOrNull, max: integerOrNull }),
  ],
}

const evidence = record('Columns that are known or unknown together.', {
  by: described('Columns that tell the cases apart, by value or by whether they are NULL.', texts),
  cases: described('The states of the same columns in each case; every row is in exactly one.', {
    type: 'array',
    items: {
      type: 'array',
      items: record(
        'A column in a case.',
        {
          name: text,
          known: described('Whether it is not NULL in these rows.', { enum: ['always', 'never', 'both'] }),
          values: ref('values'),
        },
        ['values'],
      ),
    },
  }),
})

const column = {
  ...record(
    'A column, in the order of the relation.',
    {
      name: text,
      type: described('As format_type writes it.', text),
      typeName: described('Schema and typname of the type.', qualifiedType),
      baseType: described('Of a domain: schema and typname of its base type.', qualifiedType),
      labels: described('Of an enum or a domain over one: its labels in order.', texts),
      collation: described('Of a source table: the collation that it is declared to have.', text),
      nullable: described('False when it is never NULL, for any input.', { type: 'boolean' }),
      values: described('Values that it can have; absent where nothing is proven.', ref('values')),
      because: described('Why it can be NULL.', text),
      reads: described('TypeScript type of a value that is not NULL, as a pg client gives it.', text),
      comment: text,
      lineage: described('Columns read directly that flow into this one.', ref('lineage')),
      valueLineage: described('Those whose values flow in; absent when all of them do.', ref('lineage')),
      conditionLineage: described(
        'Those that decide which value appears, as in the test of a CASE or a filter; absent when there are none.',
        ref('lineage'),
      ),
    },
    ['baseType', 'labels', 'collation', 'values', 'because', 'valueLineage', 'conditionLineage'],
  ),
  if: { properties: { nullable: { const: true } } },
  // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own word
  then: { required: ['because'] },
  else: { not: { required: ['because'] } },
}

const type = record(
  "A type or collation of the user's database.",
  {
    schema: text,
    name: text,
    kind: { enum: ['enum', 'domain', 'composite', 'range', 'extension', 'opaque', 'collation'] },
    labels: described('Of an enum, in order.', texts),
    definition: described('Statements that create its stand-in in the embedded Postgres.', text),
    executesDifferently: described('Why the embedded Postgres may return different rows.', text),
  },
  ['labels', 'executesDifferently'],
)

const relation = record(
  'A source table or a view.',
  {
    schema: text,
    name: text,
    kind: { enum: ['source', 'view'] },
    comment: text,
    module: described('Declaring module, relative to the project folder.', textOrNull),
    row: described('Interface in rows.ts.', text),
    ddl: described('File that creates it; null for a source table.', textOrNull),
    viewdef: described('File with the definition that Postgres shows; null for a source table.', textOrNull),
    key: described('Key of a source table; empty for a view.', texts),
    knownAt: described('Of a source table: the column that says when a row was recorded.', text),
    timeless: described('Of a source table: why it does not matter when a row was recorded.', text),
    dependsOn: described('Relations read directly.', { type: 'array', items: ref('relationName') }),
    rowLineage: described('Columns that decide which rows exist.', ref('lineage')),
    columns: { type: 'array', items: ref('column') },
    evidence: described('Columns that are known or unknown together.', {
      type: 'array',
      items: ref('evidence'),
    }),
  },
  ['knownAt', 'timeless', 'evidence'],
)

const invariant = record(
  'A declared condition on every row, and what a build found out about it.',
  {
    of: described('Layer or view of whose rows it speaks.', text),
    certifies: described('The entrypoint, of an invariant of a certification.', text),
    name: text,
    comment: text,
    condition: described('Its SQL, as Kysely prints it.', text),
    columns: described('Columns that it mentions.', texts),
    verdict: described('One that is not proven is checked on the rows.', {
      enum: ['proven', 'refuted', 'undecided'],
    }),
    by: described('What proves it.', { enum: ['analysis', 'solver'] }),
    because: text,
    counterexample: described('Rows of the sources for which it is not true.', {
      type: 'array',
      items: record('A row; columns that are not listed are NULL.', {
        relation: text,
        values: {
          type: 'object',
          additionalProperties: { type: ['string', 'null'] },
        },
      }),
    }),
  },
  ['certifies', 'by', 'counterexample'],
)

export const catalogSchema: object = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:fusion-store:catalog:1',
  title: 'Catalog of a project: its relations as Postgres and the analysis know them',
  ...record(
    'Generated by `fusion build`.',
    {
      $schema: { const: './catalog.schema.json' },
      schemaVersion: { const: 1 },
      project: text,
      reader: record('How a pg client reads the types that have more than one reasonable mapping.', {
        int8: { enum: ['string', 'number', 'bigint'] },
        numeric: { enum: ['string', 'number'] },
      }),
      ddl: described('SQL files in the order in which they must run.', texts),
      types: described('Types of the database, each after the types that it uses.', {
        type: 'array',
        items: ref('type'),
      }),
      invariants: described('Declared invariants.', { type: 'array', items: ref('invariant') }),
      relations: described('Every relation after all relations that it reads.', {
        type: 'array',
        items: ref('relation'),
      }),
    },
    ['types', 'invariants'],
  ),
  $defs: {
    type,
    relation,
    column,
    lineage,
    values,
    evidence,
    invariant,
    relationName: record('A relation by its two names.', { schema: text, name: text }),
  },
}
