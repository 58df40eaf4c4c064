import { type DiagnosticError, diagnosticError } from '../../model/diagnostic.js'
import { reasonOf } from '../../model/error-code.js'
import type { Server } from '../../postgres/provider.js'
import type { Closure } from '../../resolve/index.js'
import type { BuildContext } from '../context.js'
import { engineDifference } from './engine-differences.js'

/**
 * Relations from which on a native server that is installed is used without being asked for. With its start it takes 0.8 s
 * for 100 views, where the embedded one takes 1.4 s. Below that, the gain is less than what a second start costs where
 * invariants are searched in the embedded one.
 */
const LARGE = 100

/** What is needed of the context. */
export type EngineContext = Pick<BuildContext, 'env' | 'progress' | 'interrupts' | 'engine' | 'tools'>

const roomFor = ({ sources, views }: Closure): number => sources.length + views.length

/** Starts the embedded Postgres for the relations of a closure. */
export async function startEmbedded(
  closure: Closure,
  { env, progress, interrupts, tools }: EngineContext,
): Promise<Server> {
  progress.step('starting the embedded Postgres')
  const extensions = closure.types.some(({ definition }) => definition.kind === 'extension')
  const relations = roomFor(closure)
  const server = await tools.startEmbedded({ env, extensions, relations }, progress.note)
  return await unlessInterrupted(server, interrupts)
}

/**
 * Starts the Postgres that resolves the relations of a closure. The result does not depend on which one it is.
 *
 * @throws DiagnosticError FS513, FS520 to FS524 if the native one was asked for and cannot be used.
 */
export async function startEngine(closure: Closure, context: EngineContext): Promise<Server> {
  const { engine, env, progress, interrupts } = context
  const isAsked = engine === 'native'
  if (engine === 'embedded' || (!isAsked && roomFor(closure) < LARGE))
    return await startEmbedded(closure, context)
  const { isCompared, isInstalled, nativeAnalyzer } = await import('../../postgres/native/native-analyzer.js')
  const canBeUsed = await isCompared()
  if (isAsked && !canBeUsed) throw notCompared()
  if (!isAsked && !(canBeUsed && isInstalled(env))) return await startEmbedded(closure, context)
  const difference = engineDifference(closure)
  if (difference !== undefined) {
    if (isAsked) progress.note(`the embedded Postgres is used, because the project has ${difference}`)
    return await startEmbedded(closure, context)
  }
  progress.step('starting the native Postgres')
  try {
    const server = await nativeAnalyzer({ env, relations: roomFor(closure) }).start({ report: progress.note })
    return await unlessInterrupted(server, interrupts)
  } catch (error) {
    if (isAsked || interrupts.isInterrupted) throw error
    progress.note(`the native Postgres is not used: ${reasonOf(error)}`)
    return await startEmbedded(closure, context)
  }
}

const notCompared = (): DiagnosticError =>
  diagnosticError(
    'FS513',
    'The native engine is not available here: its version and that of the embedded one were not compared.',
    'Use the embedded engine, or install the dependencies of fusion-store in the versions that it names.',
  )

/** An interrupt during the start must not leave a server behind. */
async function unlessInterrupted(server: Server, interrupts: EngineContext['interrupts']): Promise<Server> {
  if (interrupts.isInterrupted) await server.stop()
  await interrupts.unlessInterrupted()
  return server
}
