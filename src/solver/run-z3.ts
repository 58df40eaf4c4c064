import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What a solver says of a script: unsatisfiable, satisfiable, or that it gave up. */
export type Answer = 'unsat' | 'sat' | 'unknown'

/** The part of z3-solver that is used, which a project installs itself. */
interface Z3Package {
  init(options: { printErr(text: string): void }): Promise<{ readonly Z3: Z3; readonly em: unknown }>
  killThreads(em: unknown): Promise<void>
}
interface Z3 {
  mk_config(): unknown
  del_config(config: unknown): void
  mk_context(config: unknown): unknown
  del_context(context: unknown): void
  mk_string_symbol(context: unknown, name: string): unknown
  mk_params(context: unknown): unknown
  params_inc_ref(context: unknown, params: unknown): void
  params_dec_ref(context: unknown, params: unknown): void
  params_set_uint(context: unknown, params: unknown, symbol: unknown, value: number): void
  mk_solver(context: unknown): unknown
  solver_inc_ref(context: unknown, solver: unknown): void
  solver_dec_ref(context: unknown, solver: unknown): void
  solver_set_params(context: unknown, solver: unknown, params: unknown): void
  solver_from_string(context: unknown, solver: unknown, script: string): void
  solver_check(context: unknown, solver: unknown): Promise<number>
  get_error_code(context: unknown): number
}

/**
 * Steps after which z3 gives up. They are counted rather than timed, so that the answer is the same on every machine. An
 * equation of cubes without a known solution took 1.5 to 2.5 s.
 */
const maxSteps = 2_000_000

/** A z3 in this thread. */
export interface RunningZ3 {
  /**
   * Questions are answered one after another: the package cannot work on two.
   *
   * @param script declarations and assertions in SMT-LIB.
   */
  ask(script: string): Promise<Answer>
  close(): void
}

/** Starts the z3 that a project has installed, in this thread. */
export async function runZ3(projectDir: string): Promise<RunningZ3> {
  const { init, killThreads } = createRequire(join(projectDir, 'package.json'))('z3-solver') as Z3Package
  // Its threads report on standard error that they were stopped.
  const { Z3, em } = await init({ printErr() {} })
  let last: Promise<unknown> = Promise.resolve()
  return {
    ask(script) {
      const answer = last.then(() => askZ3(Z3, script))
      last = answer.catch(() => undefined)
      return answer
    },
    close() {
      // Its threads would keep the process alive. That they end within a deadline does not matter here.
      killThreads(em).catch(() => {})
    },
  }
}

/**
 * The script is read synchronously. The call that reads and solves one in another thread is not used: the package frees
 * the text while that thread still reads it, so that z3 now and then gets another text.
 */
async function askZ3(Z3: Z3, script: string): Promise<Answer> {
  const config = Z3.mk_config()
  const context = Z3.mk_context(config)
  Z3.del_config(config)
  const solver = Z3.mk_solver(context)
  Z3.solver_inc_ref(context, solver)
  const params = Z3.mk_params(context)
  Z3.params_inc_ref(context, params)
  try {
    Z3.params_set_uint(context, params, Z3.mk_string_symbol(context, 'rlimit'), maxSteps)
    Z3.solver_set_params(context, solver, params)
    Z3.solver_from_string(context, solver, script)
    if (Z3.get_error_code(context) !== 0) return 'unknown'
    const answer = await Z3.solver_check(context, solver)
    return answer === -1 ? 'unsat' : answer === 1 ? 'sat' : 'unknown'
  } finally {
    Z3.params_dec_ref(context, params)
    Z3.solver_dec_ref(context, solver)
    Z3.del_context(context)
  }
}
