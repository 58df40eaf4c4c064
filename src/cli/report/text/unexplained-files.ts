import {
  type Change,
  type FileChange,
  statementStarts,
  withoutStatements,
} from '../../../app/check/report.js'

const MANIFEST = 'fusion-manifest.sha256'
/** Machine-readable; the changes of relations show the same differences to people. */
const CATALOG = /^catalog(\.schema)?\.json$/
/** Repeats the statements of the other SQL files. */
const RECREATE = 'sql/optional/drop_and_recreate.sql'
const PYTHON = /^python\/[^/]+\.py$/
/**
 * Removes the row types of these relations from `rows.ts` or its like of Python; their comments, which may be wrapped, name
 * the relation.
 */
const withoutInterfaces = (text: string, relations: readonly string[]): string =>
  text
    .split('\n\n')
    .filter((block) => {
      const line = block.replaceAll(/\n *(\* )?/g, ' ')
      return !relations.some((relation) => line.includes(`\`${relation}\`, a `))
    })
    .join('\n\n')

/** Whether a changed definition already shows a file of `viewdefs/`. Compares texts, as file names may be encoded. */
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
  // An added or removed relation appears in the SQL files; the script that recreates it repeats that text.
  const isWhole = ({ kind }: Change): boolean => kind === 'relation added' || kind === 'relation removed'
  const relations = changes
    .filter((change) => path === RECREATE || !isWhole(change))
    .map(({ relation }) => relation)
  if (path.startsWith('sql/')) {
    const starts = relations.flatMap(statementStarts)
    const listed = path === RECREATE ? relations.map((relation) => `--   ${relation}`) : []
    const [old, now] = [before, after].map((text) => withoutStatements(text, starts, listed))
    return old === now
  }
  if (path !== 'rows.ts' && !PYTHON.test(path)) return false
  // Only row types contain the reason why a column may be null, so a changed definition does not explain it.
  const described = changes.filter((change) => change.kind !== 'definition' && !isWhole(change))
  const names = described.map(({ relation }) => relation)
  return withoutInterfaces(before, names) === withoutInterfaces(after, names)
}

/**
 * The changed files whose differences are not shown by the changes of relations. The manifest of hashes differs whenever
 * another file does, so it counts only if no other file differs.
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
