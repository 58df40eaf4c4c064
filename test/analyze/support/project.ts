import type { CompiledProject, CompiledSource, CompiledView } from '../../../src/model/compiled-project.js'
import type { RelationName } from '../../../src/model/relation-name.js'

const split = (name: string): RelationName => {
  const [schema = '', ...rest] = name.split('.')
  return { schema, name: rest.join('.') }
}

/** A source out of lines such as `id integer NOT NULL`. */
export const source = (
  name: string,
  columns: readonly string[],
  key: readonly string[] = [],
): CompiledSource => ({
  kind: 'source',
  ...split(name),
  comment: `Source ${name}.`,
  columns: columns.map((line) => {
    const [, column = '', type = '', not] = /^(\S+) (.*?)( NOT NULL)?$/.exec(line) ?? []
    return { name: column, type, nullable: not === undefined, comment: `Column ${column}.` }
  }),
  key,
  place: { file: 'views/sources.ts', line: 1 },
})

/** A view; its columns are declared only where a test looks at that. */
export const view = (
  name: string,
  select: string,
  reads: readonly string[],
  columns: readonly string[] = [],
): CompiledView => ({
  kind: 'view',
  ...split(name),
  comment: `View ${name}.`,
  columns: columns.map((column) => ({ name: column, comment: `Column ${column}.` })),
  select,
  dependsOn: reads.map(split),
  file: '01.sql',
  isGuarded: false,
  place: { file: 'views/views.ts', line: 2 },
  places: {},
})

export const project = (
  sources: readonly CompiledSource[],
  views: readonly CompiledView[],
): CompiledProject => ({
  name: 'test',
  types: [],
  sources,
  views,
  files: ['01.sql'],
  certifications: [],
  reader: { int8: 'string', numeric: 'string' },
})
