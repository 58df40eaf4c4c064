import { surveyQuestion } from '../../certify/index.js'
import { readAuditPart } from '../../io/sql-parts.js'
import { type Doctor, readDoctor } from '../../io/certification/read-doctor.js'
import { inSnapshot } from '../../io/certification/transaction.js'
import { isWell } from '../certification/doctor-report.js'
import { jsonDoctor } from '../certification/json-doctor.js'
import { printDoctor } from '../certification/print-doctor.js'
import { type DatabaseOptions, prepareCompiled, runTask, type Task } from '../certification/run-task.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CompiledInMemory } from '../pipeline.js'
import type { Terminal } from '../terminal.js'

/** `fusion doctor`: what an installation would find in a database, and whether the database has what the store needs. */
export function doctor(options: DatabaseOptions, terminal: Terminal): Promise<ExitCode> {
  const task: Task<CompiledInMemory, Doctor> = {
    of: 'audit',
    left: '',
    words: { cancelled: 'Cancelled.', done: 'Cancelled.' },
    prepare: prepareCompiled,
    work(session, certification, { project }, progress) {
      progress.step('examining the database')
      const { trainer, certifier } = certification.roles
      return inSnapshot(session, () =>
        readDoctor(session, {
          survey: surveyQuestion([certification], readAuditPart),
          roles: [...new Set([trainer, certifier])],
          schemas: [...new Set(['audit', ...project.views.map(({ schema }) => schema)])],
          visits: project.visits ?? [],
        }),
      )
    },
    json: jsonDoctor,
    print: printDoctor,
    exitCode: (found) => (isWell(found) ? EXIT.ok : EXIT.found),
  }
  return runTask(task, options, terminal)
}
