import type { Declaration } from '../declare/relation.js'
import { inputsOf } from './collect-declarations.js'
import { type DiagnosticCollector, originOf } from './context.js'
import type { OutputsOf } from './scope/outputs.js'
import { textDiagnostic } from './print/unwritable.js'

/**
 * Reports names and comments that Postgres cannot store unchanged: with NUL, or with half a surrogate pair. A text that
 * a relation only passes on is reported where it is declared.
 */
export function checkTexts(
  declaration: Declaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const passedOn = inputsOf(declaration).flatMap(([, input]) => (input ? (outputsOf(input) ?? []) : []))
  const names = new Set(passedOn.map(({ name }) => name))
  const comments = new Set(passedOn.map(({ comment }) => comment))
  const check = (text: string, what: string, origin: ReturnType<typeof originOf>): void => {
    const diagnostic = textDiagnostic(text)
    if (diagnostic)
      diagnostics.add(
        origin,
        'FS176',
        `${what} ${JSON.stringify(text)} is ${diagnostic.what}`,
        diagnostic.hint,
      )
  }
  check(declaration.name, 'the name', originOf(declaration))
  check(declaration.comment, 'the comment', originOf(declaration))
  for (const { name, comment, site } of outputsOf(declaration) ?? []) {
    const origin = originOf(declaration, name, site)
    if (!names.has(name)) check(name, 'the column name', origin)
    if (!comments.has(comment)) check(comment, 'the comment', origin)
  }
}
