import { type Capture, captureDays } from '../../certify/run/capture-days.js'
import { jsonCapture } from '../../app/certification/json-capture.js'
import { leftDays, printCapture } from '../report/text/print-capture.js'
import {
  type DatabaseOptions,
  prepareCompiled,
  runTask,
  type Task,
} from '../../app/certification/run-task.js'
import { watchProgress } from '../../app/certification/watch-progress.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CompiledInMemory } from '../../app/build/pipeline.js'
import type { Terminal } from '../terminal.js'

export interface CaptureOptions extends DatabaseOptions {
  /** As many as the project declares when it is not given. */
  readonly days: number | undefined
  readonly replace: boolean
  readonly definitions: boolean
}

const LEFT = 'nothing was written, and the baseline is what it was'

/** `fusion baseline capture`: has the database take the baseline of its data, and of the definitions when asked to. */
export function baselineCapture(options: CaptureOptions, terminal: Terminal): Promise<ExitCode> {
  const { replace, definitions } = options
  const task: Task<CompiledInMemory, Capture> = {
    of: 'audit',
    left: LEFT,
    // Whoever accepts definitions says what the store is.
    isForOwner: definitions,
    words: {
      canceled: `Canceled: ${LEFT}.`,
      done: 'The capture was over before it could be canceled; fusion status --history 1 shows it.',
    },
    prepare: prepareCompiled,
    work(session, certification, _, progress) {
      progress.step('taking the baseline')
      session.onNotice(watchProgress(progress, 'taking the baseline'))
      const days = options.days ?? certification.baselineDays
      return captureDays(session, certification, { days, replace, definitions })
    },
    json: jsonCapture,
    print: printCapture,
    exitCode: (capture) => (leftDays(capture) > 0 ? EXIT.found : EXIT.ok),
  }
  return runTask(task, options, terminal)
}
