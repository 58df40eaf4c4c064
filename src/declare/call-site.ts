/**
 * Where a declaration is in the user's module. Recording it must be cheap (a project has tens of thousands of columns),
 * so only the stack frames are captured here; their text is built when a diagnostic needs it.
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
