import type { AnalyzedColumn, AnalyzedProject, AnalyzedRelation } from '../../src/model/analyzed-project.js'
import type { CompiledProject, CompiledView } from '../../src/model/compiled-project.js'
import { displayName } from '../../src/model/relation-name.js'

/** A project as both stages before emit hand it over. */
export interface Models {
  readonly project: CompiledProject
  readonly analyzed: AnalyzedProject
}

export interface ViewModel {
  readonly relation: AnalyzedRelation
  readonly select: string
  readonly file: string
}

const sqlNames: Readonly<Record<string, string>> = {
  bool: 'boolean',
  float8: 'double precision',
  int4: 'integer',
  int8: 'bigint',
  timestamptz: 'timestamp with time zone',
}

/** A column of a built-in type, nullable when a reason is given. */
export const column = (
  name: string,
  type: string,
  comment: string,
  { because, lineage = [] }: { because?: string; lineage?: AnalyzedColumn['lineage'] } = {},
): AnalyzedColumn => ({
  name,
  type: {
    schema: 'pg_catalog',
    name: type,
    sql: type.startsWith('_') ? `${sqlNames[type.slice(1)] ?? type.slice(1)}[]` : (sqlNames[type] ?? type),
  },
  nullability: because === undefined ? { nullable: false } : { nullable: true, because },
  comment,
  lineage,
})

/** A relation with defaults for whatever a test does not look at. */
export const relation = (
  name: string,
  columns: readonly AnalyzedColumn[],
  rest: Partial<AnalyzedRelation> = {},
): AnalyzedRelation => {
  const dot = name.indexOf('.')
  return {
    schema: name.slice(0, dot),
    name: name.slice(dot + 1),
    kind: 'view',
    comment: `Comment of ${name}.`,
    columns,
    dependsOn: [],
    rowLineage: [],
    leaks: [],
    uniqueKeys: [],
    key: [],
    viewdef: rest.kind === 'source' ? null : ' SELECT 1;',
    place: { file: 'views/some.ts', line: 3 },
    ...rest,
  }
}

export function models(
  name: string,
  sources: readonly AnalyzedRelation[],
  views: readonly ViewModel[],
  reader: CompiledProject['reader'] = { int8: 'string', numeric: 'string' },
): Models {
  const compiled = ({ relation: r, select, file }: ViewModel): CompiledView => ({
    kind: 'view',
    schema: r.schema,
    name: r.name,
    comment: r.comment,
    columns: r.columns.map((c) => ({ name: c.name, comment: c.comment })),
    select,
    dependsOn: r.dependsOn,
    file,
    isGuarded: false,
    place: r.place,
    places: {},
  })
  return {
    project: {
      name,
      types: [],
      sources: sources.map(({ schema, name: table, comment, key, place, columns }) => ({
        kind: 'source',
        schema,
        name: table,
        comment,
        key,
        place,
        columns: columns.map((c) => ({
          name: c.name,
          type: c.type.sql,
          nullable: c.nullability.nullable,
          comment: c.comment,
        })),
      })),
      views: views.map(compiled),
      files: [...new Set(views.map(({ file }) => file))],
      certifications: [],
      reader,
    },
    analyzed: { name, types: [], relations: [...sources, ...views.map((view) => view.relation)] },
  }
}

/** A model from relations alone, for tests that do not look at SQL. */
export const modelsOf = (
  relations: readonly AnalyzedRelation[],
  reader?: CompiledProject['reader'],
): Models =>
  models(
    'test',
    relations.filter(({ kind }) => kind === 'source'),
    relations
      .filter(({ kind }) => kind === 'view')
      .map((r) => ({ relation: r, select: `SELECT 1 AS ${displayName(r)}`, file: '01.sql' })),
    reader,
  )
