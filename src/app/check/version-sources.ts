import type { RelationState } from '../../check/index.js'
import type { CompiledSource, SourceColumn } from '../../model/compiled-project.js'
import { displayName, splitName } from '../../model/relation-name.js'

/** The sources of two versions as one set of tables, or why there is none. */
export type VersionSources = { readonly sources: readonly CompiledSource[] } | { readonly conflict: string }

/** Tables with the columns of both versions, whose rows are valid in both. */
export function versionSources(
  before: readonly RelationState[],
  after: readonly RelationState[],
  compiled: readonly CompiledSource[],
): VersionSources {
  const [old, now] = [sourcesOf(before), sourcesOf(after)]
  const known = new Set(compiled.map(displayName))
  for (const [name, state] of now) {
    const was = old.get(name)
    if (!was) continue
    const types = new Map(was.columns.map((column) => [column.name, column.type]))
    const differs = state.columns.find((column) => (types.get(column.name) ?? column.type) !== column.type)
    if (differs)
      return { conflict: `column ${differs.name} of ${name} is not of the same type in both versions` }
    if (was.key?.join() !== state.key?.join())
      return { conflict: `the key of ${name} is not the same in both versions` }
  }
  const removed = [...old.values()].filter(({ relation }) => !known.has(relation))
  return {
    sources: [
      ...compiled.map((source) => withOldColumns(source, old.get(displayName(source)))),
      ...removed.map((state): CompiledSource => ({
        ...splitName(state.relation),
        kind: 'source',
        comment: '',
        columns: state.columns.map(columnOf),
        key: state.key ?? [],
        place: {},
      })),
    ],
  }
}

const sourcesOf = (states: readonly RelationState[]): ReadonlyMap<string, RelationState> =>
  new Map(states.filter(({ kind }) => kind === 'source').map((state) => [state.relation, state]))

/** The columns of both versions; NULL only where both versions expect it. */
function withOldColumns(source: CompiledSource, old: RelationState | undefined): CompiledSource {
  const was = new Map(old?.columns.map((column) => [column.name, column]))
  const names = new Set(source.columns.map(({ name }) => name))
  return {
    ...source,
    columns: [
      ...source.columns.map((column) => ({
        ...column,
        nullable: column.nullable && was.get(column.name)?.nullable !== false,
      })),
      ...[...was.values()].filter(({ name }) => !names.has(name)).map(columnOf),
    ],
  }
}

const COLLATE = ' COLLATE '

function columnOf({ name, type, nullable }: RelationState['columns'][number]): SourceColumn {
  const at = type.indexOf(COLLATE)
  return {
    name,
    type: at < 0 ? type : type.slice(0, at),
    nullable: nullable !== false,
    comment: '',
    ...(at >= 0 && { collation: type.slice(at + COLLATE.length) }),
  }
}
