import { sep } from 'node:path'
import { DiagnosticError, diagnosticError } from '../../model/diagnostic.js'
import { type Changes, fileChanges } from '../../watch/file-changes.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import type { Context } from '../context.js'
import { startBuilders } from './builders.js'
import type { Outcome } from './messages.js'

export type { Outcome }

/** What a watch reports. */
export interface WatchReport {
  /** A build begins, because files have changed; none at the start. Paths are absolute. */
  building(changed: readonly string[]): void
  /** @param ms how long it took. */
  finished(outcome: Outcome, ms: number): void
}

/** Mistakes after which there is nothing to watch. */
const HOPELESS = new Set<string>(['FS101', 'FS104'])

/**
 * Builds a project, and builds it again whenever a file changes that it may depend on. A build that fails changes no file,
 * and the next change is built as any other.
 *
 * Never returns; it ends when the work is interrupted.
 *
 * @throws DiagnosticError if there is no project, or if its files cannot be watched.
 */
export async function watch(context: Context, report: WatchReport): Promise<never> {
  const { projectDir, outDir, out, engine, env, progress, interrupts } = context
  const builders = startBuilders({ projectDir, outDir, out, engine }, env, progress)
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
      const started = performance.now()
      const outcome = await Promise.race([builders.build(changed.hasOthers), blind])
      progress.end()
      await interrupts.unlessInterrupted()
      if (isFirst && outcome.kind === 'failed' && outcome.diagnostics.some(({ code }) => HOPELESS.has(code)))
        throw new DiagnosticError(outcome.diagnostics)
      report.finished(outcome, performance.now() - started)
      if (outcome.kind === 'built') changes.include(outcome.build.inputs)
      changed = await Promise.race([changes.next(), blind])
      await interrupts.unlessInterrupted()
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
