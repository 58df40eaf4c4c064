import type { LiveFunction } from './live-catalog.js'

/**
 * The function that a guarded view calls: true, or an error that says why its entrypoint is not certified. Not the public
 * `audit.require_certified_strict`: that name may be a function of another system, with its owner, result and strictness.
 */
export const guardFunction: LiveFunction = {
  schema: 'audit',
  name: '_require_certified_strict',
  arguments: 'text, interval',
  result: 'boolean',
}

/** What the same views called before; accepted and live definitions may still do so. */
export const publicGuardFunction: LiveFunction = { ...guardFunction, name: 'require_certified_strict' }
