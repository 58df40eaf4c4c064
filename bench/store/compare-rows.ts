import type { Client } from 'pg'
import { OURS, PLAIN } from './store-version.js'

/** The plain version computes these with avg(numeric), which rounds differently than a division of doubles. */
const MEANS = ['img_pq_avg_real', 'img_bg_avg_real']
const TOLERANCE = '1e-12'

/** The store's contract: 57 columns exactly, two means within the tolerance. */
const COLUMNS = 59

/**
 * The differences between the two versions, one sentence each; empty when they are equal. One full outer join takes a
 * minute instead of an hour at a million rows, and still names the columns.
 */
export async function compareRows(client: Client): Promise<string[]> {
  const columns = await columnsOf(client)
  const kept = 'SELECT count(*) FROM "iPhone".iphone_listings WHERE spam IS NULL'
  const differs = (column: string): string =>
    MEANS.includes(column)
      ? `(p.${column} IS NULL) <> (o.${column} IS NULL) OR abs(p.${column} - o.${column}) > ${TOLERANCE}`
      : `p.${column} IS DISTINCT FROM o.${column}`
  const { rows } = await client.query<Record<string, string>>(
    `SELECT (${kept}) AS "expected rows", count(*) AS "joined rows",
            count(*) FILTER (WHERE p.generation IS NULL) AS "rows only in ours",
            count(*) FILTER (WHERE o.generation IS NULL) AS "rows only in plain",
            ${columns.map((column) => `count(*) FILTER (WHERE ${differs(column)}) AS ${column}`).join(', ')}
     FROM ${PLAIN.scored} p FULL JOIN ${OURS.scored} o USING (generation, listing_id)`,
  )
  const { 'expected rows': expected, 'joined rows': joined, ...counts } = rows[0] ?? {}
  const wrong = Object.entries(counts).filter(([, count]) => count !== '0')
  return [
    ...(columns.length === COLUMNS ? [] : [`${columns.length} columns instead of ${COLUMNS}`]),
    // A duplicate key on either side would show here.
    ...(expected === joined ? [] : [`${joined} rows instead of ${expected}`]),
    ...wrong.map(([what, count]) => `${what}: ${count} differences`),
  ]
}

async function columnsOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid IN ($1::regclass, $2::regclass) AND attnum > 0
     GROUP BY attname, attnum, atttypid HAVING count(*) = 2 ORDER BY attnum`,
    [PLAIN.scored, OURS.scored],
  )
  return rows.map(({ name }) => name)
}
