import { type CertificationRun, runCertification } from '../../certify/run/run-certification.js'
import { jsonCertificate } from '../../app/certification/json-certificate.js'
import { printCertificate } from '../report/text/print-certificate.js'
import { type DatabaseOptions, prepareCompiled, runTask, type Task } from '../../app/certification/run-task.js'
import { watchProgress } from '../../app/certification/watch-progress.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CompiledInMemory } from '../../app/build/pipeline.js'
import type { Terminal } from '../terminal.js'

export interface CertifyOptions extends DatabaseOptions {
  readonly days: number
  readonly updateBaselines: boolean
}

const LEFT = 'nothing was written, and the verdict from before stands'

/** `fusion certify`: has the database run the gates, and says what came of them. */
export function certify(options: CertifyOptions, terminal: Terminal): Promise<ExitCode> {
  const { days, updateBaselines: update } = options
  const task: Task<CompiledInMemory, CertificationRun> = {
    of: 'audit',
    left: LEFT,
    words: {
      canceled: `Canceled: ${LEFT}.`,
      done: 'The run was over before it could be canceled; fusion status shows its verdict.',
    },
    prepare: prepareCompiled,
    work(session, certification, _, progress) {
      // A run on the same entrypoint goes first, however long it takes.
      progress.step('waiting for the entrypoint')
      session.onNotice(watchProgress(progress, 'certifying'))
      return runCertification(session, certification, { days, update })
    },
    json: jsonCertificate,
    print: printCertificate,
    exitCode: ({ event }) => (event.status === 'CERTIFIED' ? EXIT.ok : EXIT.found),
  }
  return runTask(task, options, terminal)
}
