import { databaseDiagnostic } from '../../certify/run/database-diagnostic.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import type { Session } from '../../postgres/session.js'
import type { CompiledInMemory } from '../build/pipeline.js'
import type { Context } from '../context.js'
import type { Progress } from '../ports.js'
import { type StoredNode, storedOf, storedReadBy } from '../refresh/stored-graph.js'
import { certificationsOf } from './certification-of.js'
import { onDatabase } from './on-database.js'
import { type DatabaseOptions, prepare, runTask, type Task } from './run-task.js'
import type { StoredPart, TaskResult } from './task-result.js'

/** A use case on the stored relations of a project in a database. */
export interface StoredTask<S> {
  /** @param isChosen the report is about these only, so that the database must have the optional ones too. */
  work(
    session: Session,
    nodes: readonly StoredNode[],
    isChosen: boolean,
    progress: Progress,
  ): Promise<readonly S[]>
  /** @param isAlone nothing is certified, so that the report is about the stored relations only. */
  judge(items: readonly S[], isAlone: boolean): Omit<StoredPart<S>, 'items'>
}

/** The stored relations that a report is about: all, or those that an entrypoint reads. */
function storedNodes({ project }: CompiledInMemory, { entrypoint }: DatabaseOptions): readonly StoredNode[] {
  const all = storedOf(project)
  if (entrypoint === undefined || all.length === 0) return all
  const views = certificationsOf(project, entrypoint).flatMap((one) => [one.entrypoint, one.guarded])
  return storedReadBy(project, views.map(displayName), all)
}

/**
 * Runs a task on the certifications of a project, and one on its stored relations. A project needs either to have one of
 * them.
 */
export async function runWithStored<P extends CompiledInMemory, T, S>(
  task: Task<P, T>,
  stored: StoredTask<S>,
  options: DatabaseOptions,
  context: Context,
): Promise<TaskResult<T, S>> {
  const prepared = await prepare(task, options, context)
  const nodes = storedNodes(prepared, options)
  const isAlone = prepared.project.certifications.length === 0
  const certified =
    nodes.length === 0 || !isAlone
      ? await runTask({ ...task, prepare: () => Promise.resolve(prepared) }, options, context)
      : undefined
  if (nodes.length === 0 && certified) return certified
  const attempt = { of: 'audit', left: '', who: 'the owner of the audit schema' } as const
  const { databaseUrl } = options
  const { messages } = task
  try {
    return await onDatabase({ databaseUrl, attempt, messages }, context, async (session, { description }) => {
      const items = await stored.work(session, nodes, options.entrypoint !== undefined, context.progress)
      const { json, grade } = task
      return {
        server: description,
        outcomes: [],
        reporting: { json, grade },
        ...certified,
        stored: { items, ...stored.judge(items, isAlone) },
      }
    })
  } catch (error) {
    const known = databaseDiagnostic(error, attempt)
    // What was found out about the certifications is still reported.
    if (!certified || !(known instanceof DiagnosticError) || context.interrupts.isInterrupted) throw known
    const { diagnostics } = known
    return { ...certified, stored: { items: [], outcome: 'not run', grade: 'failed', diagnostics } }
  }
}
