import type { Diagnostic, Place } from '../../../model/diagnostic.js'
import type { Colors } from './colors.js'

const position = ({ file, line }: Place): string =>
  [file, line].filter((part) => part !== undefined).join(':')

const subject = ({ relation, column }: Place): string =>
  [relation, column].filter((part) => part !== undefined).join('.')

/** `ml.v.column`, or `column of derived in ml.v` inside a layer. */
const nestedSubject = ({ layer, ...place }: Place): string => {
  if (layer === undefined) return subject(place)
  const own = [layer, place.column].filter((part) => part !== undefined).join('.')
  return `${own} in ${place.relation ?? ''}`
}

/** `views/derived.ts:12`, or the relation and column if the module is unknown; empty if neither is known. */
export const placeText = (place: Place): string => position(place) || subject(place)

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

/** Sorts by module, then by line. */
const inOrder = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.toSorted(
    (a, b) =>
      compare(a.place.file ?? '\uFFFF', b.place.file ?? '\uFFFF') ||
      compare(a.place.line ?? 0, b.place.line ?? 0) ||
      compare(a.code, b.code),
  )

/** Prints diagnostics as compilers do: place, code and message on one line, the hint on the next. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], colors: Colors): string {
  return inOrder(diagnostics)
    .map(({ code, place, message, hint, excerpt }) => {
      const at = placeText(place)
      // The line locates the text, the relation names the subject. Both are printed if known.
      const about = position(place) || place.layer !== undefined ? nestedSubject(place) : ''
      const head = [at && colors.cyan(at), colors.red(code), about && `${about}:`, message].filter(Boolean)
      const shown = excerpt === undefined ? '' : `    ${excerpt}\n`
      return `${head.join(' ')}\n${shown}  ${colors.dim(hint)}\n`
    })
    .join('')
}
