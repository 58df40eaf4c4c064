import { Worker } from 'node:worker_threads'
import { ownWorker } from '../model/own-code.js'
import type { Answer, RunningZ3 } from './run-z3.js'

/** What a thread is asked, and what it says. */
export interface Question {
  readonly id: number
  readonly script: string
}
export type Reply =
  { readonly id: number; readonly answer: Answer } | { readonly id: number; readonly failed: string }

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/**
 * A z3 in a thread of its own, which starts at once. It keeps the process alive until it is
 * closed. A question that it cannot answer is rejected, also if it ends.
 *
 * @param module of the thread.
 */
export function z3Thread(projectDir: string, module = ownWorker('z3-worker')): RunningZ3 {
  const thread = new Worker(module, { workerData: projectDir })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let ended: Error | undefined
  const end = (error: Error): void => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  thread.on('message', (reply: Reply) => {
    const one = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('answer' in reply) one?.resolve(reply.answer)
    else one?.reject(new Error(reply.failed))
  })
  thread.on('error', end)
  thread.on('exit', (code) => end(new Error(`the thread of z3 ended with ${code}`)))
  return {
    ask: (script) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        asked += 1
        waiting.set(asked, { resolve, reject })
        thread.postMessage({ id: asked, script } satisfies Question)
      }),
    close: () => void thread.terminate(),
  }
}
