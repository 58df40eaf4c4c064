import { ownWorker } from '../../model/own-code.js'
import { type Child, startChild } from '../../watch/child.js'
import { LOADING, WRITING } from '../build/steps.js'
import type { Watched, Outcome, Reply, Request } from './messages.js'

/** What a build reports while it runs. */
export interface BuildReport {
  step(text: string): void
  note(text: string): void
  /** What the modules of the project print. */
  printed(text: string): void
}

/** Builds a project in a process that stays warm. */
export interface Builders {
  /** @param isWhole whether modules were added or removed. */
  build(isWhole: boolean): Promise<Outcome>
  /** Starts the next build in a new process, for what a process cannot load twice. */
  renew(): void
  /** Whether it has evaluated the modules of the project for so long that they probably never end. */
  isStuck(): boolean
  /** Ends the present build with its process. */
  abandon(): void
  /** Resolves when no process is left. */
  end(): Promise<void>
}

/** A build was asked for and has not begun. */
const WAITING = 'waiting'

/**
 * How much a process may grow. Node keeps every module that was ever imported, and a changed module is a new one, so a
 * process grows with each build. It is replaced by another one, which has warmed up before it takes over.
 */
const GROWTH = 512 * 2 ** 20

/**
 * How long a process evaluates modules: those of a thousand views take two seconds, and ten with all that prepares the next
 * build, for which a build that is asked for meanwhile waits.
 */
const STUCK_MS: Readonly<Record<string, number>> = { [LOADING]: 15_000, [WAITING]: 30_000 }
/** How long a process has to end by itself: one that computes hears nothing. */
const END_MS = 1500
/** The same for one that writes files. */
const WRITE_MS = 20_000

interface Builder {
  readonly child: Child<Request>
  /** Receives the outcome of the build that was asked for. */
  onOutcome: ((outcome: Outcome) => void) | undefined
  /** Whether it was told to warm up, and has. */
  isWarm: boolean
  /** Bytes after its first build. */
  first: number | undefined
  /** What it does now, and since when. */
  step: readonly [text: string, since: number]
  hasEnded: boolean
}

async function endOne({ child, step: [text] }: Builder): Promise<void> {
  child.send({ kind: 'end' })
  const timer = setTimeout(() => child.kill(), text === WRITING ? WRITE_MS : END_MS)
  await child.ended
  clearTimeout(timer)
}

export function startBuilders(watched: Watched, env: NodeJS.ProcessEnv, report: BuildReport): Builders {
  const module = ownWorker('builder')
  const running = new Set<Builder>()
  let next: Builder | undefined
  let isEnding = false

  function start(): Builder {
    const onReply = (reply: Reply): void => {
      switch (reply.kind) {
        case 'step':
          builder.step = [reply.text, performance.now()]
          if (builder === current) report.step(reply.text)
          return
        case 'note':
          if (builder === current) report.note(reply.text)
          return
        case 'rehearsed':
          builder.isWarm = true
          return takeOver()
        case 'outcome':
          builder.step = ['', performance.now()]
          builder.onOutcome?.(reply.outcome)
          builder.first ??= reply.bytes
          if (reply.bytes > builder.first + GROWTH) replace()
          takeOver()
      }
    }
    const child = startChild<Request, Reply>(module, [JSON.stringify(watched)], env, onReply, report.printed)
    const builder: Builder = {
      child,
      onOutcome: undefined,
      isWarm: false,
      first: undefined,
      step: ['', performance.now()],
      hasEnded: false,
    }
    running.add(builder)
    void child.ended.then((how) => {
      builder.hasEnded = true
      running.delete(builder)
      if (next === builder) next = undefined
      builder.onOutcome?.({ kind: 'ended', how })
    })
    return builder
  }

  let current = start()

  /** The present process goes on until the next one is warm. */
  function replace(): void {
    if (next || isEnding) return
    next = start()
    next.child.send({ kind: 'rehearse' })
  }

  /** The next process becomes the present one, unless it is not warm yet or the present one is building. */
  function takeOver(): void {
    if (!next?.isWarm || current.onOutcome) return
    const old = current
    current = next
    next = undefined
    void endOne(old)
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
        builder.step = [WAITING, performance.now()]
        builder.child.send({ kind: 'build', isWhole })
      })
    },
    renew() {
      const old = current
      current = start()
      void endOne(old)
    },
    isStuck() {
      const [text, since] = current.step
      return performance.now() - since > (STUCK_MS[text] ?? Infinity)
    },
    abandon: () => current.child.kill(),
    async end() {
      isEnding = true
      await Promise.all([...running].map(endOne))
    },
  }
}
