import { surveyQuestion } from '../../certify/install/index.js'
import { type Doctor, readDoctor } from '../../certify/run/read-doctor.js'
import { inSnapshot } from '../../certify/run/in-transaction.js'
import { readAuditPart } from '../../postgres/own-sql.js'
import type { Context } from '../context.js'
import { doctorChecks, foundIn, outcomeOf } from './doctor-report.js'
import { type DatabaseOptions, prepareCompiled, runTask } from './run-task.js'
import type { Subject } from './subject.js'
import type { TaskResult } from './task-result.js'

/** Checks whether a database is ready for an installation and has what the project needs. */
export function doctor(options: DatabaseOptions, context: Context): Promise<TaskResult<Doctor>> {
  return runTask(
    {
      of: 'audit',
      left: '',
      isOfProject: true,
      messages: { canceled: 'Canceled.', done: 'Canceled.' },
      prepare: prepareCompiled,
      work(session, _certification, { project }, progress, all) {
        progress.step('checking the database')
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
      grade: (found) => (outcomeOf(found) === 'well' ? 'ok' : 'found'),
    },
    options,
    context,
  )
}

/** JSON output of `fusion doctor`. */
export const jsonDoctor = (found: Doctor, { entrypoints, server }: Subject) => ({
  outcome: outcomeOf(found),
  entrypoints,
  server,
  audit: {
    found: foundIn(found),
    version: found.version,
    owner: found.facts.owner,
    objects: found.objects.filter(({ state }) => state !== null),
  },
  checks: doctorChecks(found),
})
