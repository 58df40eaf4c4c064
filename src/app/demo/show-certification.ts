import { latestRun, runCertification } from '../../certify/run/run-certification.js'
import type { Session } from '../../postgres/session.js'
import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import { certifiedClosure } from '../build/certified-closure.js'
import type { BuiltProject } from '../build/pipeline.js'
import type { Progress } from '../ports.js'
import { type Act, type Outcome, readAs, replaceByClock } from './acts.js'
import { runFile } from './run-demo.js'

/** Days that a run of the demo checks, as the generated first one does. */
const DAYS = 30

/** The view that somebody is going to change: the one with the invariants, where the certificate covers it. */
function victimOf({ analyzed }: BuiltProject, certification: CompiledCertification): RelationName {
  const { checked, entrypoint } = certification
  return certifiedClosure(analyzed, certification).has(displayName(checked)) ? checked : entrypoint
}

/**
 * What certification and guard do, on a store that was just certified: a trainer reads; a view starts to ask the clock,
 * and the trainer is refused before anybody has run anything; certification says why; the generated files put it right.
 *
 * @param show called with each act as soon as it is over.
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
  const count = `SELECT count(*) FROM ${quoteRelation(guarded)};`
  const asTrainer = [`SET ROLE ${quoteIdentifier(roles.trainer)};`, count]
  const call = `CALL audit.${quoteIdentifier(procedure)}(${DAYS}, false);`
  const certify = async (): Promise<Outcome> => {
    const run = await runCertification(session, certification, { days: DAYS, update: false })
    return { kind: 'certification', run, aliases: aliases.length }
  }

  await act(
    'The store is certified',
    'Four gates have looked at it: are the definitions the accepted ones, does nothing in them depend on when or by ' +
      'whom they are asked, are keys unique and invariants true, and how do the days differ from their baseline.',
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
    'Somebody makes a view ask the clock',
    'The same rows come out today. But from now on nobody can say that they will come out tomorrow.',
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
    'The guard refuses the trainer at once',
    'Nobody has run a check yet: the guard itself compares the definitions with those that were certified.',
    asTrainer,
    () => readAs(session, roles.trainer, guarded),
  )
  await act(
    'Certification fails, and says why',
    'So does every alias, and the verdict is kept.',
    [call],
    certify,
  )
  await act(
    'The generated files put it back',
    'They are what was accepted, so the store is certified again.',
    [...built.project.files.map((file) => `\\i sql/${file}`), call],
    async () => {
      for (const file of built.project.files) await runFile(session, built, file)
      return await certify()
    },
  )
  await act('The trainer reads again', '', asTrainer, () => readAs(session, roles.trainer, guarded))
  return acts
}
