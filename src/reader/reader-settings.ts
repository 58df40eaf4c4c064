import { ReaderError } from './reader-error.js'
import { isStore } from './store.js'

export interface ReaderSettings {
  /**
   * Age at which this reader no longer accepts the certificate, as SQL writes an interval; at most that of the store,
   * which is the default.
   */
  readonly maxAge?: string
  /** Milliseconds after which the server ends a query. Default: what the connection has. */
  readonly timeout?: number
}

/** The largest `statement_timeout`. */
const LONGEST = 2_147_483_647

export const invalidSetting = (name: string, value: unknown, hint: string, cause?: unknown): ReaderError =>
  new ReaderError(
    'FS434',
    `the setting ${name} cannot be ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
    hint,
    { cause },
  )

export const INTERVAL = 'Give an interval as SQL writes it, such as 1 hour.'

/** @throws ReaderError FS434. */
export function requireStore(store: unknown): void {
  if (isStore(store)) return
  throw new ReaderError(
    'FS434',
    'createReader was not given the description of a store',
    'Import it from stores.ts, which fusion build writes, and give it after the connection.',
  )
}

/** @throws ReaderError FS434. Whether `maxAge` is an interval, Postgres says. */
export function requireSettings({ maxAge, timeout }: ReaderSettings): void {
  if (maxAge !== undefined && typeof maxAge !== 'string') throw invalidSetting('maxAge', maxAge, INTERVAL)
  if (timeout === undefined) return
  if (typeof timeout !== 'number' || !(timeout > 0 && timeout <= LONGEST))
    throw invalidSetting('timeout', timeout, 'Give milliseconds above 0, up to 2147483647, or leave it out.')
}

/** @throws ReaderError FS434. */
export function requireBatchSize(size: unknown): void {
  if (size === undefined || (Number.isSafeInteger(size) && Number(size) >= 1)) return
  throw invalidSetting('batchSize', size, 'Give a whole number of 1 or more.')
}
