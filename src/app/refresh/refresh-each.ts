import type { Attempt } from '../../certify/run/database-diagnostic.js'
import { type RefreshedRelation, refreshOne } from '../../certify/run/stored-relations.js'
import { count, duration } from '../../model/units.js'
import type { Server } from '../../postgres/provider.js'
import type { Session } from '../../postgres/session.js'
import type { Context } from '../context.js'
import { refreshFailure } from './refresh-failure.js'
import type { RelationOutcome } from './refresh-report.js'
import type { StoredNode } from './stored-graph.js'
import { type Blocker, watchBlocked } from './watch-blocked.js'

interface Setting {
  readonly session: Session
  readonly server: Server
  readonly full: boolean
  readonly attempt: Attempt
}

/**
 * Refreshes relations in turn. One that fails keeps only those that read it from being refreshed; a lost connection keeps
 * all others.
 *
 * @param done receives the outcomes one by one, so that an interrupted run can say what it has done.
 */
export async function refreshEach(
  chosen: readonly StoredNode[],
  { session, server, full, attempt }: Setting,
  done: RelationOutcome[],
  { progress, interrupts }: Context,
): Promise<void> {
  const [backend] = await session.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid')
  const unrefreshed = new Set<string>()
  let isLost = false
  const push = (outcome: RelationOutcome): void => {
    done.push(outcome)
    if (outcome.kind !== 'refreshed') unrefreshed.add(outcome.relation)
  }
  for (const node of chosen) {
    if (interrupts.isInterrupted) return
    const { name, relation, reads } = node
    const because = reads.filter((read) => unrefreshed.has(read))
    if (isLost) push({ relation: name, kind: 'left' })
    else if (because.length > 0) push({ relation: name, kind: 'skipped', because })
    else {
      const label = `refreshing ${name}`
      progress.step(label)
      const tell = (blocker: Blocker): void => {
        const waits = `${label}, waiting for ${blockerText(blocker)}`
        progress.update(waits, waits)
      }
      try {
        const result = await watchBlocked(server, backend?.pid ?? 0, tell, () =>
          refreshOne(session, relation, full),
        )
        push({ relation: name, kind: 'refreshed', result })
        if (chosen.length > 1) progress.note(`${name}: ${resultText(result)}`)
      } catch (error) {
        if (interrupts.isInterrupted) throw error
        const failure = refreshFailure(error, node, attempt)
        push({ relation: name, kind: 'failed', diagnostic: failure.diagnostic })
        isLost = failure.isLost
      }
    }
  }
}

const blockerText = ({ pid, application, seconds }: Blocker): string => {
  const since = seconds === null ? '' : `, in a transaction for ${duration(seconds * 1000)}`
  return `process ${pid}${application === null ? '' : ` (${application})`}, which holds a lock${since}`
}

/** What a refresh did, in one line. */
function resultText({
  how,
  changes,
  inserted,
  updated,
  deleted,
  rows,
  milliseconds,
}: RefreshedRelation): string {
  const parts = [
    how === 'whole' ? `all ${count(rows, 'row')} computed` : `${count(changes ?? 0, 'change')} taken up`,
    ...(inserted === null ? [] : [`${inserted} inserted, ${updated} updated, ${deleted} deleted`]),
    duration(milliseconds),
  ]
  return parts.join(', ')
}
