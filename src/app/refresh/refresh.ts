import type { Attempt } from '../../certify/run/database-diagnostic.js'
import { inSnapshot } from '../../certify/run/in-transaction.js'
import { planRefresh, readStored } from '../../certify/run/stored-relations.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import type { Session } from '../../postgres/session.js'
import { compileInMemory } from '../build/pipeline.js'
import { onDatabase } from '../certification/on-database.js'
import { buildContext, type Context } from '../context.js'
import { chooseStored, requireStored } from './choose-stored.js'
import { refreshEach } from './refresh-each.js'
import { requireAll } from './require-installed.js'
import {
  type BehindRelation,
  type RefreshReport,
  type RelationOutcome,
  stoppedRefresh,
} from './refresh-report.js'
import { readersOf, type StoredNode } from './stored-graph.js'

export interface RefreshOptions {
  /** Connection URL; if absent, the one from the environment. */
  readonly databaseUrl?: string | undefined
  /** `schema.relation` of those to refresh; all when there are none. */
  readonly only: readonly string[]
  /** Computes all rows. */
  readonly full: boolean
  /** Only says what would be done. */
  readonly dryRun: boolean
}

/** Refreshes the stored relations of a project, each after those that it reads and in a transaction of its own. */
export async function refresh(
  { databaseUrl, only, full, dryRun }: RefreshOptions,
  context: Context,
): Promise<RefreshReport> {
  const { project } = await compileInMemory(buildContext(context))
  const all = requireStored(project)
  const chosen = chooseStored(all, only)
  const attempt = attemptOf(project)
  const done: RelationOutcome[] = []
  const stopped = (): string => {
    const left = chosen.filter(({ name }) => !done.some(({ relation }) => relation === name))
    const { code, message, hint } = stoppedRefresh(
      'canceled',
      done,
      left.map(({ name }) => name),
    )
    return `${code} ${message}\n  ${hint}`
  }
  const messages = {
    get canceled(): string {
      return dryRun ? 'Canceled.' : stopped()
    },
    get done(): string {
      return this.canceled
    },
  }
  return await onDatabase({ databaseUrl, attempt, messages }, context, async (session, server) => {
    const { progress } = context
    progress.step('reading the stored relations')
    requireAll(chosen, await readStored(session, relationsOf(chosen)))
    if (dryRun) {
      progress.step('planning the refresh')
      const relations = await plan(session, chosen, full)
      return { server: server.description, relations, behind: [] }
    }
    await refreshEach(chosen, { session, server, full, attempt }, done, context)
    const isLost = done.some(({ kind }) => kind === 'left')
    const behind = isLost ? [] : await behindOf(session, done, all)
    return { server: server.description, relations: done, behind }
  })
}

const relationsOf = (nodes: readonly StoredNode[]): readonly string[] => nodes.map(({ relation }) => relation)

function attemptOf({ certifications }: CompiledProject): Attempt {
  const certifiers = [...new Set(certifications.map(({ roles }) => quoteIdentifier(roles.certifier)))]
  const members = certifiers.map((certifier) => `a member of ${certifier}, or as `).join('')
  return { of: 'audit', left: '', who: `${members}the owner of the audit schema` }
}

const plan = (
  session: Session,
  chosen: readonly StoredNode[],
  full: boolean,
): Promise<readonly RelationOutcome[]> =>
  inSnapshot(session, async () => {
    const names = chosen.map(({ name }) => name)
    const outcomes: RelationOutcome[] = []
    for (const { name, relation, reads } of chosen) {
      const found = await planRefresh(session, relation, full)
      const after = reads.filter((read) => names.includes(read))
      outcomes.push({ relation: name, kind: 'planned', plan: found, after })
    }
    return outcomes
  })

/** The relations that read a refreshed one, were not refreshed, and have or may have changes to take up. */
async function behindOf(
  session: Session,
  done: readonly RelationOutcome[],
  all: readonly StoredNode[],
): Promise<readonly BehindRelation[]> {
  const refreshed = done.flatMap(({ relation, kind }) => (kind === 'refreshed' ? [relation] : []))
  const tried = done.map(({ relation }) => relation)
  const readers = readersOf(refreshed, all).filter(({ name }) => !tried.includes(name))
  if (readers.length === 0) return []
  const states = await readStored(session, relationsOf(readers))
  return readers.flatMap(({ name, relation }) => {
    const state = states.find((one) => one.relation === relation)
    return state === undefined || state.pending === 0 ? [] : [{ relation: name, pending: state.pending }]
  })
}
