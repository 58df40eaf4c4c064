import { type Child, startChild } from '../../watch/child.js'
import type { Watched, Outcome, Reply, Request } from './messages.js'

/** What a build reports while it runs. */
export interface BuildReport {
  step(text: string): void
  note(text: string): void
}

/** Builds a project in a process that stays warm. */
export interface Builders {
  /** @param isWhole whether modules were added or removed. */
  build(isWhole: boolean): Promise<Outcome>
  /** Starts the next build in a new process, for what a process cannot load twice. */
  renew(): void
  /** Resolves when no process is left. */
  end(): Promise<void>
}

/**
 * How much a process may grow. Node keeps every module that was ever imported, and a changed module is a new one, so a
 * process grows with each build. It is replaced by another one, which has warmed up before it takes over.
 */
const GROWTH = 512 * 2 ** 20

interface Builder {
  readonly child: Child<Request>
  /** Receives the outcome of the build that was asked for. */
  onOutcome: ((outcome: Outcome) => void) | undefined
  onRehearsed: (() => void) | undefined
  /** Bytes after its first build. */
  first: number | undefined
  hasEnded: boolean
}

export function startBuilders(watched: Watched, env: NodeJS.ProcessEnv, report: BuildReport): Builders {
  const module = new URL('./builder.js', import.meta.url)
  const running = new Set<Builder>()
  let next: Builder | undefined
  let isEnding = false

  function start(): Builder {
    const onReply = (reply: Reply): void => {
      switch (reply.kind) {
        case 'step':
        case 'note':
          if (builder === current) report[reply.kind](reply.text)
          return
        case 'rehearsed':
          return builder.onRehearsed?.()
        case 'outcome':
          builder.onOutcome?.(reply.outcome)
          builder.first ??= reply.bytes
          if (reply.bytes > builder.first + GROWTH) replace()
      }
    }
    const child = startChild<Request, Reply>(module, [JSON.stringify(watched)], env, onReply)
    const builder: Builder = {
      child,
      onOutcome: undefined,
      onRehearsed: undefined,
      first: undefined,
      hasEnded: false,
    }
    running.add(builder)
    void child.ended.then((how) => {
      builder.hasEnded = true
      running.delete(builder)
      if (next === builder) next = undefined
      const message = `the process that builds ended with ${how}`
      builder.onOutcome?.({ kind: 'bug', message, stack: message })
    })
    return builder
  }

  let current = start()

  /** The present process goes on until the next one is warm. */
  function replace(): void {
    if (next || isEnding) return
    const fresh = start()
    next = fresh
    fresh.onRehearsed = () => {
      if (next !== fresh) return
      next = undefined
      const old = current
      current = fresh
      old.child.send({ kind: 'end' })
    }
    fresh.child.send({ kind: 'rehearse' })
  }

  return {
    build(isWhole) {
      if (current.hasEnded) current = start()
      const builder = current
      return new Promise((resolve) => {
        builder.onOutcome = (outcome) => {
          builder.onOutcome = undefined
          resolve(outcome)
        }
        builder.child.send({ kind: 'build', isWhole })
      })
    },
    renew() {
      const old = current
      current = start()
      old.child.send({ kind: 'end' })
    },
    async end() {
      isEnding = true
      for (const { child } of running) child.send({ kind: 'end' })
      await Promise.all([...running].map(({ child }) => child.ended))
    },
  }
}
