import { relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { jsonBuild } from '../../app/build/build.js'
import { isOfProject, jsonFailure } from '../../app/failure.js'
import { type Outcome, watch as watchProject } from '../../app/watch/watch.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { colorsFor } from '../report/text/colors.js'
import { printDiagnostics } from '../report/text/print-diagnostics.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'
import { reportBuild } from './build.js'

/** Clears the screen, but not what was scrolled out of it. */
const CLEAR_SCREEN = '\u001B[2J\u001B[H'

const PRINTED_MS = 20

/** Whether the screen still says what a build came to: that files are current which the last one has written. */
const isSame = (shown: Outcome | undefined, outcome: Outcome): boolean =>
  shown?.kind === 'built' &&
  outcome.kind === 'built' &&
  outcome.build.notes.length === 0 &&
  outcome.build.files.every(({ status }) => status === 'unchanged')

/**
 * `fusion build --watch`. Each report replaces the one before it on a terminal, and follows it in a log. Returns only if
 * there is nothing to watch, or nobody reads what it prints.
 */
export async function watch(options: CommonOptions, terminal: Terminal): Promise<ExitCode> {
  const { stdout, stderr, env } = terminal
  const isDrawn = options.format === 'text' && stdout.isTTY && stderr.isTTY && !env['CI']
  // Documents are on standard output; what a person reads is on both.
  const read = options.format === 'json' ? [stdout] : [stdout, stderr]
  const unread = Promise.race(read.flatMap((output) => output.unread ?? []))
  let reports = Promise.resolve()
  let printed = ''
  let shown: Outcome | undefined

  const report = async (outcome: Outcome, ms: number): Promise<void> => {
    if (isDrawn) {
      // What modules print arrives beside the outcome.
      await sleep(PRINTED_MS)
      if (!isSame(shown, outcome) || printed !== '') stderr.write(CLEAR_SCREEN)
      stderr.write(printed)
      printed = ''
      shown = outcome
    }
    if (options.format === 'json') {
      if (outcome.kind === 'built') stdout.write(line(jsonBuild(outcome.build)))
      else stdout.write(line(failureOf(outcome)))
    }
    switch (outcome.kind) {
      case 'built':
        await reportBuild(outcome.build, options, terminal, ms)
        break
      case 'failed':
        if (options.format === 'text')
          stderr.write(printDiagnostics(outcome.diagnostics, colorsFor(stderr, env)))
        break
      case 'ended':
        stderr.write(
          `the process that builds ended with ${outcome.how}; the next change is built by another one\n`,
        )
        break
      case 'bug':
        stderr.write(`fusion could not build because of an unexpected error: ${outcome.message}\n`)
        if (options.debug) stderr.write(`${outcome.stack}\n`)
    }
    if (options.quiet) return
    const { length } = outcome.kind === 'failed' ? outcome.diagnostics : []
    const errors = length === 0 ? '' : `${length} ${length === 1 ? 'error' : 'errors'}, nothing was written. `
    const [time] = new Date().toTimeString().split(' ')
    stderr.write(`${errors}${time} watching for changes; Ctrl-C ends.\n`)
  }

  try {
    await withContext(options, terminal, (context) =>
      watchProject(context, {
        building: (changed) => {
          if (isDrawn || options.quiet || options.format === 'json') return
          for (const path of changed) stderr.write(`${relative(context.projectDir, path)} has changed\n`)
        },
        finished: (outcome, ms) => void (reports = reports.then(() => report(outcome, ms))),
        printed(text) {
          if (isDrawn) printed += text
          else stderr.write(text)
        },
        unread,
      }),
    )
    return EXIT.ok
  } catch (error) {
    if (!(error instanceof DiagnosticError) || options.format === 'text') throw error
    const { diagnostics } = error
    stdout.write(line(jsonFailure('build', diagnostics)))
    return isOfProject('build', diagnostics) ? EXIT.found : EXIT.failed
  }
}

/** Where there are no diagnostics, a sentence says what happened. */
const failureOf = (outcome: Exclude<Outcome, { kind: 'built' }>) =>
  outcome.kind === 'failed'
    ? jsonFailure('build', outcome.diagnostics)
    : { ...jsonFailure('build', []), error: outcome.kind === 'bug' ? outcome.message : outcome.how }

/** A document on a line of its own, so that a reader knows where it ends. */
const line = (value: unknown): string => `${JSON.stringify(value)}\n`
