import type { AnalyzedRelation, ColumnType, ReadPath, TrackedRelation } from '../../model/analyzed-project.js'
import type { CompiledStored, CompiledView } from '../../model/compiled-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { comparableTypes } from './equal-columns.js'

export interface TrackedStored {
  readonly tracked: readonly TrackedRelation[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The relations that get triggers for a stored relation, and how their rows reach its rows; and what stands in the way
 * of storing it.
 *
 * @param relation as analyzed: the same columns, keys and paths as the view whose rows it stores.
 */
export function trackStored(
  relation: AnalyzedRelation,
  declared: CompiledView,
  stored: CompiledStored,
  dependencies: ReadonlyMap<string, AnalyzedRelation>,
): TrackedStored {
  const place = { ...declared.place, relation: displayName(declared) }
  const diagnostics = keyDiagnostics(relation, stored, place)
  if (stored.refresh === 'full' || stored.track === 'compare') return { tracked: [], diagnostics }
  const read = new Map<string, ReadPath[]>()
  for (const path of relation.readPaths ?? [])
    read.set(path.relation, [...(read.get(path.relation) ?? []), path])
  for (const name of read.keys()) {
    if (dependencies.get(name)?.stored?.refresh !== 'full') continue
    diagnostics.push({
      code: 'FS242',
      place,
      message: `it is refreshed by key, but reads ${name}, a materialized view, which cannot have triggers`,
      hint: `Store ${name} with refresh: 'byKey', or give this relation track: 'compare' or refresh: 'full'.`,
    })
  }
  const tracked = [...read].map(([name, paths]): TrackedRelation => {
    const own = stored.paths[name]
    if (own !== undefined) {
      diagnostics.push(...pathDiagnostics(own, relation, dependencies.get(name), place))
      return { relation: name, paths: [Object.entries(own)], declared: true }
    }
    return {
      relation: name,
      paths: pathsOf(relation, stored, paths, dependencies.get(name)),
      declared: false,
    }
  })
  return { tracked, diagnostics }
}

function keyDiagnostics(
  { columns, uniqueKeys }: AnalyzedRelation,
  { key }: CompiledStored,
  place: Diagnostic['place'],
): Diagnostic[] {
  const hint =
    'A key is proven by keys of the sources, joins on whole keys, GROUP BY or DISTINCT, and NOT NULL columns or conditions such as IS NOT NULL.'
  const nullable = key.filter(
    (name) => columns.find((one) => one.name === name)?.nullability.nullable !== false,
  )
  const isUnique = uniqueKeys.some((unique) => unique.every((name) => key.includes(name)))
  return [
    ...(isUnique
      ? []
      : [
          {
            code: 'FS241' as const,
            place,
            message: `it is not proven that the key (${key.join(', ')}) is unique`,
            hint,
          },
        ]),
    ...nullable.map((column) => ({
      code: 'FS241' as const,
      place: { ...place, column },
      message: `it is not proven that the key column "${column}" is never NULL`,
      hint,
    })),
  ]
}

const typesOf = (relation: Pick<AnalyzedRelation, 'columns'> | undefined): ReadonlyMap<string, ColumnType> =>
  new Map(relation?.columns.map((column) => [column.name, column.type]))

/** What a declared path compares must have comparable types, or a trigger would fail who writes to the source. */
function pathDiagnostics(
  path: CompiledStored['paths'][string],
  relation: AnalyzedRelation,
  source: AnalyzedRelation | undefined,
  place: Diagnostic['place'],
): readonly Diagnostic[] {
  const [mine, theirs] = [typesOf(relation), typesOf(source)]
  return Object.entries(path).flatMap(([output, column]) => {
    const [to, from] = [mine.get(output), theirs.get(column)]
    if (from === undefined || to === undefined || isCopied(from, to)) return []
    return [
      {
        code: 'FS240' as const,
        place,
        message: `the path of ${displayName(source as AnalyzedRelation)} compares "${output}", which is ${to.sql}, with "${column}", which is ${from.sql}`,
        hint: 'Values of one type are compared, or those of a narrower integer with those of a wider one. Leave the path out, and a change computes everything.',
      },
    ]
  })
}

function pathsOf(
  { columns }: AnalyzedRelation,
  { key }: CompiledStored,
  paths: readonly ReadPath[],
  source: AnalyzedRelation | undefined,
): TrackedRelation['paths'] {
  const [mine, theirs] = [typesOf({ columns }), typesOf(source)]
  const neverNull = new Set(
    columns.filter(({ nullability }) => !nullability.nullable).map(({ name }) => name),
  )
  const isSafe = ({ output, joined, extended }: ReadPath['columns'][number]): boolean =>
    !key.includes(output) && joined && (!extended || neverNull.has(output))
  const found = paths.map((path) => {
    const usable = path.columns.filter((pair) => isCopied(theirs.get(pair.column), mine.get(pair.output)))
    const byOutput = new Map(usable.toReversed().map((pair) => [pair.output, pair]))
    const ofKey = key.filter((output) => byOutput.has(output))
    // Where the whole key is not known, further columns narrow the rows down. A key is never NULL; of
    // any other column, no row with a NULL may depend on this relation.
    const further =
      ofKey.length === key.length ? [] : [...byOutput.values()].filter(isSafe).map(({ output }) => output)
    return [...ofKey, ...further.toSorted()].map(
      (output) => [output, byOutput.get(output)?.column ?? ''] as const,
    )
  })
  if (found.some((columnsOf) => columnsOf.length === 0)) return null
  return [...new Map(found.map((path) => [JSON.stringify(path), path])).values()]
}

const widening = ['int2', 'int4', 'int8']
const names: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  varchar: 'character varying',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
}

/** Whether every value of a column can be copied into a column of another type, and stays equal to what it was equal to. */
function isCopied(from: ColumnType | undefined, to: ColumnType | undefined): boolean {
  if (from?.schema !== 'pg_catalog' || to?.schema !== 'pg_catalog') return false
  if (!comparableTypes.has(names[from.name] ?? from.name)) return false
  const isText = (name: string): boolean => name === 'text' || name === 'varchar'
  if (from.name === to.name || (isText(from.name) && isText(to.name))) return true
  const [low, high] = [widening.indexOf(from.name), widening.indexOf(to.name)]
  return low >= 0 && low <= high
}
