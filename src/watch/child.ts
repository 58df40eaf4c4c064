import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/** A process of its own that answers messages. */
export interface Child<Request> {
  send(request: Request): void
  /** Ends it at once. */
  kill(): void
  /** Resolves with the reason when it has ended. */
  readonly ended: Promise<string>
}

/**
 * Starts a module in a process of its own. It ends when it is told to or when this process is no more: a message channel that
 * closes is its sign to end.
 *
 * @param args arguments of the process.
 * @param onReply receives its messages.
 * @param onPrinted receives what it writes to its standard output and error.
 */
export function startChild<Request extends object, Reply>(
  module: URL,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onReply: (reply: Reply) => void,
  onPrinted: (text: string) => void,
): Child<Request> {
  const child = fork(fileURLToPath(module), args, { env, serialization: 'advanced', silent: true })
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onPrinted)
  child.on('message', (reply) => onReply(reply as Reply))
  const ended = new Promise<string>((resolve) => {
    child.on('error', ({ message }) => resolve(message))
    child.on('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })
  return {
    // One that has ended cannot be told anything; `ended` says so.
    send: (request) => void (child.connected && child.send(request, () => undefined)),
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}

/** The process that started this one. */
export interface Parent<Reply> {
  /** Arguments that it gave. */
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  send(reply: Reply): void
}

/** Ends a process that has lost its parent and does not end: one that computes hears nothing. */
const LIFELINE = `
  const parent = process.ppid
  const look = () => {
    if (process.ppid !== parent) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 10_000)
    else setTimeout(look, 1000)
  }
  look()`

/**
 * The other end of the channel, in the process that was started. Ctrl-C reaches every process of a terminal; this one ends
 * when it is told to, when it is alone, or with SIGTERM.
 *
 * @param onEnd does what is left to do then.
 */
export function parentProcess<Request, Reply>(
  onRequest: (request: Request) => void,
  onEnd: () => Promise<void>,
): Parent<Reply> & { readonly end: () => void } {
  const end = (): void => void onEnd().finally(() => process.exit(0))
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', end)
  process.on('disconnect', end)
  new Worker(LIFELINE, { eval: true }).unref()
  process.on('message', (request) => onRequest(request as Request))
  return {
    args: process.argv.slice(2),
    env: process.env,
    send: (reply) => void process.send?.(reply, undefined, undefined, () => undefined),
    end,
  }
}

/** Bytes that this process has in memory. */
export const bytesInMemory = (): number => process.memoryUsage.rss()
