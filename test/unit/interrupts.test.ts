import { describe, expect, test } from 'vitest'
import { Interrupts } from '../../src/app/interrupts.js'

/** Fills the thread, and receives a signal meanwhile, which nobody can hear yet. */
function fillThread(): void {
  process.kill(process.pid, 'SIGUSR2')
  const end = performance.now() + 30
  while (performance.now() < end);
}

/** Works while SIGUSR2 interrupts. */
async function working(work: (interrupts: Interrupts) => Promise<void>): Promise<void> {
  const interrupts = new Interrupts(() => Promise.reject(new Error('interrupted')))
  const listener = (): void => void interrupts.interrupt()
  process.on('SIGUSR2', listener)
  try {
    await work(interrupts)
  } finally {
    process.off('SIGUSR2', listener)
  }
}

describe('a signal that comes while work fills the thread', () => {
  test('ends the work after what must not be interrupted', async () => {
    let isDone = false
    const work = working((interrupts) =>
      interrupts.uninterrupted(() => {
        fillThread()
        isDone = true
      }),
    )
    await expect(work).rejects.toThrow('interrupted')
    expect(isDone).toBe(true)
  })

  test('ends the work before the next step', async () => {
    const work = working(async (interrupts) => {
      fillThread()
      await interrupts.unlessInterrupted()
    })
    await expect(work).rejects.toThrow('interrupted')
  })
})
