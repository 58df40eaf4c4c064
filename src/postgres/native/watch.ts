import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'

/**
 * Reads messages from its parent: `run <pid>` and `idle` when the server starts and ends, `done` before a normal exit. If
 * the parent exits without `done`, it ends the server and removes its folder.
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
# What still copies into the folder ends a moment later.
for i in 1 2 3 4 5; do rm -rf "$1"; sleep 0.2; done
`

/**
 * Ensures that no server outlives this process, whether it ends by a signal, an uncaught error or SIGKILL. Handlers in
 * the process itself would not run in all cases and would change the effect of signals.
 */
export class Watch {
  readonly #shell: ChildProcess

  /** @param folder removed if this process ends unexpectedly. */
  constructor(folder: string) {
    // In a separate session, so that Ctrl-C in a terminal does not reach it.
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
