import { createRequire } from 'node:module'
import { join } from 'node:path'
import { DiagnosticError } from '../model/diagnostic.js'

/** What a solver says of a script: unsatisfiable, satisfiable, or that it gave up. */
export type Answer = 'unsat' | 'sat' | 'unknown'

/** An SMT solver. */
export interface SmtSolver {
  /** Name and version, `z3 5.2.0`. */
  readonly name: string
  /** @param script SMT-LIB that ends in `(check-sat)`. */
  ask(script: string): Promise<Answer>
  close(): void
}

/** The part of z3-solver that is used, which a project installs itself. */
interface Z3Package {
  init(): Promise<{ readonly Z3: Z3; readonly em: unknown }>
  killThreads(em: unknown): Promise<void>
}
interface Z3 {
  mk_config(): unknown
  mk_context(config: unknown): unknown
  del_config(config: unknown): void
  del_context(context: unknown): void
  eval_smtlib2_string(context: unknown, script: string): Promise<string>
}

const packageName = 'z3-solver'

/**
 * Steps after which z3 gives up. They are counted rather than timed, so that the answer is the same on every machine; it
 * takes up to about 3 s.
 */
const maxSteps = 2_000_000

/** The version of z3 that a project has installed. */
export function z3Version(projectDir: string): string {
  const require = createRequire(join(projectDir, 'package.json'))
  try {
    const { version } = require(`${packageName}/package.json`) as { readonly version: string }
    return version
  } catch (error) {
    throw new DiagnosticError([
      {
        code: 'FS186',
        place: {},
        message: `the project asks for the solver z3, and ${packageName} cannot be loaded: ${messageOf(error)}`,
        hint: `Install it with npm install --save-dev ${packageName}, or leave out \`solver\` in fusion.config.ts.`,
      },
    ])
  }
}

/** Starts the z3 that a project has installed. */
export async function openZ3(projectDir: string): Promise<SmtSolver> {
  const version = z3Version(projectDir)
  const { init, killThreads } = createRequire(join(projectDir, 'package.json'))(packageName) as Z3Package
  const { Z3, em } = await init()
  return {
    name: `z3 ${version}`,
    async ask(script) {
      const config = Z3.mk_config()
      const context = Z3.mk_context(config)
      Z3.del_config(config)
      try {
        const answer = await Z3.eval_smtlib2_string(context, `(set-option :rlimit ${maxSteps})\n${script}`)
        const said = answer.trim()
        // An error message too means that nothing is proven.
        return said === 'unsat' || said === 'sat' ? said : 'unknown'
      } finally {
        Z3.del_context(context)
      }
    },
    close() {
      // Its threads would keep the process alive. That they end within a deadline does not matter here.
      killThreads(em).catch(() => {})
    },
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
