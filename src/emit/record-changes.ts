import type { TrackedRelation } from '../model/analyzed-project.js'
import type { CompiledView } from '../model/compiled-project.js'
import { sha256 } from '../model/hash.js'
import { quoteIdentifier } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'

/** What is recorded of a change of one relation. */
interface RecordedRelation {
  /** As SQL writes its name. */
  readonly source: string
  /** Of each path: the number of its list of columns, and the column of the relation for each of them. Null: everything. */
  readonly paths: readonly { readonly pattern: number; readonly columns: readonly string[] }[] | null
  /** Its columns that are declared to be never NULL. */
  readonly neverNull: readonly string[]
}

/** How changes are recorded for a stored relation. */
export interface RecordingPlan {
  /** Columns of the stored relation whose values are recorded; c1, c2, … in the table of changes. */
  readonly queueColumns: readonly string[]
  /** Lists of these columns, counted from 1 in the table of changes. */
  readonly patterns: readonly (readonly string[])[]
  readonly tracked: readonly RecordedRelation[]
}

export const recordingPlan = (
  { columns }: CompiledView,
  tracked: readonly TrackedRelation[],
  sqlNameOf: (relation: string) => string,
  neverNullOf: (relation: string) => readonly string[],
): RecordingPlan => {
  const used = new Set(tracked.flatMap(({ paths }) => (paths ?? []).flat().map(([stored]) => stored)))
  const queueColumns = columns.map(({ name }) => name).filter((name) => used.has(name))
  const inOrder = (path: readonly (readonly [string, string])[]) =>
    path.toSorted(([a], [b]) => queueColumns.indexOf(a) - queueColumns.indexOf(b))
  const lists = tracked.flatMap(({ paths }) =>
    (paths ?? []).map((path) => JSON.stringify(inOrder(path).map(([stored]) => stored))),
  )
  const distinct = [...new Set(lists)]
  return {
    queueColumns,
    patterns: distinct.map((list) => JSON.parse(list) as string[]),
    tracked: tracked.map(({ relation, paths }) => ({
      source: sqlNameOf(relation),
      neverNull: neverNullOf(relation),
      paths:
        paths &&
        paths.map((path) => {
          const sorted = inOrder(path)
          return {
            pattern: distinct.indexOf(JSON.stringify(sorted.map(([stored]) => stored))) + 1,
            columns: sorted.map(([, column]) => column),
          }
        }),
    })),
  }
}

/** A trigger function. */
export interface Recorder {
  readonly name: string
  readonly source: string
  readonly body: string
  /** Columns of the source that are recorded, each with the column of the stored relation that it is compared with. */
  readonly pairs: readonly (readonly [column: string, stored: string])[]
}

const pairsOf = (
  paths: NonNullable<RecordedRelation['paths']>,
  { patterns }: RecordingPlan,
): Recorder['pairs'] => {
  const all = paths.flatMap(({ pattern, columns }) =>
    columns.map((column, at) => [column, patterns[pattern - 1]?.[at] ?? ''] as const),
  )
  return [...new Map(all.map((pair) => [JSON.stringify(pair), pair])).values()]
}

const allOf = (conditions: readonly string[]): string => conditions.join(' AND ')

/**
 * Whether a statement has changed so much of a relation that a refresh computes all rows in any case: more than a
 * quarter of the rows that Postgres expects there, and more than 100,000. Then one record costs a bulk load less than
 * all its keys, and no change is missed.
 */
const isMuch = (rows: string): string =>
  `(SELECT count(*) FROM ${rows}) > (SELECT greatest(100000, c.reltuples / 4) FROM pg_class c WHERE c.oid = TG_RELID)`

/** The same name as the audit schema gives to it, for one relation and one purpose. */
const nameIn = (prefix: string, of: string): string => `audit.${prefix}_${sha256(of).slice(0, 16)}`

/**
 * The function that records which rows of a stored relation a change affects, into a table and inside the transaction of
 * the change: both are committed together or not at all.
 *
 * @param relation as SQL writes its name.
 */
