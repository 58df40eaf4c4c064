import type { Change, FileChange } from '../../../app/check/report.js'
import { quoteRelation } from '../../../model/quote-identifier.js'
import { splitName } from '../../../model/relation-name.js'

const MANIFEST = 'fusion-manifest.sha256'
/** Machine-readable: a person reads the same differences in the changes of the relations. */
const CATALOG = /^catalog(\.schema)?\.json$/
/** Repeats the statements of the other SQL files. */
const RECREATE = 'sql/optional/drop_and_recreate.sql'
const FUNCTION = 'function '

/** How the statements about a relation or function start; both ways to create a view are in use. */
function startsOf(relation: string): readonly string[] {
  if (relation.startsWith(FUNCTION)) {
    const name = quoteRelation(splitName(relation.slice(FUNCTION.length)))
    return [`CREATE OR REPLACE FUNCTION ${name}(`, `COMMENT ON FUNCTION ${name}(`]
  }
  const name = quoteRelation(splitName(relation))
  return [
    `CREATE OR REPLACE VIEW ${name} AS`,
    `CREATE VIEW ${name} AS`,
    `COMMENT ON VIEW ${name} IS`,
    `COMMENT ON COLUMN ${name}.`,
  ]
}

/**
 * SQL without these lines and without the statements that start in one of these ways. A statement counts as ended at the first line that ends
 * with a semicolon, even inside a string: what follows is then compared, so a difference is shown rather than hidden.
 */
function withoutStatements(text: string, starts: readonly string[], lines: readonly string[]): string {
  let isInside = false
  const kept = text.split('\n').filter((line) => {
    // Blank lines stand between statements, and go with them.
    if (!isInside && (line === '' || lines.includes(line))) return false
    const isDropped = isInside || starts.some((start) => line.startsWith(start))
    isInside = isDropped && !line.endsWith(';')
    return !isDropped
  })
  return kept.join('\n')
}

/** `rows.ts` without the interfaces of these relations, which name them in their comments. */
const withoutInterfaces = (text: string, relations: readonly string[]): string =>
  text
    .split('\n\n')
    .filter((block) => !relations.some((relation) => block.includes(` \`${relation}\`, a `)))
    .join('\n\n')

/** Whether a file of `viewdefs/` is what a change of a definition compares; its name may be encoded, so by its text. */
const isDefinition = ({ before, after }: FileChange, changes: readonly Change[]): boolean =>
  changes.some(
    (change) =>
      change.kind === 'definition' &&
      change.before.trimEnd() === before.trimEnd() &&
      change.after.trimEnd() === after.trimEnd(),
  )

function isExplained(file: FileChange, changes: readonly Change[]): boolean {
  if (changes.length === 0) return false
  const { path, before, after } = file
  if (path.startsWith('viewdefs/')) return isDefinition(file, changes)
  // A relation that is new or gone has no other text than in the SQL files; the script that recreates it repeats that.
  const isWhole = ({ kind }: Change): boolean => kind === 'relation added' || kind === 'relation removed'
  const relations = changes
    .filter((change) => path === RECREATE || !isWhole(change))
    .map(({ relation }) => relation)
  if (path.startsWith('sql/')) {
    const starts = relations.flatMap(startsOf)
    const listed = path === RECREATE ? relations.map((relation) => `--   ${relation}`) : []
    const [old, now] = [before, after].map((text) => withoutStatements(text, starts, listed))
    return old === now
  }
  if (path !== 'rows.ts') return false
  // The reason why a column may be null stands in rows.ts alone, so a change of the definition does not explain it.
  const described = changes.filter((change) => change.kind !== 'definition' && !isWhole(change))
  const names = described.map(({ relation }) => relation)
  return withoutInterfaces(before, names) === withoutInterfaces(after, names)
}

/**
 * The changed files whose differences are not in the changes of the relations already. The manifest of hashes differs
 * whenever another file does, so it counts only when it is alone.
 */
export function unexplainedFiles(files: readonly FileChange[], changes: readonly Change[]): FileChange[] {
  const others = files.filter(({ path }) => path !== MANIFEST)
  const candidates = others.length > 0 ? others : files
  return candidates.filter(
    (file) =>
      file.kind === 'changed' &&
      !(CATALOG.test(file.path) && (changes.length > 0 || others.length > 1)) &&
      !isExplained(file, changes),
  )
}
