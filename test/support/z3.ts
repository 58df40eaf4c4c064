import { fileURLToPath } from 'node:url'
import { openZ3, type SmtSolver } from '../../src/solver/z3.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The solver that this package installs for its own store. It has to be closed. */
export const startZ3 = (): Promise<SmtSolver> => openZ3(root)
