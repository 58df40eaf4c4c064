import { compileCopies } from '../../compile/index.js'
import { shuffleGenerated, shuffleLive } from '../../meaning/index.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { compileInMemory } from '../build/pipeline.js'
import { buildContext, type Context } from '../context.js'
import { overRows, type RowsOptions } from './over-rows.js'
import { ownSchemas } from './own-schemas.js'
import { type ShuffleReport, shuffleReport } from './shuffle-report.js'

export type ShuffleOptions = RowsOptions

const GENERATED_ROWS = 500
const LIVE_ROWS = 10_000

/** Reads every view several times over the same rows in different orders and plans. */
export async function verifyShuffle(options: ShuffleOptions, context: Context): Promise<ShuffleReport> {
  const { seed } = options
  const { declaration, project: declared } = await compileInMemory(buildContext(context))
  const redirect = ownSchemas('shuffle')
  const copies = compileCopies(declaration, redirect)
  if ('diagnostics' in copies) throw new DiagnosticError(copies.diagnostics)
  const project = { ...copies, redirect, declaredViews: declared.views }
  const onStep = (step: string): void => context.progress.step(step)
  const extensions = copies.types.some(({ definition }) => definition.kind === 'extension')
  const found = await overRows(
    options,
    extensions,
    {
      live: {
        rows: LIVE_ROWS,
        run: (session, rows) => shuffleLive(session, project, { rows, seed, onStep }),
      },
      generated: {
        rows: GENERATED_ROWS,
        run: (session, rows) => shuffleGenerated(session, project, { rows, seed, onStep }),
      },
    },
    context,
  )
  if ('live' in found) return shuffleReport(found.live, found.where, [])
  const { empty, ...shuffle } = found.generated
  return shuffleReport(shuffle, found.where, [
    ...(empty.length > 0 ? [`No rows could be generated for ${empty.join(', ')}.`] : []),
    ...copies.types.flatMap(({ executesDifferently }) => executesDifferently ?? []),
  ])
}
