import { availableParallelism } from 'node:os'
import { runsFromSource } from '../../model/own-code.js'

/**
 * Whether an embedded Postgres works beside this thread: there is a core for it, and its thread can be loaded. A thread runs
 * JavaScript, which there is none of where the package runs from source.
 */
export const runsBeside = (): boolean => !runsFromSource && availableParallelism() > 1
