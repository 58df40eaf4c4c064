import type { CertEvent } from '../../certify/run/cert-event.js'
import { readStatus, type Status } from '../../certify/run/read-status.js'
import { readStored, type StoredStatus } from '../../certify/run/stored-relations.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import type { Context } from '../context.js'
import { requireAll } from '../refresh/require-installed.js'
import { jsonGate } from './certify.js'
import { type DatabaseOptions, prepareCompiled } from './run-task.js'
import { runWithStored, type StoredTask } from './stored-part.js'
import type { Subject } from './subject.js'
import type { TaskResult } from './task-result.js'

export interface StatusOptions extends DatabaseOptions {
  /** Number of events to list. */
  readonly history: number
}

/**
 * Reads the registry entries of a project, and asks the guard whether reads are allowed now. Also reads the states of its
 * stored relations.
 */
export function status(
  { history, ...options }: StatusOptions,
  context: Context,
): Promise<TaskResult<Status, StoredStatus>> {
  return runWithStored(
    {
      of: 'audit',
      left: '',
      messages: { canceled: 'Canceled.', done: 'Canceled.' },
      prepare: prepareCompiled,
      work(session, { entrypoint, aliases }, _, progress) {
        progress.step('reading the registry')
        return readStatus(session, [entrypoint, ...aliases].map(quoteRelation), history)
      },
      json: jsonStatus,
      grade: ({ relations }) => (relations[0]?.guard.open ? 'ok' : 'found'),
    },
    storedStatus,
    options,
    context,
  )
}

const storedStatus: StoredTask<StoredStatus> = {
  async work(session, nodes, progress) {
    progress.step('reading the stored relations')
    const states = await readStored(
      session,
      nodes.map(({ relation }) => relation),
    )
    requireAll(nodes, states)
    return states
  },
  judge(states, isAlone) {
    const isBehind = states.some(({ problem }) => problem !== null)
    return {
      outcome: isBehind ? 'behind' : 'current',
      // The guard knows of the problems of what an entrypoint reads.
      grade: isAlone && isBehind ? 'found' : 'ok',
      diagnostics: [],
    }
  },
}

const jsonEvent = (event: CertEvent) => ({ ...event, gates: event.gates.map(jsonGate) })

/** JSON output of `fusion status`. */
export const jsonStatus = ({ relations, lastRun, history }: Status, { entrypoint, server }: Subject) => ({
  outcome: relations[0]?.guard.open ? 'open' : 'closed',
  entrypoint,
  server,
  relations,
  lastRun: lastRun ? jsonEvent(lastRun) : null,
  history: history.map(jsonEvent),
})
