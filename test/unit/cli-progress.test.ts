import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createProgress } from '../../src/cli/progress.js'

const terminal = (isTTY: boolean, env: NodeJS.ProcessEnv = {}) => {
  let text = ''
  const write = (part: string): void => void (text += part)
  return {
    terminal: { stdout: { write, isTTY }, stderr: { write, isTTY }, env, cwd: '/' },
    said: () => text,
  }
}

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('in a log, says only what lasts', () => {
    const { terminal: log, said } = terminal(false)
    const progress = createProgress(log, false)
    progress.step('quick')
    vi.advanceTimersByTime(900)
    progress.step('slow')
    vi.advanceTimersByTime(1500)
    progress.note('a note')
    progress.end()
    expect(said()).toBe('slow ...\na note\nslow: 1.5 s\n')
  })

  test('on a terminal, is one line that goes away', () => {
    const { terminal: screen, said } = terminal(true)
    const progress = createProgress(screen, false)
    progress.step('working')
    vi.advanceTimersByTime(100)
    expect(said()).toBe('')
    vi.advanceTimersByTime(400)
    expect(said()).toContain('working 0.4 s')
    progress.end()
    expect(said()).toMatch(/\r\u001B\[K$/)
  })

  test('in CI there is no spinner, and none of it when quiet', () => {
    const ci = terminal(true, { CI: 'true' })
    const spinning = createProgress(ci.terminal, false)
    spinning.step('working')
    vi.advanceTimersByTime(2000)
    expect(ci.said()).toBe('working ...\n')
    const silent = terminal(true)
    const progress = createProgress(silent.terminal, true)
    progress.step('working')
    progress.note('x')
    vi.advanceTimersByTime(2000)
    progress.end()
    expect(silent.said()).toBe('')
  })
})
