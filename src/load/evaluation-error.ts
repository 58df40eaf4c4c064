import type { Diagnostic } from '../model/diagnostic.js'
import type { Bundle } from './bundle-config.js'
import { CONFIG_FILE } from '../model/config-file.js'
import { importCycle } from './import-cycle.js'
import type { SourceLocator } from './source-locator.js'

const NO_EXPORT = /The requested module '(.*)' does not provide an export named '(.*)'/

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))

/** The package name as imported by the project's modules. */
const packageOf = (imported: string | undefined, { aliases }: Bundle): string | undefined =>
  Object.entries(aliases).find(([, target]) => target === imported)?.[0] ?? imported

/** Explains why the modules of a project could not be evaluated. */
export function evaluationError(thrown: unknown, locator: SourceLocator, bundle: Bundle): Diagnostic {
  const error = asError(thrown)
  const found = locator.locate(error)
  const place = found.file === undefined ? { file: CONFIG_FILE } : found

  const isTooEarly = error instanceof TypeError || error instanceof ReferenceError
  const ring = isTooEarly && found.file !== undefined ? importCycle(bundle.metafile, found.file) : undefined
  if (ring) {
    return {
      code: 'FS107',
      place,
      message: `the module uses an import before it is initialized (${error.message}), because modules import each other: ${ring.join(' -> ')}`,
      hint: 'Move shared code to a separate module. A view cannot read a view that reads it.',
    }
  }
  const missing = error.message.match(NO_EXPORT)
  if (missing) {
    return {
      code: 'FS105',
      place,
      message: `the package ${packageOf(missing[1], bundle)} does not export ${missing[2]}`,
      hint: 'Correct the name, or install a version of the package that has it.',
    }
  }
  return {
    code: 'FS106',
    place,
    message: `the module throws ${error.name}: ${error.message}`,
    hint: 'Fix the cause. Run again with --debug for the full stack trace.',
  }
}
