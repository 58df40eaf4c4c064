import { type CertificationRun, runCertification } from '../../certify/run/run-certification.js'
import type { Context } from '../context.js'
import { jsonCertificate } from './json-certificate.js'
import { type DatabaseOptions, prepareCompiled, runTask } from './run-task.js'
import type { TaskResult } from './task-result.js'
import { watchProgress } from './watch-progress.js'

export interface CertifyOptions extends DatabaseOptions {
  /** Latest days whose data are compared. */
  readonly days: number
  /** Takes the days that were checked over into the baseline, when every gate passes. */
  readonly updateBaselines: boolean
}

const LEFT = 'nothing was written, and the verdict from before stands'

/** Has the database run the gates. */
export function certify(
  { days, updateBaselines, ...options }: CertifyOptions,
  context: Context,
): Promise<TaskResult<CertificationRun>> {
  return runTask(
    {
      of: 'audit',
      left: LEFT,
      messages: {
        canceled: `Canceled: ${LEFT}.`,
        done: 'The run was over before it could be canceled; fusion status shows its verdict.',
      },
      prepare: prepareCompiled,
      work(session, certification, _, progress) {
        // A run on the same entrypoint goes first, however long it takes.
        progress.step('waiting for the entrypoint')
        session.onNotice(watchProgress(progress, 'certifying'))
        return runCertification(session, certification, { days, update: updateBaselines })
      },
      json: jsonCertificate,
      grade: ({ event }) => (event.status === 'CERTIFIED' ? 'ok' : 'found'),
    },
    options,
    context,
  )
}
