import { join } from 'node:path'
import {
  acceptBaseline,
  type Acceptance,
  baselineFiles,
  type BaselineReading,
  checkBaseline,
  readBaseline,
  statesOf,
} from '../../check/index.js'
import { embeddedPostgresName } from '../../load/embedded-postgres-name.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { currentUser } from '../../output/current-user.js'
import { readFolder } from '../../output/read-folder.js'
import { writeBaseline } from '../../output/write-baseline.js'
import { buildContext, type Context } from '../context.js'

/** Below the output folder. */
export const BASELINE_FOLDER = 'baseline'

const noReason = {
  code: 'FS706',
  place: {},
  message: 'no reason is given for accepting the baseline',
  hint: 'Give the reason for the change: --reason "…".',
} as const

/** @throws DiagnosticError if the files were edited by hand. */
function readValid(dir: string): Exclude<BaselineReading, { readonly kind: 'invalid' }> {
  const reading = readBaseline(readFolder(dir))
  if (reading.kind === 'invalid') throw new DiagnosticError(checkBaseline(dir, reading, []).diagnostics)
  return reading
}

/**
 * Accepts the compiled definitions of a project, and records who accepted them, when and why.
 *
 * @returns the acceptance, or null if the compiled definitions already match the baseline.
 */
export async function accept(
  options: { readonly reason: string },
  context: Context,
): Promise<Acceptance | null> {
  const reason = options.reason.trim()
  if (reason === '') throw new DiagnosticError([noReason])
  const dir = join(context.outDir, BASELINE_FOLDER)
  const reading = readValid(dir)
  const { buildInMemory } = await import('../build/pipeline.js')
  const { analyzed } = await buildInMemory(buildContext(context))
  const act = { at: new Date().toISOString(), who: currentUser(context.projectDir), reason }
  const previous = reading.kind === 'read' ? reading : undefined
  const { baseline, log, acceptance } = acceptBaseline(
    previous,
    statesOf(analyzed),
    embeddedPostgresName(),
    act,
  )
  if (acceptance.fingerprint === acceptance.previous) return null
  await context.interrupts.uninterrupted(() => writeBaseline(dir, baselineFiles(baseline, log)))
  return acceptance
}

/** JSON output of `fusion baseline accept`. */
export const jsonAccept = (accepted: Acceptance | null) => ({ format: 1 as const, accepted })

/** The acceptances so far, oldest first. `fingerprint` is null if there are none. */
export interface AcceptedBaseline {
  readonly fingerprint: string | null
  /** The Postgres that deparsed the definitions. */
  readonly server: string | null
  readonly accepted: readonly Acceptance[]
}

/** Reads the acceptances of a project. */
export function showBaseline({ outDir }: Pick<Context, 'outDir'>): AcceptedBaseline {
  const reading = readValid(join(outDir, BASELINE_FOLDER))
  if (reading.kind !== 'read') return { fingerprint: null, server: null, accepted: [] }
  const { baseline, log } = reading
  return { fingerprint: baseline.fingerprint, server: baseline.server, accepted: log }
}

/** JSON output of `fusion baseline show`. */
export const jsonBaseline = ({ fingerprint, server, accepted }: AcceptedBaseline) => ({
  format: 1 as const,
  fingerprint,
  server,
  accepted,
})
