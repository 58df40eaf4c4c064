import { compileCopies } from '../../compile/index.js'
import { futureGenerated, futureLive } from '../../meaning/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { chooseProvider } from '../../postgres/choose.js'
import { providerFor } from '../../postgres/provider-for.js'
import { analyzeWithoutInvariants } from '../build/pipeline.js'
import { certificationsOf } from '../certification/certification-of.js'
import { onDatabase } from '../certification/on-database.js'
import { buildContext, type Context } from '../context.js'
import { ownSchemas } from '../shuffle/own-schemas.js'
import { ATTEMPT, UNDONE } from '../shuffle/verify-shuffle.js'
import { withSession } from '../with-session.js'
import { type FutureReport, futureReport } from './future-report.js'
import { futureTargets } from './future-targets.js'

export interface FutureOptions {
  /** Database to copy rows from. If neither this nor the environment names one, rows are generated. */
  readonly databaseUrl?: string | undefined
  /** Only this certified entrypoint; by default all of them. */
  readonly entrypoint?: string | undefined
  /** Rows to generate for each source, or the maximum to copy from a database; both have a default. */
  readonly rows?: number | undefined
  readonly seed: number
}

const GENERATED_ROWS = 200
const LIVE_ROWS = 2000
/** T0s of each entrypoint. */
const MOMENTS = 4

/** Inserts, changes and deletes rows that were recorded after sampled T0s, and compares the rows before. */
export async function verifyFuture(options: FutureOptions, context: Context): Promise<FutureReport> {
  const { databaseUrl, seed } = options
  const { env, progress, interrupts } = context
  const { declaration, project: declared, analyzed } = await analyzeWithoutInvariants(buildContext(context))
  const certifications = certificationsOf(declared, options.entrypoint)
  const redirect = ownSchemas('future')
  const copies = compileCopies(declaration, redirect)
  if ('diagnostics' in copies) throw new DiagnosticError(copies.diagnostics)
  const targets = futureTargets(declared, analyzed, certifications)
  const project = { ...copies, redirect, targets, declaredViews: declared.views }
  const onStep = (step: string): void => progress.step(step)

  const choice = chooseProvider({ databaseUrl, env })
  if (choice.kind === 'url') {
    const rows = options.rows ?? LIVE_ROWS
    const messages = { canceled: UNDONE, done: UNDONE }
    return await onDatabase(
      { databaseUrl, attempt: ATTEMPT, messages },
      context,
      async (session, { description }) => {
        const checks = await futureLive(session, project, { rows, seed, moments: MOMENTS, onStep })
        return futureReport(checks, `${description}, at most ${rows} rows per source, seed ${seed}`, [])
      },
    )
  }
  const rows = options.rows ?? GENERATED_ROWS
  progress.step(`starting Postgres: ${choice.kind}, because ${choice.because}`)
  const extensions = copies.types.some(({ definition }) => definition.kind === 'extension')
  const server = await providerFor(choice, { env, extensions }).start({ report: progress.note })
  const checks = await withSession(interrupts, server, (session) =>
    futureGenerated(session, project, { rows, seed, moments: MOMENTS, onStep }),
  )
  return futureReport(
    checks,
    `${server.description}, ${rows} generated rows per source, seed ${seed}`,
    copies.types.flatMap(({ executesDifferently }) => executesDifferently ?? []),
  )
}
