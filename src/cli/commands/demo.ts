import { databaseDiagnostic } from '../../certify/run/database-diagnostics.js'
import { fingerprintCompiler } from '../../load/fingerprint-compiler.js'
import { chooseProvider } from '../../postgres/choose.js'
import { providerFor } from '../../postgres/provider-for.js'
import type { Session } from '../../postgres/session.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import { certificationsOf } from '../../app/certification/certification-of.js'
import { colorsFor } from '../report/text/colors.js'
import { widthOf } from '../report/text/columns.js'
import { demoSettings } from '../../app/demo/demo-settings.js'
import { jsonAct } from '../../app/demo/json-demo.js'
import { printAct } from '../report/text/print-act.js'
import { jsonResult } from '../../app/demo/json-result.js'
import { printResult } from '../report/text/print-result.js'
import { runDemo } from '../../app/demo/run-demo.js'
import { showCertification } from '../../app/demo/show-certification.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { toJson } from '../../app/json-diagnostics.js'
import { buildInMemory } from '../../app/build/pipeline.js'
import { createProgress } from '../progress.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import type { Terminal } from '../terminal.js'
import { withSession } from '../../app/with-session.js'
import { type CommonOptions, foldersOf } from './folders.js'

export interface DemoOptions extends CommonOptions {
  readonly provider: string | undefined
  readonly databaseUrl: string | undefined
  /** Shows the certification of this entrypoint alone. */
  readonly entrypoint: string | undefined
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
    const { databaseUrl, entrypoint } = options
    const { certifications: all } = built.project
    const certifications = entrypoint === undefined ? all : certificationsOf(built.project, entrypoint)
    const choice = chooseProvider({ flag: options.provider, databaseUrl, env })
    progress.step(`starting Postgres: ${choice.kind}, because ${choice.because}`)
    const server = await providerFor(choice, {
      databaseUrl,
      env,
      extensions: built.project.types.length > 0,
    }).start({ report: progress.note })
    const isText = options.format === 'text'
    const colors = colorsFor(stdout, env)
    const print = (text: string): void => {
      progress.end()
      if (isText) stdout.write(text)
    }
    const { queries, acts } = await withSession(server, async (session: Session) => {
      try {
        const found = await runDemo(session, built, settings, progress, (result) =>
          print(printResult(result, colors)),
        )
        if (certifications.length === 0) return { queries: found, acts: null }
        const shown: object[] = []
        for (const certification of certifications) {
          // A single certification needs no label.
          const of = certifications.length > 1 ? { entrypoint: quoteRelation(certification.entrypoint) } : {}
          if (of.entrypoint !== undefined) print(`${colors.bold(of.entrypoint)}\n\n`)
          await showCertification(session, built, certification, progress, (act) => {
            shown.push({ ...of, ...jsonAct(act) })
            print(printAct(act, colors, widthOf(stdout)))
          })
        }
        return { queries: found, acts: shown }
      } catch (error) {
        throw databaseDiagnostic(error, ATTEMPT)
      }
    })
    if (!isText) {
      stdout.write(
        toJson({
          format: 1,
          server: server.description,
          queries: queries.map(jsonResult),
          certification: acts,
        }),
      )
    }
    if (!options.quiet) stderr.write(`Run in ${server.description}${leftBehind(server.kind)}.\n`)
    return EXIT.ok
  } finally {
    progress.end()
  }
}

const ATTEMPT = {
  of: 'store',
  left: '',
  who: 'somebody who may create schemas and roles there, and act in them',
} as const

const leftBehind = (kind: string): string =>
  kind === 'url' ? ', where the demo has left all that it made' : ', which is gone again'
