import { test } from 'vitest'
import type { NativeMajor } from '../../src/postgres/native/versions.js'
import { isEverything } from './everything.js'

/** Every major that is supported. */
export const MAJORS: readonly NativeMajor[] = [14, 15, 16, 17, 18]

/**
 * The majors that run every scenario: the newest, because what a major adds stays in those after it, and with
 * `npm run test:all` the oldest as well. Without that, the oldest runs what its catalogs and its parser could break: the
 * rules of determinism and order, a third of the faults of time, installation, an upgrade, and a live check. Those in
 * between create the store and compare its rows with the specification; `test:all` judges the rules on them too.
 */
export const WHOLE_MAJORS: readonly NativeMajor[] = isEverything ? [14, 18] : [18]

/** The oldest major and the newest, for scenarios of which one at least is run on both. */
export const OLDEST_AND_NEWEST: readonly NativeMajor[] = [14, 18]

interface Register {
  (name: string, work: () => void | Promise<void>): void
  readonly each: typeof test.each
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every call of it, and of what it returns, is for nothing
const nothing = Object.assign(() => undefined, { each: () => () => undefined }) as unknown as Register

/** `test`, on a major that runs every scenario. On another one nothing is registered, so that nothing counts as skipped. */
export const testWhole = (major: NativeMajor): Register => (WHOLE_MAJORS.includes(major) ? test : nothing)
