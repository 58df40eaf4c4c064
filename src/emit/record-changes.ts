import type { TrackedRelation } from '../model/analyzed-project.js'
import type { CompiledView } from '../model/compiled-project.js'
import { sha256 } from '../model/hash.js'
import { quoteIdentifier } from '../model/quote-identifier.js'

/** What is recorded of a change of one relation. */
interface RecordedRelation {
  /** As SQL writes its name. */
  readonly source: string
  /** Of each path: the number of its list of columns, and the column of the relation for each of them. Null: everything. */
  readonly paths: readonly { readonly pattern: number; readonly columns: readonly string[] }[] | null
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
}

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
  { source, paths }: RecordedRelation,
  plan: RecordingPlan,
): Recorder {
  const queue = nameIn('changes', relation)
  const insert = (from: string, qualifier: string): readonly string[] =>
    (paths ?? []).map(({ pattern, columns }) => {
      const list = plan.patterns[pattern - 1] ?? []
      const targets = list.map((name) => `c${plan.queueColumns.indexOf(name) + 1}`)
      const values = columns.map((column) => `${qualifier}.${quoteIdentifier(column)}`)
      const known = values.map((value) => `${value} IS NOT NULL`).join(' AND ')
      const rows = from
        .split(' ')
        .filter((one) => one !== '')
        .map((table) => `SELECT ${values.join(', ')} FROM ${table} AS ${qualifier} WHERE ${known}`)
      return rows.length === 0
        ? `INSERT INTO ${queue} (pattern, ${targets.join(', ')}) SELECT ${pattern}, ${values.join(', ')} WHERE ${known};`
        : `INSERT INTO ${queue} (pattern, ${targets.join(', ')}) SELECT DISTINCT ${pattern}, q.* FROM (${rows.join(' UNION ALL ')}) AS q;`
    })
  const all = `INSERT INTO ${queue} (pattern) SELECT 0`
  const ofRows = (...tables: readonly string[]): readonly string[] =>
    paths === null
      ? [`${all} WHERE ${tables.map((table) => `EXISTS (SELECT FROM ${table})`).join(' OR ')};`]
      : insert(tables.join(' '), 'r')
  const ofRow = (row: 'NEW' | 'OLD'): readonly string[] => (paths === null ? [`${all};`] : insert('', row))
  const indented = (lines: readonly string[], by: string): string =>
    lines.map((line) => `${by}${line}`).join('\n')
  const body = `BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    ${all};
  ELSIF TG_LEVEL = 'ROW' THEN
    IF TG_OP <> 'DELETE' THEN
${indented(ofRow('NEW'), '      ')}
    END IF;
    IF TG_OP <> 'INSERT' THEN
${indented(ofRow('OLD'), '      ')}
    END IF;
  ELSIF TG_OP = 'INSERT' THEN
${indented(ofRows('new_rows'), '    ')}
  ELSIF TG_OP = 'DELETE' THEN
${indented(ofRows('old_rows'), '    ')}
  ELSE
${indented(ofRows('old_rows', 'new_rows'), '    ')}
  END IF;
  RETURN NULL;
END`
  return { name: nameIn('record', `${relation} ${source}`), source, body }
}
