import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { Artifact } from '../../src/model/artifact.js'
import { DiagnosticError } from '../../src/model/diagnostic.js'
import { writeArtifacts } from '../../src/output/write-files.js'
import { withLock } from '../../src/output/with-lock.js'

/** One write that a child of the tests is told to do. */
export interface WriteOrder {
  readonly outDir: string
  readonly artifacts: readonly Artifact[]
  /** Before which call that changes something (from 0) it is to happen; never when absent. */
  readonly at?: number
  /** Killed; killed with half a text written; that call alone fails; that and all further ones fail. */
  readonly fault?: 'kill' | 'half' | 'fail' | 'fail from'
  readonly code?: string
}

/** What a child is told, as JSON in its first argument. */
export type Order =
  | {
      readonly kind: 'write'
      readonly writes: readonly WriteOrder[]
      /** User to become first, when started as root. */
      readonly uid?: number
    }
  /** Counts a file up under the lock, and dies holding it. */
  | { readonly kind: 'count'; readonly folder: string; readonly times: number }

/** What it prints of each write. */
export interface Answer {
  /** Calls that change something. */
  readonly calls: readonly string[]
  /** The diagnostics, or undefined when all went well. */
  readonly faults?: readonly { readonly code: string; readonly message: string }[]
}

let calls: string[] = []
let current: WriteOrder | undefined

class Injected extends Error {
  readonly syscall = 'injected'
  readonly code: string

  constructor(code: string) {
    super(`${code}: injected`)
    this.code = code
  }
}

const changing = [
  'copyFileSync',
  'fsyncSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'utimesSync',
  'writeFileSync',
  'writeSync',
] as const

/** Takes the place of a call that fails or is not survived. */
function disturb(
  { fault, code = 'EIO' }: WriteOrder,
  name: string,
  real: (text: string) => void,
  text: unknown,
): never {
  if (fault === 'half' && name.startsWith('write') && typeof text === 'string')
    real(text.slice(0, text.length / 2))
  if (fault === 'half' || fault === 'kill') process.kill(process.pid, 'SIGKILL')
  throw new Injected(code)
}

/** Every call that changes something is counted from here on, and disturbed as the current order says. */
function wrapFileSystem(): void {
  for (const name of changing) {
    const real: (...args: never[]) => unknown = fs[name]
    const wrapped = (...args: never[]): unknown => {
      const index = calls.push(name) - 1
      const at = current?.at
      if (current && at !== undefined && (index === at || (current.fault === 'fail from' && index > at))) {
        const withText = (text: string): unknown => real(...([args[0], text, ...args.slice(2)] as never[]))
        disturb(current, name, withText, args[1])
      }
      return real(...args)
    }
    Object.assign(fs, { [name]: wrapped })
  }
  syncBuiltinESMExports()
}

async function write(order: WriteOrder): Promise<Answer> {
  calls = []
  current = order
  try {
    await writeArtifacts(order.outDir, order.artifacts)
    return { calls }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error
    return { calls, faults: error.diagnostics.map(({ code, message }) => ({ code, message })) }
  }
}

async function writeAll({ writes, uid }: Order & { kind: 'write' }): Promise<readonly Answer[]> {
  if (uid !== undefined && process.getuid?.() === 0) process.setuid?.(uid)
  wrapFileSystem()
  const answers: Answer[] = []
  for (const order of writes) answers.push(await write(order))
  return answers
}

async function count({ folder, times }: Order & { kind: 'count' }): Promise<never> {
  for (let i = 1; ; i++) {
    await withLock(`${folder}/work`, 60_000, () => {
      const file = `${folder}/count`
      const before = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0
      // Anybody else in here at the same time would read the same number.
      const until = performance.now() + 2
      while (performance.now() < until);
      fs.writeFileSync(file, String(before + 1))
      if (i === times) process.kill(process.pid, 'SIGKILL')
    })
  }
}

const order: Order = JSON.parse(process.argv[2] ?? '')
const answer = await (order.kind === 'write' ? writeAll(order) : count(order))
process.stdout.write(JSON.stringify(answer))
