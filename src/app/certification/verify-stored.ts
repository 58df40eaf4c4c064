import { compareStored, type StoredDifferences } from '../../certify/run/stored-relations.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import type { Session } from '../../postgres/session.js'
import { inSnapshot } from '../../certify/run/in-transaction.js'
import { installedStored } from '../refresh/installed-stored.js'
import type { StoredTask } from './stored-part.js'

/** A stored relation, compared with its view. */
export type ComparedRelation = {
  /** `schema.name`, as is the view. */
  readonly relation: string
  readonly live: string
} & (
  | ({
      readonly outcome: 'same' | 'different'
      /** Recorded changes, whose rows are left out; null where changes are not recorded. */
      readonly pending: number | null
    } & StoredDifferences)
  | { readonly outcome: 'never refreshed' }
  /** Every row waits for a refresh. */
  | { readonly outcome: 'waiting'; readonly pending: number }
  /** The role may not compare it. */
  | { readonly outcome: 'not compared' }
)

const MAY_COMPARE = `
  SELECT pg_catalog.bool_and(
    pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
  ) AS may
  FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_proc p ON p.pronamespace = n.oid
  WHERE n.nspname = 'audit' AND p.proname IN ('stored_status', 'stored_differences')`

/** False for a role that may only read the store; true also where nothing is installed, which is then an error. */
async function mayCompare(session: Session): Promise<boolean> {
  const [row] = await session.query<{ may: boolean | null }>(MAY_COMPARE)
  return row?.may !== false
}

/** Compares all rows of each stored relation with those of its view. */
export const verifyStored: StoredTask<ComparedRelation> = {
  work: (session, nodes, isChosen, progress) =>
    inSnapshot(session, async () => {
      if (!(await mayCompare(session)))
        return nodes.map(({ name, live }) => ({ relation: name, live, outcome: 'not compared' as const }))
      const compared: ComparedRelation[] = []
      for (const { node, state } of await installedStored(session, nodes, isChosen)) {
        const { name, live, relation } = node
        if (state.refreshedAt === null) {
          compared.push({ relation: name, live, outcome: 'never refreshed' })
          continue
        }
        progress.step(`comparing ${name} with ${live}`)
        const found = await compareStored(session, relation)
        if (found.compared === 0 && (state.pending ?? 0) > 0 && (state.rows ?? 0) > 0) {
          compared.push({ relation: name, live, outcome: 'waiting', pending: state.pending ?? 0 })
          continue
        }
        const isSame = found.missing + found.surplus + found.changed === 0
        const outcome = isSame ? ('same' as const) : ('different' as const)
        compared.push({ relation: name, live, outcome, pending: state.pending, ...found })
      }
      return compared
    }),
  judge(items) {
    const diagnostics = items.flatMap(diagnosticsOf)
    return {
      outcome: diagnostics.length > 0 ? 'failed' : 'passed',
      grade: diagnostics.length > 0 ? 'found' : 'ok',
      diagnostics,
    }
  },
}

function diagnosticsOf(item: ComparedRelation): readonly Diagnostic[] {
  const { relation, live } = item
  const place = { relation }
  switch (item.outcome) {
    case 'same':
    case 'not compared':
    case 'waiting':
      return []
    case 'never refreshed':
      return [
        {
          code: 'FS919',
          place,
          message: `it was never refreshed, so its rows are not those of ${live}`,
          hint: `Run fusion refresh --only ${relation}.`,
        },
      ]
    case 'different': {
      const { missing, surplus, changed, compared } = item
      return [
        {
          code: 'FS919',
          place,
          message: `its rows are not those of ${live}: ${missing} missing, ${surplus} surplus, ${changed} changed of ${compared} compared`,
          hint: `Run fusion refresh --full --only ${relation}. If it happens again, somebody writes to ${relation}, a declared path is wrong, or triggers of a source were disabled.`,
        },
      ]
    }
  }
}
