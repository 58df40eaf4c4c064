import { availableParallelism } from 'node:os'

/**
 * Whether an embedded Postgres works beside this thread: there is a core for it, and its thread can be loaded. A thread runs
 * JavaScript, which there is none of where the package runs from source.
 */
export const runsBeside = (): boolean => !import.meta.url.endsWith('.ts') && availableParallelism() > 1
