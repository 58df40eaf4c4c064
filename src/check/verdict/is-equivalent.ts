import type { FileChange } from '../compare/compare-files.js'
import type { RelationState } from '../compare/relation-state.js'
import type { CheckSection } from '../compare/report.js'
import { statementStarts, withoutStatements } from '../compare/without-statements.js'

/**
 * Whether every difference of a section is in comments, in the layout of SQL, or proven equivalent. What is not a change of a
 * relation, such as another gate, is none of these.
 *
 * @param states every relation of the compiled project.
 */
export function isEquivalent(
  { outcome, files, changes, hazards, verdicts }: CheckSection,
  states: readonly RelationState[],
): boolean {
  if (outcome === 'same') return true
  if (outcome === 'not checked' || hazards.length > 0) return false
  // Something differs that is neither: there is no baseline, or nothing has been generated yet.
  if (files.length === 0 && changes.length === 0) return false
  const relations = states.map(({ relation }) => relation)
  return (
    verdicts.every((verdict) => verdict.class === 'documentation' || verdict.class === 'equivalent') &&
    files.every((file) => isOfRelations(file, relations))
  )
}

/** Repeats the statements of the other SQL files. */
const DERIVED = /^(fusion-manifest\.sha256|viewdefs\/.*)$/

const PYTHON = /^python\/[^/]+\.py$/

/** Without docstrings and lines that are comments. */
const withoutPythonComments = (text: string): string =>
  text.replaceAll(/^ *"""(?:[^\\]|\\.)*?"""\n/gms, '').replaceAll(/^ *#.*\n/gm, '')

interface Invariants {
  readonly invariants?: readonly {
    readonly of: string
    readonly certifies?: string
    readonly name: string
    readonly condition: string
  }[]
}

/** Whether two catalogs have the same invariants, whatever a build found out about them. */
function sameInvariants(before: string, after: string): boolean {
  const [old, now] = [before, after].map((text) => {
    const { invariants = [] } = JSON.parse(text) as Invariants
    return JSON.stringify(
      invariants.map(({ of, certifies, name, condition }) => [of, certifies, name, condition]),
    )
  })
  return old === now
}

/**
 * Whether a file differs only in the statements and comments of relations. What these mean is decided by comparing the
 * relations; row types must be the same to the last character.
 */
function isOfRelations({ path, kind, before, after }: FileChange, relations: readonly string[]): boolean {
  if (kind !== 'changed') return false
  if (DERIVED.test(path)) return true
  if (path === 'catalog.json') return sameInvariants(before, after)
  const rest = (text: string): string => {
    if (path === 'rows.ts') return text.replaceAll(/\/\*\*.*?\*\//gs, '')
    if (PYTHON.test(path)) return withoutPythonComments(text)
    return withoutStatements(text, relations.flatMap(statementStarts), []).replaceAll(/^--.*\n/gm, '')
  }
  return (path === 'rows.ts' || path.startsWith('sql/') || PYTHON.test(path)) && rest(before) === rest(after)
}
