import { databaseDiagnostic } from '../../certify/run/database-diagnostic.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { chooseProvider } from '../../postgres/choose.js'
import { providerFor } from '../../postgres/provider-for.js'
import { buildInMemory } from '../build/pipeline.js'
import { certificationsOf } from '../certification/certification-of.js'
import { buildContext, type Context } from '../context.js'
import { withSession } from '../with-session.js'
import type { Act } from './acts.js'
import { type DemoResult, demoSettings, runDemo } from './run-demo.js'
import { showCertification } from './show-certification.js'
import { showOptional } from './show-optional.js'

export interface DemoOptions {
  /** Kind of Postgres. See `chooseProvider`. */
  readonly provider?: string | undefined
  readonly databaseUrl?: string | undefined
  /** Shows only the certification of this entrypoint. */
  readonly entrypoint?: string | undefined
}

/** Receives each part of a demo as soon as it is available. */
export interface DemoAudience {
  result(result: DemoResult): void
  /** Called before each certification if there are several. */
  entrypoint(name: string): void
  act(act: Act): void
}

export interface Demo {
  readonly server: { readonly kind: string; readonly description: string }
  readonly queries: readonly DemoResult[]
  readonly certifications: readonly { readonly entrypoint: string; readonly acts: readonly Act[] }[]
}

const ATTEMPT = {
  of: 'store',
  left: '',
  who: 'a role that may create schemas and roles there, and use them',
} as const

/**
 * Builds a store in a Postgres over generated upstream rows, runs the queries of its demo, and demonstrates its
 * certification.
 */
export async function demo(
  { provider, databaseUrl, entrypoint }: DemoOptions,
  context: Context,
  audience?: DemoAudience,
): Promise<Demo> {
  const { env, progress, interrupts } = context
  const built = await buildInMemory(buildContext(context))
  const settings = demoSettings(built.declaration)
  const { certifications: all } = built.project
  const chosen = entrypoint === undefined ? all : certificationsOf(built.project, entrypoint)
  const choice = chooseProvider({ flag: provider, databaseUrl, env })
  progress.step(`starting Postgres: ${choice.kind}, because ${choice.because}`)
  const server = await providerFor(choice, {
    databaseUrl,
    env,
    extensions: built.project.types.length > 0,
  }).start({ report: progress.note })
  const { kind, description } = server
  return await withSession(interrupts, server, async (session) => {
    try {
      const queries = await runDemo(session, built, settings, progress, (result) => audience?.result(result))
      const certifications: Demo['certifications'][number][] = []
      for (const certification of chosen) {
        const name = quoteRelation(certification.entrypoint)
        if (chosen.length > 1) audience?.entrypoint(name)
        const show = certification.isOptional ? showOptional : showCertification
        const acts = await show(session, built, certification, progress, (act) => audience?.act(act))
        certifications.push({ entrypoint: name, acts })
      }
      return { server: { kind, description }, queries, certifications }
    } catch (error) {
      throw databaseDiagnostic(error, ATTEMPT)
    }
  })
}
