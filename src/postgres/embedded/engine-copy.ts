import type { Connection, Submittable } from 'pg'

interface Outcome {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** The protocol messages CopyData with all rows, then CopyDone. */
function copyMessages(rows: string): Buffer {
  const bytes = Buffer.byteLength(rows)
  const messages = Buffer.alloc(bytes + 10)
  messages.write('d', 0, 'latin1')
  messages.writeUInt32BE(bytes + 4, 1)
  messages.write(rows, 5)
  messages.write('c', bytes + 5, 'latin1')
  messages.writeUInt32BE(4, bytes + 6)
  return messages
}

/**
 * COPY that sends its rows together with the statement. The engine answers what it is sent at once and cannot wait
 * for rows, so they must follow the statement directly.
 */
export class EngineCopy implements Submittable {
  readonly #statement: string
  readonly #rows: string
  readonly #outcome: Outcome

  constructor(statement: string, rows: string, outcome: Outcome) {
    this.#statement = statement
    this.#rows = rows
    this.#outcome = outcome
  }

  submit(connection: Connection): void {
    connection.stream.cork()
    connection.query(this.#statement)
    connection.stream.write(copyMessages(this.#rows))
    connection.stream.uncork()
  }

  // The client calls the remaining methods for responses.
  handleCopyInResponse(): void {}

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#outcome.reject(error)
  }

  handleReadyForQuery(): void {
    this.#outcome.resolve()
  }
}
