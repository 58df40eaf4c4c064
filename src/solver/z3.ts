import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { DiagnosticError } from '../model/diagnostic.js'
import { runsFromSource } from '../model/own-code.js'
import { type Answer, runZ3 } from './run-z3.js'
import { z3Thread } from './z3-thread.js'

export type { Answer }

/** An SMT solver. */
export interface SmtSolver {
  /** Name and version, `z3 5.2.0`. */
  readonly name: string
  /** @param script declarations and assertions in SMT-LIB. */
  ask(script: string): Promise<Answer>
  close(): void
}

const packageName = 'z3-solver'

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

/**
 * Starts the z3 that a project has installed: in a thread of its own where there are cores for it, so that its start, a
 * second of reading and compiling 35 MB, passes beside other work.
 *
 * @throws DiagnosticError FS186.
 */
export async function openZ3(projectDir: string): Promise<SmtSolver> {
  const name = `z3 ${z3Version(projectDir)}`
  // A thread runs JavaScript, which there is none of where the package runs from source.
  const isHere = runsFromSource || availableParallelism() === 1
  const { ask, close } = isHere ? await runZ3(projectDir) : z3Thread(projectDir)
  return { name, ask, close }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
