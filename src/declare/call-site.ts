/**
 * Where in the user's module a declaration stands. Taking it must stay cheap (a project has tens of thousands of
 * columns), so only the frames are taken here; their text is built when a diagnostic asks for it.
 */
export interface CallSite {
  readonly trace: { readonly stack?: string }
}

/** Depth that reaches from the declaration function past a helper of the user's own. */
const DEPTH = 2

/** The place that called `callee`, one of the functions of the declaration API. */
export function callSite(callee: (...args: never[]) => unknown): CallSite {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = DEPTH
  const trace: CallSite['trace'] = {}
  Error.captureStackTrace(trace, callee)
  Error.stackTraceLimit = before
  return { trace }
}
