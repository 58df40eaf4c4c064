import { join } from 'node:path'
import {
  acceptBaseline,
  type Acceptance,
  baselineFiles,
  checkBaseline,
  readBaseline,
  statesOf,
} from '../../check/index.js'
import { currentUser } from '../../output/current-user.js'
import { embeddedPostgresName } from '../../load/embedded-postgres-name.js'
import { fingerprintCompiler } from '../../load/fingerprint-compiler.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import { readFolder } from '../../output/read-folder.js'
import { writeBaseline } from '../../output/write-baseline.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { uninterrupted } from '../../app/interrupts.js'
import { toJson } from '../../app/json-diagnostics.js'
import { buildInMemory } from '../../app/build/pipeline.js'
import { acceptanceLine } from '../report/text/print-acceptance.js'
import { createProgress } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { BASELINE_FOLDER, type CommonOptions, foldersOf } from './folders.js'

export interface AcceptOptions extends CommonOptions {
  readonly reason: string
}

const noReason = {
  code: 'FS706',
  place: {},
  message: 'a baseline is accepted for a reason, and none is given',
  hint: 'Say in a sentence why the definitions may change: --reason "…".',
}

/** `fusion baseline accept`: from now on, what the project compiles to is what was meant. */
export async function baselineAccept(options: AcceptOptions, terminal: Terminal): Promise<ExitCode> {
  const reason = options.reason.trim()
  if (reason === '') throw new DiagnosticError([noReason])
  const { projectDir, outDir } = foldersOf(options, terminal)
  const dir = join(outDir, BASELINE_FOLDER)
  const reading = readBaseline(readFolder(dir))
  if (reading.kind === 'invalid') throw new DiagnosticError(checkBaseline(dir, reading, []).diagnostics)

  const progress = createProgress(terminal, options.quiet)
  try {
    const cacheDir = projectCacheDir(projectDir, terminal.env)
    const { analyzed } = await buildInMemory({
      projectDir,
      cacheDir,
      env: terminal.env,
      compiler: fingerprintCompiler(),
      progress,
    })
    progress.end()
    const act = { at: new Date().toISOString(), who: currentUser(projectDir), reason }
    const previous = reading.kind === 'read' ? reading : undefined
    const { baseline, log, acceptance } = acceptBaseline(
      previous,
      statesOf(analyzed),
      embeddedPostgresName(),
      act,
    )
    const isNew = acceptance.fingerprint !== acceptance.previous
    if (isNew) await uninterrupted(() => writeBaseline(dir, baselineFiles(baseline, log)))
    report(options, terminal, isNew, acceptance)
    return EXIT.ok
  } finally {
    progress.end()
  }
}

function report(
  { format, quiet }: CommonOptions,
  { stdout, stderr }: Terminal,
  isNew: boolean,
  entry: Acceptance,
): void {
  if (format === 'json') stdout.write(toJson({ format: 1, accepted: isNew ? entry : null }))
  else if (isNew) stdout.write(acceptanceLine(entry))
  else if (!quiet) stderr.write('Nothing to accept: the baseline is what the project compiles to.\n')
}
