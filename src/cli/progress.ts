import { type Progress, silent } from '../app/ports.js'
import type { Terminal } from './terminal.js'

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 80
/** A spinner for a shorter time would only flicker. */
const SPINNER_AFTER_MS = 150
const LINE_AFTER_MS = 1000
const CLEAR_LINE = '\r\u001B[K'

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** Redraws one line. */
function spinner({ stderr }: Terminal): Progress {
  let timer: NodeJS.Timeout | undefined
  let label = ''
  let started = 0
  let frame = 0
  const draw = (): void => {
    if (performance.now() - started < SPINNER_AFTER_MS) return
    stderr.write(`${CLEAR_LINE}${FRAMES[frame++ % FRAMES.length]} ${label} ${seconds(started)}`)
  }
  const end = (): void => {
    clearInterval(timer)
    if (timer && frame > 0) stderr.write(CLEAR_LINE)
    timer = undefined
    frame = 0
  }
  return {
    step(next) {
      end()
      label = next
      started = performance.now()
      timer = setInterval(draw, FRAME_MS)
      timer.unref()
    },
    update(next) {
      label = next
    },
    note(line) {
      stderr.write(`${frame > 0 ? CLEAR_LINE : ''}${line}\n`)
    },
    end,
  }
}

/** For logs: a line when a long step begins, and one with its duration when it ends. */
function lines({ stderr }: Terminal): Progress {
  let timer: NodeJS.Timeout | undefined
  let current: { readonly label: string; readonly started: number; readonly lasting: boolean } | undefined
  const end = (): void => {
    clearTimeout(timer)
    // The timer cannot fire while the engine computes, so the end of a long step is always printed.
    if (current && (current.lasting || performance.now() - current.started >= LINE_AFTER_MS)) {
      stderr.write(`${current.label}: ${seconds(current.started)}\n`)
    }
    current = undefined
  }
  return {
    step(label, lasting = false) {
      end()
      current = { label, started: performance.now(), lasting }
      const begin = (): void => stderr.write(`${label} ...\n`)
      if (lasting) return begin()
      timer = setTimeout(begin, LINE_AFTER_MS)
      timer.unref()
    },
    update(_, line) {
      if (line !== undefined) stderr.write(`${line}\n`)
    },
    note: (line) => stderr.write(`${line}\n`),
    end,
  }
}

/**
 * Written here instead of using a package: it only redraws a line, and packages for it are many times the size and are
 * loaded on every start.
 */
export function createProgress(terminal: Terminal, quiet: boolean): Progress {
  if (quiet) return silent
  return terminal.stderr.isTTY && !terminal.env['CI'] ? spinner(terminal) : lines(terminal)
}
