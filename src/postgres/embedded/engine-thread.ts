import { Worker } from 'node:worker_threads'
import { ownWorker } from '../../model/own-code.js'
import type { Report } from '../provider.js'
import type { EngineOptions, RunningEngine } from './running-engine.js'

/** What a thread is told: first the engine's code, then messages of the wire protocol. */
export type ToThread = { readonly module: WebAssembly.Module } | { readonly message: Uint8Array }

/** What it says. */
export type FromThread =
  | { readonly report: string }
  | { readonly isReady: true }
  | { readonly answer: Uint8Array; readonly isInTransaction: boolean }
  | { readonly failed: string }

interface Waiting {
  readonly resolve: (said: FromThread) => void
  readonly reject: (error: Error) => void
}

/**
 * Starts an engine in a thread of its own, so that it works while this one compiles or analyzes. It keeps the process alive
 * only while it is asked something.
 */
export async function engineThread(
  options: EngineOptions,
  compiled: Promise<WebAssembly.Module>,
  report: Report,
  signal?: AbortSignal,
): Promise<RunningEngine> {
  signal?.throwIfAborted()
  const thread = new Worker(ownWorker('engine-worker'), {
    workerData: { ...options, env: { ...options.env } },
  })
  let waiting: Waiting | undefined
  let ended: Error | undefined
  const next = (): Promise<FromThread> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended)
      waiting = { resolve, reject }
      thread.ref()
    })
  const end = (error: Error): void => {
    ended ??= error
    waiting?.reject(ended)
    waiting = undefined
  }
  thread.on('message', (said: FromThread) => {
    if ('report' in said) return report(said.report)
    thread.unref()
    const one = waiting
    waiting = undefined
    if ('failed' in said) one?.reject(new Error(said.failed))
    else one?.resolve(said)
  })
  thread.on('error', end)
  thread.on('exit', (code) => end(new Error(`its thread ended with ${code}`)))

  signal?.addEventListener('abort', () => void thread.terminate(), { once: true })
  const started = next()
  started.catch(() => undefined) // Prevents an unhandled rejection; awaited below.
  try {
    thread.postMessage({ module: await compiled } satisfies ToThread)
    await started
  } catch (error) {
    await thread.terminate()
    throw error
  }
  let isInTransaction = false
  return {
    async answer(message) {
      const said = next()
      const own = new Uint8Array(message)
      thread.postMessage({ message: own } satisfies ToThread, [own.buffer])
      const answered = await said
      if (!('answer' in answered)) throw new Error('the engine answered something else')
      isInTransaction = answered.isInTransaction
      return answered.answer
    },
    isInTransaction: () => isInTransaction,
    // What it holds is of no use to anybody.
    close: async () => void (await thread.terminate()),
  }
}
