import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ProjectFolder } from './project-folder.js'

const program = join(import.meta.dirname, '../../bin/fusion.js')

/** What `fusion build --watch --format json` prints of a build. */
export interface WatchedBuild {
  readonly outcome: 'built' | 'unchanged' | 'failed'
  readonly files?: readonly { readonly path: string; readonly status: string }[]
  readonly diagnostics?: readonly {
    readonly code: string
    readonly file: string | null
    readonly line: number | null
  }[]
}

/** A running watch, from the compiled package as users run it. */
export interface Watching {
  readonly child: ChildProcess
  /** The next build that is reported. */
  next(): Promise<WatchedBuild>
  /** The next one of which something is true. A file that is read while it is written is built twice. */
  until(isWanted: (build: WatchedBuild) => boolean): Promise<WatchedBuild>
  readonly stderr: () => string
  /** Ends it like Ctrl-C, and returns the exit code. */
  end(): Promise<number | null>
}

export function watching({ dir, env }: ProjectFolder, ...options: readonly string[]): Watching {
  const child = spawn(
    process.execPath,
    [program, 'build', '--watch', '--format', 'json', '-p', dir, ...options],
    {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let stderr = ''
  child.stderr.on('data', (text) => void (stderr += text))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const exited = once(child, 'exit')
  const next = async (): Promise<WatchedBuild> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`the watch ended: ${stderr}`)
    return JSON.parse(value) as WatchedBuild
  }
  return {
    child,
    stderr: () => stderr,
    next,
    async until(isWanted) {
      for (;;) {
        const build = await next()
        if (isWanted(build)) return build
      }
    },
    async end() {
      child.kill('SIGINT')
      const [code] = (await exited) as [number | null]
      return code
    },
  }
}
