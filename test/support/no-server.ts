import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'

/**
 * Holds the `unit` project to its promise: no test of it starts a database. The three ways to one are closed: a program
 * in a process of its own, the embedded engine (WebAssembly), and a connection to a server that is already there.
 */
const refuse = (what: string): never => {
  throw new Error(
    `A test of the unit project ${what}. Add its file to SERVER_TESTS in vitest.config.ts, which makes it one of db.`,
  )
}

/** Service process of the bundler, which projects are evaluated with. */
const allowed = (file: unknown): boolean => /(?:^|[\\/])esbuild(?:\.exe)?$/.test(String(file))

for (const name of ['spawn', 'execFile', 'exec', 'fork', 'spawnSync', 'execFileSync', 'execSync'] as const) {
  const real = childProcess[name] as (...args: unknown[]) => unknown
  const guarded = (file: unknown, ...rest: unknown[]): unknown =>
    allowed(file) ? real(file, ...rest) : refuse(`started a process, ${String(file).slice(0, 80)}`)
  Object.assign(childProcess, { [name]: guarded })
}
syncBuiltinESMExports()

/** The lexers and source maps of tools are kilobytes; the engine has several megabytes. */
const ENGINE_BYTES = 1_000_000
type Compile = (bytes: ArrayBufferView | ArrayBuffer, ...rest: unknown[]) => unknown
const wasm = (globalThis as unknown as { WebAssembly: { compile: Compile; instantiate: Compile } })
  .WebAssembly
for (const name of ['compile', 'instantiate'] as const) {
  const real = wasm[name]
  wasm[name] = (bytes, ...rest) =>
    bytes.byteLength > ENGINE_BYTES ? refuse('started the embedded Postgres') : real(bytes, ...rest)
}

const connect = Socket.prototype.connect as (...args: unknown[]) => Socket
Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  const [first] = args.flat() as [unknown]
  const to = typeof first === 'object' && first !== null ? (first as { port?: unknown }) : { port: first }
  // Pipes have a path and no port.
  return to.port === undefined ? connect.apply(this, args) : refuse(`connected to port ${String(to.port)}`)
} as typeof Socket.prototype.connect
