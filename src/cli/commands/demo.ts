import { fingerprintCompiler } from '../../io/fingerprint-compiler.js'
import { chooseProvider } from '../../io/postgres/choose.js'
import { providerFor } from '../../io/postgres/provider-for.js'
import type { Session } from '../../io/postgres/session.js'
import { projectCacheDir } from '../../io/project-cache-dir.js'
import { coloursFor } from '../colours.js'
import { demoSettings } from '../demo/demo-settings.js'
import { runDemo } from '../demo/run-demo.js'
import { printResult } from '../demo/print-result.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { toJson } from '../json-diagnostics.js'
import { buildInMemory } from '../pipeline.js'
import { createProgress } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { withSession } from '../with-session.js'
import { type CommonOptions, foldersOf } from './common.js'

export interface DemoOptions extends CommonOptions {
  readonly provider: string | undefined
  readonly databaseUrl: string | undefined
}

/** `fusion demo`: the store built in a Postgres over generated upstream rows, and some queries on it. */
export async function demo(options: DemoOptions, terminal: Terminal): Promise<ExitCode> {
  const { env, stdout, stderr } = terminal
  const { projectDir } = foldersOf(options, terminal)
  const progress = createProgress(terminal, options.quiet)
  try {
    const cacheDir = projectCacheDir(projectDir, env)
    const built = await buildInMemory({
      projectDir,
      cacheDir,
      env: terminal.env,
      compiler: fingerprintCompiler(),
      progress,
    })
    const settings = demoSettings(built.declaration)
    const { databaseUrl } = options
    const choice = chooseProvider({ flag: options.provider, databaseUrl, env })
    progress.step(`starting Postgres: ${choice.kind}, because ${choice.because}`)
    const server = await providerFor(choice, { databaseUrl, env }).start({ report: progress.note })
    const results = await withSession(server, (session: Session) =>
      runDemo(session, built, settings, progress, (result) => {
        progress.end()
        if (options.format === 'text') stdout.write(printResult(result, coloursFor(stdout, env)))
      }),
    )
    if (options.format === 'json')
      stdout.write(toJson({ format: 1, server: server.description, queries: results }))
    if (!options.quiet) stderr.write(`Run in ${server.description}${leftBehind(server.kind)}.\n`)
    return EXIT.ok
  } finally {
    progress.end()
  }
}

const leftBehind = (kind: string): string =>
  kind === 'url' ? ', where the demo has left its tables and views' : ', which is gone again'
