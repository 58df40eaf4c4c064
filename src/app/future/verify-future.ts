import { compileCopies } from '../../compile/index.js'
import { futureGenerated, futureLive } from '../../meaning/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { analyzeWithoutInvariants } from '../build/pipeline.js'
import { certificationsOf } from '../certification/certification-of.js'
import { buildContext, type Context } from '../context.js'
import { overRows, type RowsOptions } from '../shuffle/over-rows.js'
import { ownSchemas } from '../shuffle/own-schemas.js'
import { type FutureReport, futureReport } from './future-report.js'
import { futureTargets } from './future-targets.js'

export interface FutureOptions extends RowsOptions {
  /** Only this certified entrypoint; by default all of them. */
  readonly entrypoint?: string | undefined
}

const GENERATED_ROWS = 200
const LIVE_ROWS = 2000
/** T0s of each entrypoint. */
const MOMENTS = 4

/** Inserts, changes and deletes rows that were recorded after sampled T0s, and compares the rows before. */
export async function verifyFuture(options: FutureOptions, context: Context): Promise<FutureReport> {
  const { declaration, project: declared, analyzed } = await analyzeWithoutInvariants(buildContext(context))
  const certifications = certificationsOf(declared, options.entrypoint)
  const redirect = ownSchemas('future')
  const copies = compileCopies(declaration, redirect)
  if ('diagnostics' in copies) throw new DiagnosticError(copies.diagnostics)
  const targets = futureTargets(declared, analyzed, certifications)
  const project = { ...copies, redirect, targets, declaredViews: declared.views }
  const settings = {
    seed: options.seed,
    moments: MOMENTS,
    onStep: (step: string): void => context.progress.step(step),
  }
  const extensions = copies.types.some(({ definition }) => definition.kind === 'extension')
  const found = await overRows(
    options,
    extensions,
    {
      live: { rows: LIVE_ROWS, run: (session, rows) => futureLive(session, project, { ...settings, rows }) },
      generated: {
        rows: GENERATED_ROWS,
        run: (session, rows) => futureGenerated(session, project, { ...settings, rows }),
      },
    },
    context,
  )
  if ('live' in found) return futureReport(found.live, found.where, [])
  return futureReport(
    found.generated,
    found.where,
    copies.types.flatMap(({ executesDifferently }) => executesDifferently ?? []),
  )
}
