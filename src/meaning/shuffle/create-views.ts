import type { CompiledView } from '../../model/compiled-project.js'
import { createView } from '../../model/create/create-relation.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { MeaningSession } from '../compare-views.js'
import { attempt } from '../attempt.js'
import type { CopiedView } from './read-view.js'

/** A view over the copies, or why it could not be created. */
export type CreatedView =
  | { readonly declared: CompiledView; readonly copy: CopiedView }
  | { readonly declared: CompiledView; readonly reason: string }

/** Creates every view over the copies, in the order in which they are given. */
export async function createViews(
  session: MeaningSession,
  views: readonly CompiledView[],
  copyOf: (relation: RelationName) => RelationName,
  schemas: readonly string[],
): Promise<CreatedView[]> {
  const missing = new Set<string>()
  const created: CreatedView[] = []
  for (const view of views) {
    const made = await createCopy(session, view, copyOf(view), missing, schemas)
    if (typeof made === 'string') missing.add(displayName(view))
    created.push(typeof made === 'string' ? { declared: view, reason: made } : { declared: view, copy: made })
  }
  return created
}

/** Returns the reason if it could not be created. */
async function createCopy(
  session: MeaningSession,
  { select, dependsOn }: CompiledView,
  relation: RelationName,
  missing: ReadonlySet<string>,
  schemas: readonly string[],
): Promise<CopiedView | string> {
  const lacks = dependsOn.map(displayName).find((name) => missing.has(name))
  if (lacks !== undefined) return `it reads ${lacks}, which could not be compared`
  const name = quoteRelation(relation)
  const diagnostic = await attempt(session, () => session.exec(createView({ ...relation, select })))
  if (diagnostic !== undefined) return diagnostic
  const [outside] = await session.query<{ name: string }>(readOutside(name, schemas))
  if (outside) return `raw SQL in it reads ${outside.name}, which is not one of its inputs`
  const columns = await session.query<{ name: string }>(`
    SELECT attname::text AS name FROM pg_catalog.pg_attribute
    WHERE attrelid = ${quoteLiteral(name)}::regclass AND attnum > 0 ORDER BY attnum`)
  return { relation, columns: columns.map((column) => column.name) }
}

/** Relations that a view reads outside of the copies and the catalogs. */
const readOutside = (view: string, schemas: readonly string[]): string => `
  SELECT DISTINCT c.oid::regclass::text AS name
  FROM pg_catalog.pg_rewrite AS r
    JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
      AND d.refclassid = 'pg_catalog.pg_class'::regclass
    JOIN pg_catalog.pg_class AS c ON c.oid = d.refobjid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE r.ev_class = ${quoteLiteral(view)}::regclass
    AND n.nspname <> ALL (ARRAY[${['pg_catalog', 'information_schema', ...schemas].map(quoteLiteral).join(', ')}])
  ORDER BY 1`
