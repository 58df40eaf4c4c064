import { ReaderError } from '../reader-error.js'
import type { BatchColumn } from './batch.js'
import type { PlannedColumn } from './column-plan.js'

/** Between 1970-01-01 and 2000-01-01, from which Postgres counts. */
const EPOCH_DAYS = 10_957
const EPOCH_MICROS = 946_684_800_000_000
const TWO_32 = 4_294_967_296
const DAY_MICROS = 86_400_000_000
/** Microseconds up to which a double is exact, with room for the difference of the epochs. */
const EXACT = 8_000_000_000_000_000

const isSame = (bytes: Uint8Array, at: number, entry: Uint8Array): boolean => {
  for (let i = 0; i < entry.length; i++) if (bytes[at + i] !== entry[i]) return false
  return true
}

/** The values of one column of a batch, written by their place, so that a row that was cut off is written again. */
export class ColumnBuilder {
  readonly #plan: PlannedColumn
  readonly #capacity: number
  readonly #entries: readonly Uint8Array[]
  #nulls: Uint8Array
  #ints = new Int32Array(0)
  #shorts = new Int16Array(0)
  #longs = new BigInt64Array(0)
  /** The halves of `#longs`: this is a little-endian format, as are all machines that Node runs on. */
  #halves = new Int32Array(0)
  #floats: Float32Array | Float64Array = new Float64Array(0)
  #bytes = new Uint8Array(0)
  #texts: string[] = []
  #last = 0

  constructor(plan: PlannedColumn, capacity: number) {
    this.#plan = plan
    this.#capacity = capacity
    this.#entries = plan.dictionary.map((value) => Buffer.from(value))
    this.#nulls = new Uint8Array(capacity)
    this.#begin()
  }

