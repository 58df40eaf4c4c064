import { parentPort, workerData } from 'node:worker_threads'
import { reasonOf } from '../../model/error-code.js'
import { engineHere } from './engine-here.js'
import type { FromThread, ToThread } from './engine-thread.js'
import type { EngineOptions } from './running-engine.js'

// The thread of `engine-thread.ts`.
const say = (said: FromThread, bytes?: ArrayBuffer): void =>
  parentPort?.postMessage(said, bytes === undefined ? [] : [bytes])

let give: (module: WebAssembly.Module) => void
const compiled = new Promise<WebAssembly.Module>((resolve) => (give = resolve))
const starting = engineHere(workerData as EngineOptions, compiled, (report) => say({ report }))
starting.then(
  () => say({ isReady: true }),
  (error: unknown) => say({ failed: reasonOf(error) }),
)

const answer = async (message: Uint8Array): Promise<void> => {
  try {
    const engine = await starting
    // A copy of its own can be handed over without copying it once more.
    const bytes = new Uint8Array(await engine.answer(message))
    say({ answer: bytes, isInTransaction: engine.isInTransaction() }, bytes.buffer)
  } catch (error) {
    say({ failed: reasonOf(error) })
  }
}

parentPort?.on('message', (told: ToThread) => {
  if ('module' in told) give(told.module)
  else void answer(told.message)
})
