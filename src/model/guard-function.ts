import type { LiveFunction } from './live-catalog.js'

/** The function that a guarded view calls: true, or an error that says why its entrypoint is not certified. */
export const guardFunction: LiveFunction = {
  schema: 'audit',
  name: 'require_certified_strict',
  arguments: 'text, interval',
  result: 'boolean',
}
