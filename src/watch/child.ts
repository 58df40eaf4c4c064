import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of its own that answers messages. */
export interface Child<Request> {
  send(request: Request): void
  /** Resolves with the reason when it has ended. */
  readonly ended: Promise<string>
}

/**
 * Starts a module in a process of its own. It writes to the same terminal, and it ends when it is told to or when this
 * process is no more: a message channel that closes is its sign to end.
 *
 * @param args arguments of the process.
 * @param onReply receives its messages.
 */
export function startChild<Request extends object, Reply>(
  module: URL,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onReply: (reply: Reply) => void,
): Child<Request> {
  const child = fork(fileURLToPath(module), args, { env, serialization: 'advanced' })
  child.on('message', (reply) => onReply(reply as Reply))
  const ended = new Promise<string>((resolve) => {
    child.on('error', ({ message }) => resolve(message))
    child.on('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })
  return {
    // One that has ended cannot be told anything; `ended` says so.
    send: (request) => void (child.connected && child.send(request, () => undefined)),
    ended,
  }
}

/** The other end of the channel, in the process that was started. */
export function parentProcess<Request, Reply>(
  onRequest: (request: Request) => void,
  onGone: () => void,
): (reply: Reply) => void {
  process.on('message', (request) => onRequest(request as Request))
  process.on('disconnect', onGone)
  return (reply) => void process.send?.(reply, undefined, undefined, () => undefined)
}
