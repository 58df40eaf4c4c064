import type { Message } from 'esbuild'
import type { Diagnostic, Place } from '../model/diagnostic.js'
import { CONFIG_FILE } from '../model/config-file.js'

type Reading = Pick<Diagnostic, 'code' | 'message' | 'hint'>

const READINGS: readonly (readonly [RegExp, (match: RegExpMatchArray) => Reading])[] = [
  [
    /^Could not resolve "([^"]*)"/,
    ([, path]) => ({
      code: 'FS103',
      message: `module ${path} does not exist`,
      hint: 'Correct the path. It is relative to the importing module and ends in .js, even for a .ts file.',
    }),
  ],
  [
    /^No matching export in "([^"]*)" for import "([^"]*)"/,
    ([, file, name]) => ({
      code: 'FS105',
      message: `${file} does not export ${name}`,
      hint: 'Export it there, or correct the name.',
    }),
  ],
]

const otherwise = (text: string): Reading => ({
  code: 'FS102',
  message: text.charAt(0).toLowerCase() + text.slice(1),
  hint: 'Correct the module. Nothing has been evaluated yet.',
})

/** All errors of esbuild as diagnostics. Their paths are already relative to the project folder. */
export function bundleErrors(errors: readonly Message[]): Diagnostic[] {
  return errors.map(({ text, location, notes }): Diagnostic => {
    const place: Place = location ? { file: location.file, line: location.line } : { file: CONFIG_FILE }
    for (const [pattern, read] of READINGS) {
      const match = text.match(pattern)
      if (match) return { place, ...read(match) }
    }
    const reading = otherwise(text)
    const note = notes[0]?.text
    return { place, ...reading, ...(note && { hint: note }) }
  })
}
