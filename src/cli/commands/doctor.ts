import { surveyQuestion } from '../../certify/install/index.js'
import { readAuditPart } from '../../postgres/own-sql.js'
import { type Doctor, readDoctor } from '../../certify/run/read-doctor.js'
import { inSnapshot } from '../../certify/run/in-transaction.js'
import { outcomeOf } from '../../app/certification/doctor-report.js'
import { jsonDoctor } from '../../app/certification/json-doctor.js'
import { printDoctor } from '../report/text/print-doctor.js'
import {
  type DatabaseOptions,
  prepareCompiled,
  runTask,
  type Task,
} from '../../app/certification/run-task.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CompiledInMemory } from '../../app/build/pipeline.js'
import type { Terminal } from '../terminal.js'

/** `fusion doctor`: what an installation would find in a database, and whether the database has what the store needs. */
export function doctor(options: DatabaseOptions, terminal: Terminal): Promise<ExitCode> {
  const task: Task<CompiledInMemory, Doctor> = {
    of: 'audit',
    left: '',
    isOfProject: true,
    words: { canceled: 'Canceled.', done: 'Canceled.' },
    prepare: prepareCompiled,
    work(session, _certification, { project }, progress, all) {
      progress.step('examining the database')
      return inSnapshot(session, () =>
        readDoctor(session, {
          survey: surveyQuestion(all, readAuditPart),
          roles: [...new Set(all.flatMap(({ roles }) => [roles.trainer, roles.certifier]))],
          schemas: [...new Set(['audit', ...project.views.map(({ schema }) => schema)])],
          views: project.views,
          sources: project.sources,
          visits: project.visits ?? [],
        }),
      )
    },
    json: jsonDoctor,
    print: printDoctor,
    exitCode: (found) => (outcomeOf(found) === 'well' ? EXIT.ok : EXIT.found),
  }
  return runTask(task, options, terminal)
}
