import type { CompiledSource } from '../../model/compiled-project.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import type { MeaningSession } from '../compare-views.js'

/** A row, with a text for each column of its source. */
export type TextRow = readonly (string | null)[]

/** All rows of a source, as texts that Postgres reads back as the same values. */
export interface SourceRows {
  readonly source: CompiledSource
  readonly rows: readonly TextRow[]
}

/** Reads the rows of the sources. */
export async function readSources(
  session: MeaningSession,
  sources: readonly CompiledSource[],
): Promise<SourceRows[]> {
  const read: SourceRows[] = []
  for (const source of sources) {
    const cells = source.columns.map(({ name }) => `t.${quoteIdentifier(name)}::text`)
    const rows = await session.query<{ row: TextRow }>(
      `SELECT ARRAY[${cells.join(', ')}]::text[] AS row FROM ${quoteRelation(source)} AS t ORDER BY t.ctid`,
    )
    read.push({ source, rows: rows.map(({ row }) => row) })
  }
  return read
}

/** A statement that inserts rows into the empty tables of the sources. */
export const insertSources = (all: readonly SourceRows[]): string =>
  all
    .filter(({ rows }) => rows.length > 0)
    .map(({ source, rows }) => {
      const columns = source.columns.map(({ name }) => quoteIdentifier(name)).join(', ')
      const values = rows.map((row) => `(${row.map(literal).join(', ')})`)
      return `INSERT INTO ${quoteRelation(source)} (${columns}) VALUES\n${values.join(',\n')};\n`
    })
    .join('')

const literal = (value: string | null): string => (value === null ? 'NULL' : quoteLiteral(value))

export const countRows = (all: readonly SourceRows[]): number =>
  all.reduce((sum, { rows }) => sum + rows.length, 0)
