import { Duplex } from 'node:stream'
import type { RunningEngine } from './running-engine.js'

type Done = (error?: Error | null) => void

/**
 * Replaces the socket of a `pg` client and passes its bytes to the engine in this process. Rows, errors and parameters are
 * thus read and written by the same code as with any other server.
 */
export class EngineWire extends Duplex {
  readonly #engine: RunningEngine

  constructor(engine: RunningEngine) {
    super()
    this.#engine = engine
  }

  // A client calls these four methods on a socket.
  connect(): this {
    queueMicrotask(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#run(chunk, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    this.#run(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: Done): void {
    this.push(null)
    done()
  }

  #run(message: Buffer, done: Done): void {
    this.#engine.answer(message).then((answer) => {
      if (answer.length > 0) this.push(answer)
      done()
    }, done)
  }
}
