import { connect } from 'node:net'
import { workerData } from 'node:worker_threads'

/** Sends what it is given to a server, and passes on the answer when it is complete. */
const { port, flag, host, tcp } = workerData
const READY_FOR_QUERY = 'Z'
const AUTHENTICATION = 'R'
/** Requests that the client has to answer: passwords and the steps of SASL. */
const REQUESTS = new Set([3, 5, 10, 11])

const socket = connect(tcp, host)
let received = Buffer.alloc(0)
let isAwaited = false

const wake = () => {
  isAwaited = false
  Atomics.store(flag, 0, 1)
  Atomics.notify(flag, 0)
}

function answer() {
  let at = 0
  let isComplete = socket.destroyed
  while (received.length - at >= 5) {
    const next = at + 1 + received.readInt32BE(at + 1)
    if (received.length < next) break
    const type = String.fromCharCode(received[at])
    isComplete ||= type === READY_FOR_QUERY
    isComplete ||= type === AUTHENTICATION && REQUESTS.has(received.readInt32BE(at + 5))
    at = next
  }
  if (!isAwaited || !isComplete) return
  port.postMessage(received.subarray(0, at))
  received = received.subarray(at)
  wake()
}

socket.on('data', (bytes) => {
  received = Buffer.concat([received, bytes])
  answer()
})
socket.on('close', answer)
socket.on('error', () => undefined)
port.on('message', ({ bytes, isAnswered }) => {
  socket.write(bytes)
  isAwaited = isAnswered
  if (!isAnswered) wake()
})
