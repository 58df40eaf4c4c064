import { type Capture, captureDays } from '../../certify/run/capture-days.js'
import { dataEvidence } from '../../certify/run/cert-event.js'
import type { Context } from '../context.js'
import { jsonDays } from './certify.js'
import { type DatabaseOptions, prepareCompiled, runTask } from './run-task.js'
import type { Subject } from './subject.js'
import type { TaskResult } from './task-result.js'
import { watchProgress } from './watch-progress.js'

export interface CaptureOptions extends DatabaseOptions {
  /** Latest days; as many as the project declares when it is not given. */
  readonly days?: number | undefined
  /** Takes over days that have drifted from their baseline. */
  readonly replace: boolean
  /** Accepts the definitions as they are in the database too. */
  readonly definitions: boolean
}

const LEFT = 'nothing was written, and the baseline is what it was'

/** Has the database take the baseline of its data, and of the definitions when asked to. */
export function capture(
  { days, replace, definitions, ...options }: CaptureOptions,
  context: Context,
): Promise<TaskResult<Capture>> {
  return runTask(
    {
      of: 'audit',
      left: LEFT,
      // Whoever accepts definitions says what the store is.
      isForOwner: definitions,
      messages: {
        canceled: `Canceled: ${LEFT}.`,
        done: 'The capture was over before it could be canceled; fusion status --history 1 shows it.',
      },
      prepare: prepareCompiled,
      work(session, certification, _, progress) {
        progress.step('taking the baseline')
        session.onNotice(watchProgress(progress, 'taking the baseline'))
        return captureDays(session, certification, {
          days: days ?? certification.baselineDays,
          replace,
          definitions,
        })
      },
      json: jsonCapture,
      grade: (captured) => (leftDays(captured) > 0 ? 'found' : 'ok'),
    },
    options,
    context,
  )
}

/** A definition that was accepted and is not what was accepted before. */
export interface AcceptedChange {
  readonly object: string
  readonly change: string
}

/** What of the definitions is new; undefined when they were not asked for. */
export function acceptedChanges({ definitions }: Capture): readonly AcceptedChange[] | undefined {
  if (!definitions) return undefined
  const accepted = definitions.gates[0]?.evidence['changes']
  return Array.isArray(accepted) ? (accepted as readonly AcceptedChange[]) : []
}

/** Days that have another baseline and were left with it. */
export function leftDays({ data }: Capture): number {
  const evidence = dataEvidence(data)
  return evidence && evidence.accepted !== 'all' ? evidence.drifted : 0
}

/** What `fusion baseline capture --format json` prints. */
export function jsonCapture(captured: Capture, { entrypoint, server }: Subject) {
  const data = dataEvidence(captured.data)
  return {
    outcome: leftDays(captured) > 0 ? 'drift left' : 'captured',
    entrypoint,
    server,
    days: jsonDays(data),
    drift: data?.drift ?? [],
    baseline: data?.accepted ?? 'none',
    definitions: acceptedChanges(captured) ?? null,
    events: [captured.definitions?.id, captured.data.id].filter((id) => id !== undefined),
  }
}
