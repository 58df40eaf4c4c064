import type { CertificationDeclaration } from '../declare/certification.js'
import type { SourceDeclaration } from '../declare/relation.js'
import type { DiagnosticCollector, Origin } from './context.js'

/** Reports errors in what a source says of the time at which its rows were recorded. */
export function checkRecording(
  { name, columns, knownAt, timeless }: SourceDeclaration,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  if (knownAt !== undefined && !Object.hasOwn(columns, knownAt)) {
    const hint = `Columns there: ${Object.keys(columns).join(', ')}.`
    diagnostics.add(origin, 'FS152', `knownAt column "${knownAt}" is not declared`, hint)
  }
  if (timeless === undefined) return
  if (knownAt !== undefined) {
    const hint = 'Remove timeless, so that the time of a row is compared, or knownAt, so that it is not.'
    diagnostics.add(origin, 'FS173', `"${name}" is timeless and has knownAt`, hint)
  }
  if (timeless.trim() === '') {
    const hint = 'Give the reason in a sentence; certificates record it.'
    diagnostics.add(origin, 'FS173', `there is no reason why "${name}" is timeless`, hint)
  }
}

/** Reports errors in the point-in-time policies of a certification. */
export function checkPolicies(
  { pointInTime = {} }: CertificationDeclaration,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  for (const [name, policy] of Object.entries<unknown>(pointInTime)) {
    if (policy === 'strict') continue
    const reason: unknown =
      typeof policy === 'object' && policy !== null ? Reflect.get(policy, 'lateAllowed') : undefined
    if (typeof reason !== 'string') {
      const hint = `Write 'strict', or { lateAllowed: 'why' }.`
      diagnostics.add(origin, 'FS173', `the point-in-time policy of "${name}" is not one`, hint)
    } else if (reason.trim() === '') {
      const hint = 'Give the reason in a sentence; certificates record it.'
      diagnostics.add(origin, 'FS173', `there is no reason why rows of "${name}" may be late`, hint)
    }
  }
}
