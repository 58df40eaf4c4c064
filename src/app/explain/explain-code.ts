import { distance } from 'fastest-levenshtein'
import { diagnosticError } from '../../model/diagnostic.js'
import type { DiagnosticEntry } from '../../model/diagnostics/entry.js'
import { type DiagnosticCode, registry } from '../../model/diagnostics/registry.js'

/** What is known of a code. */
export interface DiagnosticExplanation extends DiagnosticEntry {
  readonly code: DiagnosticCode
}

/** What `fusion explain <code> --format json` prints. */
export interface CodeExplanation extends DiagnosticExplanation {
  readonly format: 1
}

/** A code, right or misspelled. A relation or layer that looks like one is asked for by its kind: `layer:fs1`. */
export const isCodeLike = (subject: string): boolean => /^FS[A-Z]?\d+$/i.test(subject)

/** How many codes stand in the place of one that does not exist. */
const SUGGESTED = 3

const isCode = (text: string): text is DiagnosticCode => Object.hasOwn(registry, text)

const codes = Object.keys(registry).filter(isCode).toSorted()

/** Every code with what is known of it, by code. */
export const allExplanations = (): readonly DiagnosticExplanation[] =>
  codes.map((code) => ({ code, ...registry[code] }))

/**
 * What a code means.
 *
 * @param text the code; case does not count.
 * @throws DiagnosticError FS601 when there is none.
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
