import { join } from 'node:path'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { PGlite } from '@electric-sql/pglite'
import { pgDump as dumpEmbedded } from '@electric-sql/pglite-tools/pg_dump'

const ANSWERED_WITHIN_MS = 60_000
/** Requests for encryption, each a message of eight bytes with a code. */
const ENCRYPTION = new Set([80877103, 80877104])

/**
 * What pg_dump writes about a database, with INSERT instead of COPY, to be run as SQL.
 *
 * It is the program itself, from npm, because the native servers come without it. It was compiled for the embedded Postgres
 * and asks it by a call that returns the answer; here a worker sends each message to the server while this thread waits.
 */
export async function pgDump(url: string, args: readonly string[] = []): Promise<string> {
  const { hostname, port, pathname, username, password } = new URL(url)
  const { port1, port2 } = new MessageChannel()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(join(import.meta.dirname, 'pg-dump-worker.mjs'), {
    workerData: { port: port2, flag, host: hostname, tcp: Number(port) },
    transferList: [port2],
  })
  let isFirst = true
  const send = (bytes: Buffer): Uint8Array => {
    if (bytes.length === 8 && ENCRYPTION.has(bytes.readInt32BE(4))) return Buffer.from('N')
    const isAnswered = isFirst || 'QSFp'.includes(lastType(bytes))
    isFirst = false
    Atomics.store(flag, 0, 0)
    port1.postMessage({ bytes, isAnswered })
    if (Atomics.wait(flag, 0, 0, ANSWERED_WITHIN_MS) === 'timed-out')
      throw new Error('the server does not answer')
    const answer = isAnswered ? receiveMessageOnPort(port1) : undefined
    return (answer?.message as Uint8Array | undefined) ?? new Uint8Array()
  }
  const server = {
    execProtocolRawStream: (bytes: Uint8Array, { onRawData }: { onRawData: (answer: Uint8Array) => void }) =>
      onRawData(send(Buffer.from(bytes))),
    // Asked before and after, for the session of the embedded Postgres.
    query: async () => ({ rows: [{ search_path: '' }] }),
    exec: async () => undefined,
  }
  const connection = `dbname=${pathname.slice(1)} user=${username} password=${password}`
  try {
    const file = await dumpEmbedded({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all of it that is used
      pg: server as unknown as PGlite,
      args: ['-d', connection, ...args],
    })
    return await file.text()
  } finally {
    port1.close()
    await worker.terminate()
  }
}

/** Of several messages: a letter, and a length that counts itself. */
function lastType(bytes: Buffer): string {
  let type = ''
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1))
    type = String.fromCharCode(bytes[at] ?? 0)
  return type
}
