import { CommanderError } from 'commander'
import { isOfProject, jsonFailure } from '../app/failure.js'
import { toJson } from '../app/json-diagnostics.js'
import { ownPackage } from '../app/package.js'
import { DiagnosticError } from '../model/diagnostic.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { createProgram, type Invocation } from './program.js'
import type { Terminal } from './terminal.js'

/** Runs one command line and returns the exit code; never rejects. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const invocation: Invocation = { command: '', format: 'text', debug: false, code: EXIT.failed }
  try {
    await createProgram(terminal, invocation).parseAsync([...argv], { from: 'user' })
    return invocation.code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed
    if (error instanceof DiagnosticError) return await failed(error, invocation, terminal)
    return bug(error, invocation, terminal)
  }
}

async function failed(
  error: DiagnosticError,
  { command, format, debug }: Invocation,
  { stdout, stderr, env }: Terminal,
): Promise<ExitCode> {
  const { diagnostics } = error
  if (format === 'json') stdout.write(toJson(jsonFailure(command, diagnostics)))
  else {
    const { colorsFor } = await import('./report/text/colors.js')
    const { printDiagnostics } = await import('./report/text/print-diagnostics.js')
    stderr.write(printDiagnostics(diagnostics, colorsFor(stderr, env)))
  }
  if (debug) stderr.write(stackOf(error))
  return isOfProject(command, diagnostics) ? EXIT.found : EXIT.failed
}

function bug(error: unknown, { debug }: Invocation, { stderr }: Terminal): ExitCode {
  const { version, bugs } = ownPackage()
  const message = error instanceof Error ? error.message : String(error)
  stderr.write(`fusion ${version} stopped because of an unexpected error: ${message}\n`)
  if (debug) stderr.write(stackOf(error))
  const where = bugs === undefined ? '' : ` at ${bugs}`
  stderr.write(
    `Please report it${where}, with ${debug ? 'the stack trace above' : 'the stack trace that --debug prints'}.\n`,
  )
  return EXIT.failed
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)}\n`
  const cause = error.cause === undefined ? '' : `caused by ${stackOf(error.cause)}`
  return `${error.stack ?? error.message}\n${cause}`
}
