import type { Diagnostic, Place } from '../model/diagnostic.js'
import type { Colours } from './colours.js'

const position = ({ file, line }: Place): string =>
  [file, line].filter((part) => part !== undefined).join(':')

const subject = ({ relation, column }: Place): string =>
  [relation, column].filter((part) => part !== undefined).join('.')

/** `views/derived.ts:12`, or the relation and column where no module is known; empty when neither is. */
export const placeText = (place: Place): string => position(place) || subject(place)

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

/** In the order in which somebody goes through them: by module, then by line. */
const inOrder = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.toSorted(
    (a, b) =>
      compare(a.place.file ?? '\uFFFF', b.place.file ?? '\uFFFF') ||
      compare(a.place.line ?? 0, b.place.line ?? 0) ||
      compare(a.code, b.code),
  )

/** As a compiler prints them: place, code and message on a line, what to do on the next. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], colours: Colours): string {
  return inOrder(diagnostics)
    .map(({ code, place, message, hint }) => {
      const at = placeText(place)
      // Both are said where both are known: a line finds the text, the relation says what it is about.
      const about = position(place) ? subject(place) : ''
      const head = [at && colours.cyan(at), colours.red(code), about && `${about}:`, message].filter(Boolean)
      return `${head.join(' ')}\n  ${colours.dim(hint)}\n`
    })
    .join('')
}
