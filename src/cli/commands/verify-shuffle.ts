import { randomBytes } from 'node:crypto'
import { compileCopies } from '../../compile/index.js'
import { chooseProvider } from '../../postgres/choose.js'
import { providerFor } from '../../postgres/provider-for.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import { shuffleGenerated, shuffleLive } from '../../meaning/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { onDatabase } from '../../app/certification/on-database.js'
import type { DatabaseOptions } from '../../app/certification/run-task.js'
import { colorsFor } from '../report/text/colors.js'
import type { ExitCode } from '../exit-codes.js'
import { toJson } from '../../app/json-diagnostics.js'
import { compileInMemory } from '../../app/build/pipeline.js'
import { createProgress, type Progress } from '../progress.js'
import { jsonShuffle } from '../../app/shuffle/json-shuffle.js'
import { printShuffle } from '../report/text/print-shuffle.js'
import { shuffleExitCode, type ShuffleReport, shuffleReport } from '../../app/shuffle/shuffle-report.js'
import type { Terminal } from '../terminal.js'
import { withSession } from '../../app/with-session.js'
import { foldersOf } from './folders.js'

export interface ShuffleOptions extends DatabaseOptions {
  /** Rows of each source that are generated, or the most that are copied from a database; a default for each if absent. */
  readonly rows: number | undefined
  readonly seed: number
}

const GENERATED_ROWS = 500
const LIVE_ROWS = 10_000

/** Work on a database that always ends with everything undone. */
const ATTEMPT = {
  of: 'store',
  left: 'nothing was left in the database',
  who: 'a role that may read the sources and create schemas there (GRANT CREATE, TEMPORARY ON DATABASE … TO …)',
} as const
const UNDONE = 'Canceled: nothing was left in the database.'

/** `fusion verify --shuffle`: reads every view over the same rows in other orders and with other plans. */
export async function verifyShuffle(options: ShuffleOptions, terminal: Terminal): Promise<ExitCode> {
  const { env, stdout } = terminal
  const progress = createProgress(terminal, options.quiet)
  try {
    const report = await shuffled(options, terminal, progress)
    progress.end()
    stdout.write(
      options.format === 'json' ? toJson(jsonShuffle(report)) : printShuffle(report, colorsFor(stdout, env)),
    )
    return shuffleExitCode(report)
  } finally {
    progress.end()
  }
}

async function shuffled(
  options: ShuffleOptions,
  terminal: Terminal,
  progress: Progress,
): Promise<ShuffleReport> {
  const { databaseUrl, seed } = options
  const { env } = terminal
  const { projectDir } = foldersOf(options, terminal)
  const cacheDir = projectCacheDir(projectDir, env)
  const { declaration, project: declared } = await compileInMemory({ projectDir, cacheDir, progress })
  const redirect = ownSchemas()
  const copies = compileCopies(declaration, redirect)
  if ('diagnostics' in copies) throw new DiagnosticError(copies.diagnostics)
  const project = { ...copies, redirect, declaredViews: declared.views }
  const onStep = (step: string): void => progress.step(step)

  const choice = chooseProvider({ databaseUrl, env })
  if (choice.kind === 'url') {
    const rows = options.rows ?? LIVE_ROWS
    const words = { canceled: UNDONE, done: UNDONE }
    return await onDatabase(
      { databaseUrl, attempt: ATTEMPT, words, progress },
      terminal,
      async (session, { description }) => {
        const shuffle = await shuffleLive(session, project, { rows, seed, onStep })
        return shuffleReport(shuffle, `${description}, at most ${rows} rows a source, seed ${seed}`, [])
      },
    )
  }
  const rows = options.rows ?? GENERATED_ROWS
  progress.step(`starting Postgres: ${choice.kind}, because ${choice.because}`)
  const extensions = copies.types.some(({ definition }) => definition.kind === 'extension')
  const server = await providerFor(choice, { env, extensions }).start({ report: progress.note })
  const { empty, ...shuffle } = await withSession(server, (session) =>
    shuffleGenerated(session, project, { rows, seed, onStep }),
  )
  return shuffleReport(shuffle, `${server.description}, ${rows} generated rows a source, seed ${seed}`, [
    ...(empty.length > 0 ? [`No row could be generated for ${empty.join(', ')}.`] : []),
    ...copies.types.flatMap(({ executesDifferently }) => executesDifferently ?? []),
  ])
}

/** Names of schemas that nobody has, one for each of the project. */
function ownSchemas(): (schema: string) => string {
  const prefix = `fusion_shuffle_${randomBytes(6).toString('hex')}`
  const known = new Map<string, string>()
  return (schema) => {
    const own = known.get(schema) ?? `${prefix}_${known.size}`
    known.set(schema, own)
    return own
  }
}
