import { type Capture, captureBaseline } from '../../certify/run/capture-baseline.js'
import type { Context } from '../context.js'
import { jsonCapture, leftDays } from './json-capture.js'
import { type DatabaseOptions, prepareCompiled, runTask } from './run-task.js'
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
        return captureBaseline(session, certification, {
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
