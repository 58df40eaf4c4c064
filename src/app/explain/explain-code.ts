import { distance } from 'fastest-levenshtein'
import { diagnosticError } from '../../model/diagnostic.js'
import type { DiagnosticEntry } from '../../model/diagnostics/entry.js'
import { type DiagnosticCode, registry } from '../../model/diagnostics/registry.js'

/** A code with its registry entry. */
export interface DiagnosticExplanation extends DiagnosticEntry {
  readonly code: DiagnosticCode
}

/** JSON output of `fusion explain <code>`. */
export interface CodeExplanation extends DiagnosticExplanation {
  readonly format: 1
}

/** Whether a text looks like a code, even a misspelled one. For a layer with such a name, add the kind: `layer:fs1`. */
export const isCodeLike = (subject: string): boolean => /^FS[A-Z]?\d+$/i.test(subject)

/** Number of codes to suggest for an unknown one. */
const SUGGESTED = 3

const isCode = (text: string): text is DiagnosticCode => Object.hasOwn(registry, text)

const codes = Object.keys(registry).filter(isCode).toSorted()

/** All registry entries, sorted by code. */
export const allExplanations = (): readonly DiagnosticExplanation[] =>
  codes.map((code) => ({ code, ...registry[code] }))

/**
 * Explains a code.
 *
 * @param text the code; case is ignored.
 * @throws DiagnosticError FS601 if there is no such code.
 */
export function explainCode(text: string): DiagnosticExplanation {
  const code = text.toUpperCase()
  if (isCode(code)) return { code, ...registry[code] }
  const near = codes
    .map((known) => ({ known, edits: distance(code, known) }))
    .toSorted((a, b) => a.edits - b.edits || (a.known < b.known ? -1 : 1))
    .slice(0, SUGGESTED)
    .map(({ known }) => known)
  throw diagnosticError(
    'FS601',
    `there is no diagnostic ${code}`,
    `Did you mean ${near.slice(0, -1).join(', ')} or ${near.at(-1)}? fusion explain --list prints all codes.`,
  )
}
