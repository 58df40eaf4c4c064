import type { CompiledSource } from '../../model/compiled-project.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import type { RelationName } from '../../model/relation-name.js'
import type { SourceSample } from '../../model/view-shuffle.js'
import type { MeaningSession } from '../compare-views.js'
import { attempt } from '../attempt.js'
import type { RowOrder } from './rounds.js'
import { sampleColumns } from './sample-columns.js'

/** A source, its sampled rows, and the table that views read them from. */
export interface CopiedSource {
  readonly sample: SourceSample
  /** Table with the rows in the order in which they were read, as SQL writes its name. */
  readonly base: string
  readonly copy: string
}

export interface CopySettings {
  /** Maximum number of rows of each source. */
  readonly rows: number
  readonly seed: number
  /** Schema of the base tables. */
  readonly schema: string
  readonly copyOf: (relation: RelationName) => RelationName
}

/** A number that depends only on the value and the seed. */
const hash = (value: string, seed: number): string =>
  `pg_catalog.hashtextextended((${value})::text COLLATE "C", ${seed})`

/** Copies rows of the sources into tables of the caller's transaction. It locks the sources like any read. */
export async function copySources(
  session: MeaningSession,
  sources: readonly CompiledSource[],
  { rows, seed, schema, copyOf }: CopySettings,
): Promise<CopiedSource[]> {
  const copied: CopiedSource[] = []
  for (const [at, source] of sources.entries()) {
    const from = quoteRelation(source)
    const columns = source.columns.map(({ name }) => quoteIdentifier(name)).join(', ')
    const base = quoteRelation({ schema, name: `base_${at}` })
    const copy = quoteRelation(copyOf(source))
    const some = await count(session, `(SELECT FROM ${from} LIMIT ${rows + 1})`)
    const by = sampleColumns(source, sources).map(quoteIdentifier)
    const sampled = some > rows ? `ORDER BY ${hash(`ROW(${by.join(', ')})`, seed)} LIMIT ${rows}` : ''
    await session.exec(`
      CREATE UNLOGGED TABLE ${base} AS SELECT ${columns} FROM ${from} ${sampled};
      CREATE UNLOGGED TABLE ${copy} AS SELECT * FROM ${base} WITH NO DATA;`)
    // For plans with index lookups. Some types cannot be indexed.
    const key = source.key.map(quoteIdentifier).join(', ')
    if (key !== '') await attempt(session, () => session.exec(`CREATE INDEX ON ${copy} (${key})`))
    const sample = {
      schema: source.schema,
      name: source.name,
      rows: await count(session, base),
      of: some > rows ? await count(session, from) : some,
    }
    copied.push({ sample, base, copy })
  }
  return copied
}

/** Stores the same rows again in another order. */
export async function reorder(
  session: MeaningSession,
  sources: readonly CopiedSource[],
  order: RowOrder,
  seed: number,
): Promise<void> {
  const by: Readonly<Record<RowOrder, string>> = {
    copied: 'b.ctid',
    reversed: 'b.ctid DESC',
    random: `${hash('b.ctid', seed)}, b.ctid`,
    'random again': `${hash('b.ctid', seed + 1)}, b.ctid`,
  }
  for (const { base, copy } of sources)
    await session.exec(`TRUNCATE ${copy};
      INSERT INTO ${copy} SELECT b.* FROM ${base} AS b ORDER BY ${by[order]};
      ANALYZE ${copy};`)
}

async function count(session: MeaningSession, from: string): Promise<number> {
  const [row] = await session.query<{ n: string }>(`SELECT count(*)::text AS n FROM ${from} AS t`)
  return Number(row?.n ?? 0)
}
