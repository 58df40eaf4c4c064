import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'

/**
 * Reads what its parent says: `run <pid>` and `idle` as the server starts and ends, `done` when all is in order. When
 * the parent goes without a word, it ends the server and removes its folder.
 */
const script = `
pid=
while read -r word rest; do
  case $word in
    run) pid=$rest ;;
    idle) pid= ;;
    done) exit 0 ;;
  esac
done
if [ -n "$pid" ]; then
  kill -QUIT "$pid"
  i=0
  while kill -0 "$pid" && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
  kill -KILL "$pid"
fi
rm -rf "$1"
`

/**
 * Sees to it that no server outlives this process, however that ends: a signal, an uncaught error, SIGKILL. A handler
 * in the process itself would not run in all of these, and would change what a signal does to the program around it.
 */
export class Watch {
  readonly #shell: ChildProcess

  /** `folder` is what to remove. */
  constructor(folder: string) {
    // In a session of its own, so that Ctrl-C in a terminal does not reach it.
    this.#shell = spawn('/bin/sh', ['-c', script, 'sh', folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
    })
    this.#shell.on('error', () => undefined)
    this.#shell.stdin?.on('error', () => undefined)
    this.#shell.unref()
    ;(this.#shell.stdin as Socket).unref()
  }

  running(pid: number): void {
    this.#shell.stdin?.write(`run ${pid}\n`)
  }

  idle(): void {
    this.#shell.stdin?.write('idle\n')
  }

  async done(): Promise<void> {
    if (this.#shell.exitCode !== null || this.#shell.pid === undefined) return
    this.#shell.ref()
    this.#shell.stdin?.end('done\n')
    await once(this.#shell, 'exit')
  }
}
