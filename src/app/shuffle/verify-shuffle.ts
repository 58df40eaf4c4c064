import { compileCopies } from '../../compile/index.js'
import { shuffleGenerated, shuffleLive } from '../../meaning/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { chooseProvider } from '../../postgres/choose.js'
import { providerFor } from '../../postgres/provider-for.js'
import { compileInMemory } from '../build/pipeline.js'
import { onDatabase } from '../certification/on-database.js'
import { buildContext, type Context } from '../context.js'
import { withSession } from '../with-session.js'
import { ownSchemas } from './own-schemas.js'
import { type ShuffleReport, shuffleReport } from './shuffle-report.js'

export interface ShuffleOptions {
  /** Database to copy rows from. If neither this nor the environment names one, rows are generated. */
  readonly databaseUrl?: string | undefined
  /** Rows to generate for each source, or the maximum to copy from a database; both have a default. */
  readonly rows?: number | undefined
  readonly seed: number
}

const GENERATED_ROWS = 500
const LIVE_ROWS = 10_000

/** Work on a database that is always rolled back. */
export const ATTEMPT = {
  of: 'store',
  left: 'nothing was left in the database',
  who: 'a role that may read the sources and create schemas there (GRANT CREATE, TEMPORARY ON DATABASE … TO …)',
} as const
export const UNDONE = 'Canceled: nothing was left in the database.'

/** Reads every view several times over the same rows in different orders and plans. */
export async function verifyShuffle(options: ShuffleOptions, context: Context): Promise<ShuffleReport> {
  const { databaseUrl, seed } = options
  const { env, progress, interrupts } = context
  const { declaration, project: declared } = await compileInMemory(buildContext(context))
  const redirect = ownSchemas('shuffle')
  const copies = compileCopies(declaration, redirect)
  if ('diagnostics' in copies) throw new DiagnosticError(copies.diagnostics)
  const project = { ...copies, redirect, declaredViews: declared.views }
  const onStep = (step: string): void => progress.step(step)

  const choice = chooseProvider({ databaseUrl, env })
  if (choice.kind === 'url') {
    const rows = options.rows ?? LIVE_ROWS
    const messages = { canceled: UNDONE, done: UNDONE }
    return await onDatabase(
      { databaseUrl, attempt: ATTEMPT, messages },
      context,
      async (session, { description }) => {
        const shuffle = await shuffleLive(session, project, { rows, seed, onStep })
        return shuffleReport(shuffle, `${description}, at most ${rows} rows per source, seed ${seed}`, [])
      },
    )
  }
  const rows = options.rows ?? GENERATED_ROWS
  progress.step(`starting Postgres: ${choice.kind}, because ${choice.because}`)
  const extensions = copies.types.some(({ definition }) => definition.kind === 'extension')
  const server = await providerFor(choice, { env, extensions }).start({ report: progress.note })
  const { empty, ...shuffle } = await withSession(interrupts, server, (session) =>
    shuffleGenerated(session, project, { rows, seed, onStep }),
  )
  return shuffleReport(shuffle, `${server.description}, ${rows} generated rows per source, seed ${seed}`, [
    ...(empty.length > 0 ? [`No rows could be generated for ${empty.join(', ')}.`] : []),
    ...copies.types.flatMap(({ executesDifferently }) => executesDifferently ?? []),
  ])
}