export function recorder(
  relation: string,
  { source, paths, neverNull }: RecordedRelation,
  plan: RecordingPlan,
): Recorder {
  const queue = nameIn('changes', relation)
  const insert = (from: string, qualifier: string): readonly string[] =>
    (paths ?? []).map(({ pattern, columns }) => {
      const list = plan.patterns[pattern - 1] ?? []
      const targets = list.map((name) => `c${plan.queueColumns.indexOf(name) + 1}`)
      const value = (column: string): string => `${qualifier}.${quoteIdentifier(column)}`
      const values = columns.map(value).join(', ')
      // A NULL equals nothing. One that breaks the declaration may stand in a key: everything is computed, and the
      // refresh fails where the key does not allow it.
      const known = columns.filter((column) => !neverNull.includes(column))
      const where =
        known.length === 0 ? '' : ` WHERE ${allOf(known.map((one) => `${value(one)} IS NOT NULL`))}`
      const required = columns.filter((column) => neverNull.includes(column))
      const which =
        required.length === 0
          ? `${pattern}`
          : `CASE WHEN ${allOf(required.map((one) => `${value(one)} IS NOT NULL`))} THEN ${pattern} ELSE 0 END`
      const rows = from
        .split(' ')
        .filter((one) => one !== '')
        .map((table) => `SELECT ${which}, ${values} FROM ${table} AS ${qualifier}${where}`)
      return rows.length === 0
        ? `INSERT INTO ${queue} (pattern, ${targets.join(', ')}) SELECT ${which}, ${values}${where};`
        : `INSERT INTO ${queue} (pattern, ${targets.join(', ')}) ${rows.length === 1 ? rows.join('').replace('SELECT', 'SELECT DISTINCT') : rows.join(' UNION ')};`
    })
  const all = `INSERT INTO ${queue} (pattern) SELECT 0`
  const ofRows = (...tables: readonly string[]): readonly string[] =>
    paths === null
      ? [`${all} WHERE ${tables.map((table) => `EXISTS (SELECT FROM ${table})`).join(' OR ')};`]
      : insert(tables.join(' '), 'r')
  const ofRow = (row: 'NEW' | 'OLD'): readonly string[] => (paths === null ? [`${all};`] : insert('', row))
  const indented = (lines: readonly string[], by: string): string =>
    lines.map((line) => `${by}${line}`).join('\n')
  /** Rows by key, or, where a statement has changed a good part of the relation, everything. */
  const ofMany = (of: string, ...tables: readonly string[]): string =>
    paths === null
      ? indented(ofRows(...tables), '    ')
      : `    IF ${isMuch(of)} THEN
      ${all};
    ELSE
${indented(ofRows(...tables), '      ')}
    END IF;`
  const pairs = pairsOf(paths ?? [], plan)
  const names = [...new Set(pairs.map(([column]) => column))]
  // A column that was renamed must not fail who writes to the relation.
  const isLost =
    names.length === 0
      ? ''
      : ` OR (
    SELECT count(*) FROM pg_attribute a
    WHERE a.attrelid = TG_RELID AND NOT a.attisdropped AND a.attname IN (${names.map(quoteLiteral).join(', ')})
  ) < ${names.length}`
  const body = `BEGIN
  IF TG_OP = 'TRUNCATE'${isLost} THEN
    ${all};
  ELSIF TG_LEVEL = 'ROW' THEN
    IF TG_OP <> 'DELETE' THEN
${indented(ofRow('NEW'), '      ')}
    END IF;
    IF TG_OP <> 'INSERT' THEN
${indented(ofRow('OLD'), '      ')}
    END IF;
  ELSIF TG_OP = 'INSERT' THEN
${ofMany('new_rows', 'new_rows')}
  ELSIF TG_OP = 'DELETE' THEN
${ofMany('old_rows', 'old_rows')}
  ELSE
${ofMany('new_rows', 'old_rows', 'new_rows')}
  END IF;
  RETURN NULL;
END`
  return {
    name: nameIn('record', `${relation} ${source}`),
    source,
    body,
    pairs,
  }
}
