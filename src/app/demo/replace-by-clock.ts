import type { Session } from '../../postgres/session.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import type { RelationName } from '../../model/relation-name.js'

/** Replaces a view by itself with a condition that is always true, and asks the clock for it. */
export async function replaceByClock(session: Session, view: RelationName): Promise<void> {
  const name = quoteRelation(view)
  const [row] = await session.query<{ query: string }>(
    `SELECT pg_catalog.pg_get_viewdef(${quoteLiteral(name)}::pg_catalog.regclass) AS query`,
  )
  const query = (row?.query ?? '').trimEnd().replace(/;$/, '')
  await session.exec(
    `CREATE OR REPLACE VIEW ${name} AS SELECT q.* FROM (${query}) AS q WHERE pg_catalog.now() IS NOT NULL`,
  )
}
