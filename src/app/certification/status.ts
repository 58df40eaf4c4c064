import type { CertEvent } from '../../certify/run/cert-event.js'
import { readStatus, type Status } from '../../certify/run/read-status.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import type { Context } from '../context.js'
import { jsonGate } from './certify.js'
import { type DatabaseOptions, prepareCompiled, runTask } from './run-task.js'
import type { Subject } from './subject.js'
import type { TaskResult } from './task-result.js'

export interface StatusOptions extends DatabaseOptions {
  /** Number of events to list. */
  readonly history: number
}

/** Reads the registry entries of a project, and asks the guard whether reads are allowed now. */
export function status(
  { history, ...options }: StatusOptions,
  context: Context,
): Promise<TaskResult<Status>> {
  return runTask(
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
    options,
    context,
  )
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
