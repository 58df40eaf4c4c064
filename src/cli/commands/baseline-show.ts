import { join } from 'node:path'
import { checkBaseline, readBaseline } from '../../check/index.js'
import { readFolder } from '../../output/read-folder.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { toJson } from '../../app/json-diagnostics.js'
import { acceptanceLine } from '../report/text/print-acceptance.js'
import type { Terminal } from '../terminal.js'
import { BASELINE_FOLDER, type CommonOptions, foldersOf } from './folders.js'

/** `fusion baseline show`: what was accepted, when, by whom and why; the oldest first. */
export function baselineShow(options: CommonOptions, terminal: Terminal): ExitCode {
  const dir = join(foldersOf(options, terminal).outDir, BASELINE_FOLDER)
  const reading = readBaseline(readFolder(dir))
  if (reading.kind === 'invalid') throw new DiagnosticError(checkBaseline(dir, reading, []).diagnostics)
  const { stdout, stderr } = terminal
  if (options.format === 'json') {
    const read = reading.kind === 'read' ? reading : undefined
    const fingerprint = read?.baseline.fingerprint ?? null
    stdout.write(
      toJson({ format: 1, fingerprint, server: read?.baseline.server ?? null, accepted: read?.log ?? [] }),
    )
  } else if (reading.kind === 'read') stdout.write(reading.log.map(acceptanceLine).join(''))
  else if (!options.quiet) stderr.write('Nothing has been accepted yet.\n')
  return EXIT.ok
}
