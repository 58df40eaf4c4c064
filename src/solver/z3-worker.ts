import { parentPort, workerData } from 'node:worker_threads'
import { runZ3 } from './run-z3.js'
import type { Question, Reply } from './z3-thread.js'

// The thread of `z3-thread.ts`. Questions that come while z3 starts are answered when it has.
const starting = runZ3(String(workerData))
// The first question takes a third of a second more than the others, which is better spent before it is asked.
starting.then(({ ask }) => ask('(assert true)')).catch(() => undefined)

const answerTo = async ({ id, script }: Question): Promise<Reply> => {
  try {
    return { id, answer: await (await starting).ask(script) }
  } catch (error) {
    return { id, failed: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', async (question: Question) => parentPort?.postMessage(await answerTo(question)))
