import type { CompiledProject } from '../../model/compiled-project.js'
import type { Session } from '../../postgres/session.js'
import { resolveViews, upstreamClosure } from '../../resolve/index.js'
import type { BuildContext } from '../context.js'
import { withSession } from '../with-session.js'
import { type ComingVerdicts, relationsBelow, type Verdicts } from './prove-invariants.js'
import { startEmbedded } from './start-engine.js'

/**
 * Looks for rows that break invariants which are not proven.
 *
 * @param session with the embedded Postgres, in which the relations of the project are.
 */
export async function searchRows(
  session: Session,
  project: CompiledProject,
  coming: ComingVerdicts,
  { interrupts, progress }: Pick<BuildContext, 'interrupts' | 'progress'>,
): Promise<Verdicts> {
  const { refuteInvariants } = await import('./refute-invariants.js')
  const stop = new AbortController()
  return await interrupts.withCleanup(
    async () => stop.abort(),
    () =>
      refuteInvariants(
        session,
        project,
        coming,
        ({ dependsOn }) => relationsBelow(project, dependsOn),
        stop.signal,
        (name) => progress.step(`looking for rows that break the invariants of ${name}`),
      ),
  )
}

/**
 * The same in an embedded Postgres of its own. Rows are only computed there: what functions return in the last digit, and
 * which letters they know, depends on the machine that a Postgres was built for.
 */
export async function searchEmbedded(
  project: CompiledProject,
  verdicts: Verdicts,
  context: BuildContext,
): Promise<Verdicts> {
  const open = [...verdicts].filter(([, own]) => own.some(({ verdict }) => verdict === 'undecided'))
  const below = relationsBelow(
    project,
    open.flatMap(([{ dependsOn }]) => dependsOn),
  )
  const world = { ...project, contracts: [] }
  const server = await startEmbedded(upstreamClosure(world, below), context)
  return await withSession(context.interrupts, server, async (session) => {
    await resolveViews(session, world, below)
    const known = new Map([...verdicts].map(([contract, own]) => [contract, Promise.resolve(own)]))
    return await searchRows(session, project, known, context)
  })
}
