import type { ProjectDeclaration } from '../declare/project.js'
import type { CompiledFeatureList } from '../model/compiled-project.js'
import { closest } from './closest.js'
import { type DiagnosticCollector, type Locate, splitName } from './context.js'
import type { OutputsOf } from './scope/outputs.js'

const WORD = /^[a-z][a-z0-9_]*$/
const LONGEST = 63

/** Checks the lists of features, and reads them. JavaScript callers have no type check. */
export function compileFeatureLists(
  { features = [], certifications }: ProjectDeclaration,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
  locate: Locate,
): readonly CompiledFeatureList[] {
  const guarded = new Set(certifications.map((certified) => certified?.guarded?.name))
  const seen = new Set<string>()
  return features.flatMap((list) => {
    const { of, name, version, prefix, columns, site } = list
    const title = `${String(name)} ${String(version)}`
    const origin = { relation: of?.name ?? title, site }
    const report = (what: string, hint: string): void =>
      diagnostics.add(origin, 'FS191', `the features ${title} ${what}`, hint)
    if (typeof name !== 'string' || !WORD.test(name))
      report('have no valid name', 'Write small letters, digits and _, such as recommended.')
    if (!Number.isInteger(version) || version < 1)
      report(
        'have no valid version',
        'Write a whole number of 1 or more, and raise it when the list changes.',
      )
    if (typeof prefix !== 'string' || !(prefix === '' || WORD.test(prefix)))
      report('have no valid prefix', "Write small letters, digits and _, such as 'fusion_', or ''.")
    if (seen.has(title)) report('are declared twice', 'Give one of them another name or version.')
    seen.add(title)
    if (of === undefined || !guarded.has(of.name))
      report(
        `are of ${of === undefined ? 'no view' : of.name}, which no certification guards`,
        'Name the guarded view of a certification.',
      )
    if (columns.length === 0) report('have no columns', 'Name the columns.')
    const known = of && outputsOf(of)?.map((column) => column.name)
    for (const [at, column] of columns.entries()) {
      if (columns.indexOf(column) < at) report(`name "${column}" twice`, 'Name it once.')
      if (`${prefix}${column}`.length > LONGEST)
        report(`have "${prefix}${column}", which is too long for Postgres`, 'Choose a shorter prefix.')
      if (known === undefined || known.includes(column)) continue
      const near = closest(column, known)
      diagnostics.add(
        origin,
        'FS152',
        `column "${column}" in the features ${title} does not exist`,
        near === undefined ? `Columns there: ${known.join(', ')}.` : `Did you mean "${near}"?`,
      )
    }
    if (of === undefined) return []
    return [{ name, version, prefix, columns, relation: splitName(of.name), place: locate(site) }]
  })
}