  #begin(): void {
    const capacity = this.#capacity
    this.#nulls = new Uint8Array(capacity)
    switch (this.#plan.kind) {
      case 'int16':
        this.#shorts = new Int16Array(capacity)
        break
      case 'int32':
      case 'date':
      case 'category':
        this.#ints = new Int32Array(capacity)
        break
      case 'int64':
      case 'timestamp':
        this.#longs = new BigInt64Array(capacity)
        this.#halves = new Int32Array(this.#longs.buffer)
        break
      case 'float32':
        this.#floats = new Float32Array(capacity)
        break
      case 'float64':
        this.#floats = new Float64Array(capacity)
        break
      case 'bool':
        this.#bytes = new Uint8Array(capacity)
        break
      case 'text':
        this.#texts = []
        break
    }
  }

  setNull(row: number): void {
    if (!this.#plan.nullable)
      throw new ReaderError(
        'FS432',
        `${this.#plan.name} is NULL, which the generated files say it never is`,
        'Build and install again: the database has other rows than the build has proven.',
      )
    this.#nulls[row] = 1
    if (this.#plan.kind === 'text') this.#texts[row] = ''
  }

  /** @param length of the value in bytes; the value is in the binary format of its type. */
  set(row: number, bytes: Buffer, view: DataView, at: number, length: number): void {
    this.#nulls[row] = 0
    switch (this.#plan.kind) {
      case 'int32':
        this.#ints[row] = view.getInt32(at)
        break
      case 'bool':
        this.#bytes[row] = bytes[at] ?? 0
        break
      case 'category':
        this.#ints[row] = this.#codeOf(bytes, at, length)
        break
      case 'float64':
        this.#floats[row] = view.getFloat64(at)
        break
      case 'float32':
        this.#floats[row] = view.getFloat32(at)
        break
      case 'int64':
        this.#halves[2 * row] = view.getInt32(at + 4)
        this.#halves[2 * row + 1] = view.getInt32(at)
        break
      case 'timestamp':
        this.#setTimestamp(row, view, at)
        break
      case 'int16':
        this.#shorts[row] = view.getInt16(at)
        break
      case 'date': {
        const days = view.getInt32(at)
        // Infinity is the largest and the smallest number.
        this.#ints[row] = days === 0x7fffffff || days === -0x80000000 ? days : days + EPOCH_DAYS
        break
      }
      case 'text':
        this.#texts[row] = bytes.toString('utf8', at, at + length)
        break
    }
  }

  #setTimestamp(row: number, view: DataView, at: number): void {
    const micros = view.getInt32(at) * TWO_32 + view.getUint32(at + 4)
    if (micros < EXACT && micros > -EXACT) {
      const since1970 = micros + EPOCH_MICROS
      const high = Math.floor(since1970 / TWO_32)
      this.#halves[2 * row] = since1970 - high * TWO_32
      this.#halves[2 * row + 1] = high
      return
    }
    const exact = view.getBigInt64(at)
    const isInfinity = exact === 0x7fffffffffffffffn || exact === -0x8000000000000000n
    const since1970 = exact + BigInt(EPOCH_MICROS)
    if (!isInfinity && BigInt.asIntN(64, since1970) !== since1970)
      throw new ReaderError(
        'FS432',
        `${this.#plan.name} is a time after the year 294246, which has no number of microseconds since 1970`,
        'Leave the row out of the view, or select another value for it.',
      )
    this.#longs[row] = isInfinity ? exact : since1970
  }

  #codeOf(bytes: Buffer, at: number, length: number): number {
    const entries = this.#entries
    // Neighboring rows often have the same value.
    const last = entries[this.#last]
    if (last !== undefined && last.length === length && isSame(bytes, at, last)) return this.#last
    for (let code = 0; code < entries.length; code++) {
      const entry = entries[code]
      if (entry !== undefined && entry.length === length && isSame(bytes, at, entry)) {
        this.#last = code
        return code
      }
    }
    throw new ReaderError(
      'FS432',
      `${this.#plan.name} is ${JSON.stringify(bytes.toString('utf8', at, at + length))}, which is none of its values in the generated files`,
      'Build and install again: the database has other rows than the build has proven.',
    )
  }

  /** The UTC day of a date or time, as days since 1970-01-01. */
  dayAt(row: number): number {
    if (this.#plan.kind === 'date') return this.#ints[row] ?? 0
    const micros = (this.#halves[2 * row + 1] ?? 0) * TWO_32 + ((this.#halves[2 * row] ?? 0) >>> 0)
    return Math.floor(micros / DAY_MICROS)
  }

  /** The first rows as a column; what is written next begins a new batch. */
  take(length: number): BatchColumn {
    const { name, type, kind, dictionary } = this.#plan
    let nullCount = 0
    let validity: Uint8Array | null = null
    for (let row = 0; row < length; row++) nullCount += this.#nulls[row] ?? 0
    if (nullCount > 0) {
      validity = new Uint8Array((length + 7) >> 3)
      for (let row = 0; row < length; row++)
        if (this.#nulls[row] === 0) validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7))
    }
    const head = { name, type, validity, nullCount }
    const taken = ((): BatchColumn => {
      switch (kind) {
        case 'int16':
          return { ...head, kind, values: this.#shorts.subarray(0, length) }
        case 'int32':
        case 'date':
          return { ...head, kind, values: this.#ints.subarray(0, length) }
        case 'category':
          return { ...head, kind, values: this.#ints.subarray(0, length), dictionary }
        case 'int64':
        case 'timestamp':
          return { ...head, kind, values: this.#longs.subarray(0, length) }
        case 'float32':
          return { ...head, kind, values: (this.#floats as Float32Array).subarray(0, length) }
        case 'float64':
          return { ...head, kind, values: (this.#floats as Float64Array).subarray(0, length) }
        case 'bool':
          return { ...head, kind, values: this.#bytes.subarray(0, length) }
        case 'text':
          return { ...head, kind, values: this.#texts.slice(0, length) }
      }
    })()
    this.#begin()
    return taken
  }
}
