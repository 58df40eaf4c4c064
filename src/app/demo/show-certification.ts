import { latestRun, runCertification } from '../../certify/run/run-certification.js'
import type { Session } from '../../postgres/session.js'
import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { isOptionalSqlFile } from '../../model/sql-files.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import { certifiedClosure } from '../../model/certified-closure.js'
import type { BuiltProject } from '../build/pipeline.js'
import type { Progress } from '../ports.js'
import { type Act, DAYS, type Outcome, readAs, replaceByClock, trainerReads } from './acts.js'
import { runFile } from './run-demo.js'

/** The view that the demo changes: the one with the invariants, if the certificate covers it. */
function victimOf({ analyzed }: BuiltProject, certification: CompiledCertification): RelationName {
  const { checked, entrypoint } = certification
  return certifiedClosure(analyzed, certification).has(displayName(checked)) ? checked : entrypoint
}

/**
 * Demonstrates certification and guard on a store that was just certified. A trainer reads it. A view is changed to read
 * the clock, and the guard refuses the trainer at once. Certification reports the reason. The generated files restore it.
 *
 * @param show called with each act as soon as it is finished.
 */
export async function showCertification(
  session: Session,
  built: BuiltProject,
  certification: CompiledCertification,
  progress: Progress,
  show: (act: Act) => void,
): Promise<readonly Act[]> {
  const { guarded, roles, aliases, procedure } = certification
  const acts: Act[] = []
  const hasStored = built.project.views.some(
    ({ stored, file }) => stored !== undefined && !isOptionalSqlFile(file),
  )
  const act = async (
    title: string,
    text: string,
    statements: readonly string[],
    work: () => Promise<Outcome>,
  ): Promise<void> => {
    progress.step(title)
    const done = { title, text, statements, outcome: await work() }
    acts.push(done)
    show(done)
  }
  const asTrainer = trainerReads(certification)
  const call = `CALL audit.${quoteIdentifier(procedure)}(${DAYS}, false);`
  const certify = async (): Promise<Outcome> => {
    const run = await runCertification(session, certification, { days: DAYS, update: false })
    return { kind: 'certification', run, aliases: aliases.length }
  }

  await act(
    'The store is certified',
    'All gates passed: the definitions are the accepted ones, no result depends on the time or the session, sources show ' +
      'of the time after T0 only what is declared, keys are unique and invariants hold, and the days were compared with ' +
      'their baseline.' +
      (hasStored ? ' The rows of stored relations are those of their views.' : ''),
    [call],
    async () => {
      const run = await latestRun(session, certification)
      if (!run) throw new Error('the generated files certified nothing')
      return { kind: 'certification', run, aliases: aliases.length }
    },
  )
  await act(
    'A trainer reads it',
    `The role ${roles.trainer} may read the guarded view and nothing else.`,
    asTrainer,
    () => readAs(session, roles.trainer, guarded),
  )
  const victim = victimOf(built, certification)
  await act(
    'A view is changed to read the clock',
    'Its rows are the same today, but they could be different tomorrow.',
    [
      `CREATE OR REPLACE VIEW ${quoteRelation(victim)} AS`,
      '  SELECT q.* FROM (… its query as it was …) AS q WHERE now() IS NOT NULL;',
    ],
    async () => {
      await replaceByClock(session, victim)
      return { kind: 'done' }
    },
  )
  await act(
    'The guard refuses the trainer immediately',
    'No check has run yet. The guard itself compares the definitions with the certified ones.',
    asTrainer,
    () => readAs(session, roles.trainer, guarded),
  )
  await act(
    'Certification fails and reports the reason',
    'The aliases fail too, and the verdict is recorded.',
    [call],
    certify,
  )
  const restoring = built.project.files.filter((file) => !isOptionalSqlFile(file))
  await act(
    'The generated files restore the view',
    'They contain the accepted definitions, so the store is certified again.',
    [...restoring.map((file) => `\\i sql/${file}`), call],
    async () => {
      for (const file of restoring) await runFile(session, built, file)
      return await certify()
    },
  )
  await act('The trainer reads again', '', asTrainer, () => readAs(session, roles.trainer, guarded))
  return acts
}
