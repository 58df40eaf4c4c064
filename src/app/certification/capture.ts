import { type Capture, captureDays } from '../../certify/run/capture-days.js'
import { dataEvidence } from '../../certify/run/cert-event.js'
import type { Context } from '../context.js'
import { jsonDays } from './certify.js'
import { type DatabaseOptions, prepareCompiled, runTask } from './run-task.js'
import type { Subject } from './subject.js'
import type { TaskResult } from './task-result.js'
import { watchProgress } from './watch-progress.js'

export interface CaptureOptions extends DatabaseOptions {
  /** Number of latest days; if absent, as declared in the project. */
  readonly days?: number | undefined
  /** Replaces the baseline of days that have drifted. */
  readonly replace: boolean
  /** Also accepts the current definitions in the database. */
  readonly definitions: boolean
}

const LEFT = 'nothing was written, and the baseline is unchanged'

/** Makes the database capture its data and, if requested, its definitions as the baseline. */
export function capture(
  { days, replace, definitions, ...options }: CaptureOptions,
  context: Context,
): Promise<TaskResult<Capture>> {
  return runTask(
    {
      of: 'audit',
      left: LEFT,
      // Accepting definitions requires the owner.
      isForOwner: definitions,
      messages: {
        canceled: `Canceled: ${LEFT}.`,
        done: 'The capture finished before it could be canceled; fusion status --history 1 shows it.',
      },
      prepare: prepareCompiled,
      work(session, certification, _, progress) {
        progress.step('capturing the baseline')
        session.onNotice(watchProgress(progress, 'capturing the baseline'))
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

/** An accepted definition that differs from the previous one. */
export interface AcceptedChange {
  readonly object: string
  readonly change: string
}

/** The changed definitions; undefined if definitions were not captured. */
export function acceptedChanges({ definitions }: Capture): readonly AcceptedChange[] | undefined {
  if (!definitions) return undefined
  const accepted = definitions.gates[0]?.evidence['changes']
  return Array.isArray(accepted) ? (accepted as readonly AcceptedChange[]) : []
}

/** Number of drifted days that kept their baseline. */
export function leftDays({ data }: Capture): number {
  const evidence = dataEvidence(data)
  return evidence && evidence.accepted !== 'all' ? evidence.drifted : 0
}

/** JSON output of `fusion baseline capture`. */
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
