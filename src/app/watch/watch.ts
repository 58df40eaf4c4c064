import { resolve, sep } from 'node:path'
import { DiagnosticError, diagnosticError } from '../../model/diagnostic.js'
import { type Changes, fileChanges } from '../../watch/file-changes.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import type { Context } from '../context.js'
import { type Builders, startBuilders } from './builders.js'
import type { Outcome } from './messages.js'

export type { Outcome }

/** What a watch reports. */
export interface WatchReport {
  /** A build begins, because files have changed; none at the start. Paths are absolute. */
  building(changed: readonly string[]): void
  /** @param ms how long it took. */
  finished(outcome: Outcome, ms: number): void
  /** What the modules of the project print. */
  printed(text: string): void
  /** Comes when nobody reads the reports. */
  readonly unread: Promise<void>
}

/**
 * Builds a project, and builds it again whenever a file changes that it may depend on. A build that fails changes no file,
 * and the next change is built as any other.
 *
 * It ends when the work is interrupted, or when nobody reads its reports.
 *
 * @throws DiagnosticError if there is no project, or if its files cannot be watched.
 */
export async function watch(context: Context, report: WatchReport): Promise<void> {
  const { projectDir, outDir, out, engine, env, progress, interrupts } = context
  const builders = startBuilders({ projectDir, outDir, out, engine }, env, {
    step: (text) => progress.step(text),
    note: (text) => progress.note(text),
    printed: (text) => report.printed(text),
  })
  const ending: { close?: () => Promise<void> } = {}
  const end = async (): Promise<void> => {
    await Promise.all([builders.end(), ending.close?.()])
  }
  return await interrupts.withCleanup(end, async () => {
    let onBlind: (error: Error) => void = () => undefined
    const blind = new Promise<never>((_, reject) => (onBlind = reject))
    blind.catch(() => undefined)
    const changes = await fileChanges(projectDir, [outDir, projectCacheDir(projectDir, env)], (reason) =>
      onBlind(
        diagnosticError(
          'FS558',
          `The files of ${projectDir} cannot be watched: ${reason}.`,
          'Allow more watched files (on Linux fs.inotify.max_user_watches), or run fusion build after each change.',
        ),
      ),
    )
    ending.close = () => changes.close()
    let changed: Changes = { paths: [], hasOthers: false }
    for (let isFirst = true; ; isFirst = false) {
      report.building(changed.paths)
      const [started, startedAt] = [performance.now(), Date.now()]
      const next = changes.next()
      const building = builders.build(changed.hasOthers)
      abandonIfStuck(builders, building, next)
      const outcome = await Promise.race([building, blind])
      progress.end()
      await interrupts.unlessInterrupted()
      if (isFirst && outcome.kind === 'failed' && outcome.diagnostics.some(({ code }) => code === 'FS101'))
        throw new DiagnosticError(outcome.diagnostics)
      report.finished(outcome, performance.now() - started)
      changes.include(filesOf(outcome, projectDir), startedAt)
      const wanted = await Promise.race([next, blind, report.unread])
      await interrupts.unlessInterrupted()
      if (wanted === undefined) return
      changed = wanted
      // A process imports a package once.
      if (
        changed.paths.some(
          (file) => file.includes(`${sep}node_modules${sep}`) || file.endsWith('package.json'),
        )
      )
        builders.renew()
    }
  })
}

/** The files that a build depends on, as far as it says. */
function filesOf(outcome: Outcome, projectDir: string): readonly string[] {
  switch (outcome.kind) {
    case 'built':
      return outcome.build.inputs
    case 'failed':
      return outcome.diagnostics.flatMap(({ place: { file } }) =>
        file === undefined ? [] : [resolve(projectDir, file)],
      )
    default:
      return []
  }
}

/** Ends a build whose modules never end, when they have changed. */
function abandonIfStuck(builders: Builders, building: Promise<unknown>, changes: Promise<unknown>): void {
  let hasChanged = false
  void changes.then(() => (hasChanged = true))
  const timer = setInterval(() => {
    if (hasChanged && builders.isStuck()) builders.abandon()
  }, 500)
  void building.finally(() => clearInterval(timer))
}
