import type { AnalyzedColumn, AnalyzedRelation } from '../../../model/analyzed-project.js'
import { displayName, type RelationName, splitName } from '../../../model/relation-name.js'
import { exportedColumns } from './exported-columns.js'
import type {
  ColumnLineageFacet,
  Dataset,
  Facet,
  InputField,
  RunEvent,
  SchemaFacet,
  Transformation,
} from './open-lineage-event.js'
import { type SourceFlow, sourceLineage } from './source-lineage.js'

export interface OpenLineageInput {
  /** URI of the program that writes the event, with its version. */
  readonly producer: string
  readonly job: { readonly namespace: string; readonly name: string }
  readonly run: {
    /** A UUID. */
    readonly id: string
    /** ISO 8601 with a time zone. */
    readonly startedAt: string
    readonly endedAt: string
  }
  /** The database that was read. */
  readonly database: { readonly host: string; readonly port: number; readonly name: string }
  /** Relations of the project, each after those that it reads. */
  readonly relations: readonly AnalyzedRelation[]
  /** The relation that was read. */
  readonly relation: RelationName
  /** Columns of the relation that were written, in their order; absent: all. */
  readonly columns?: readonly string[]
  /** What was written. */
  readonly output: {
    /** By the naming of OpenLineage: `file` for local files, `s3://bucket`. */
    readonly namespace: string
    /** The path of the file or folder in it. */
    readonly name: string
    readonly uri: string
    readonly rows: number
    readonly bytes: number
    readonly files: number
  }
}

const SPEC = 'https://openlineage.io/spec'

/** Namespace of a Postgres server. An IPv6 address is written in brackets, as in every URI. */
const serverOf = ({ host, port }: OpenLineageInput['database']): string =>
  `postgres://${host.includes(':') ? `[${host}]` : host}:${port}`

/**
 * The event of a finished export.
 *
 * A column of the output lists the columns of the sources whose values become a part of it (DIRECT) or decide which value
 * appears (INDIRECT). What decides the rows is listed once, for the data set: it affects every column.
 *
 * @throws RangeError for a relation or a column that does not exist.
 */
export function openLineageEvent(input: OpenLineageInput): RunEvent {
  const { producer, job, run, output, database } = input
  const facet = (file: string, name: string): Facet => ({
    _producer: producer,
    _schemaURL: `${SPEC}/facets/${file}.json#/$defs/${name}`,
  })
  const relation = input.relations.find((one) => displayName(one) === displayName(input.relation))
  if (relation === undefined)
    throw new RangeError(`${displayName(input.relation)} is not a relation of the project`)
  const columns = exportedColumns(relation, input.columns)
  const lineage = sourceLineage(input.relations, relation)

  const server = serverOf(database)
  const tableName = ({ schema, name }: RelationName): string => `${database.name}.${schema}.${name}`
  const inputField = (
    ref: { readonly relation: string; readonly column: string },
    by: readonly Transformation[],
  ) =>
    ({
      namespace: server,
      name: tableName(byName.get(ref.relation) ?? splitName(ref.relation)),
      field: ref.column,
      transformations: by,
    }) satisfies InputField
  const byName = new Map(input.relations.map((one) => [displayName(one), one]))

  const schema = (of: readonly AnalyzedColumn[]): SchemaFacet => ({
    ...facet('1-1-1/SchemaDatasetFacet', 'SchemaDatasetFacet'),
    fields: of.map(({ name, type, comment }) => ({ name, type: type.sql, description: comment })),
  })
  const dataSource = (name: string, uri: string) => ({
    ...facet('1-0-1/DatasourceDatasetFacet', 'DatasourceDatasetFacet'),
    name,
    uri,
  })
  const columnLineage: ColumnLineageFacet = {
    ...facet('1-2-0/ColumnLineageDatasetFacet', 'ColumnLineageDatasetFacet'),
    fields: Object.fromEntries(
      columns.map(({ name }) => {
        const flows = lineage.columns.get(name) ?? []
        return [name, { inputFields: flows.map((flow) => inputField(flow, transformations(flow))) }] as const
      }),
    ),
    ...(lineage.rows.length > 0 && { dataset: lineage.rows.map((ref) => inputField(ref, [INDIRECT])) }),
  }
  const inputs = lineage.sources.map((source): Dataset => ({
    namespace: server,
    name: tableName(source),
    facets: {
      schema: schema(source.columns),
      dataSource: dataSource(server, `${server}/${encodeURIComponent(database.name)}`),
    },
  }))
  return {
    eventType: 'COMPLETE',
    eventTime: run.endedAt,
    producer,
    schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
    job,
    run: {
      runId: run.id,
      facets: {
        nominalTime: {
          ...facet('1-0-1/NominalTimeRunFacet', 'NominalTimeRunFacet'),
          nominalStartTime: run.startedAt,
          nominalEndTime: run.endedAt,
        },
      },
    },
    inputs,
    outputs: [
      {
        namespace: output.namespace,
        name: output.name,
        facets: {
          schema: schema(columns),
          dataSource: dataSource(output.namespace, output.uri),
          columnLineage,
        },
        outputFacets: {
          outputStatistics: {
            ...facet('1-0-2/OutputStatisticsOutputDatasetFacet', 'OutputStatisticsOutputDatasetFacet'),
            rowCount: output.rows,
            size: output.bytes,
            fileCount: output.files,
          },
        },
      },
    ],
  }
}

const DIRECT: Transformation = { type: 'DIRECT' }
const INDIRECT: Transformation = { type: 'INDIRECT' }

/** Without subtypes: lineage says that a column decides, and not whether it filters, joins or sorts. */
const transformations = ({ isDirect, isIndirect }: SourceFlow): readonly Transformation[] => [
  ...(isDirect ? [DIRECT] : []),
  ...(isIndirect ? [INDIRECT] : []),
]
