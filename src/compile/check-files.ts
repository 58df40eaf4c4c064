import type { ProjectDeclaration } from '../declare/project.js'
import { isOwnSqlFile } from '../model/sql-files.js'
import type { DiagnosticCollector, Origin } from './context.js'

/** Bytes of a name that file systems take. */
const LONGEST = 255
/** Windows refuses them, git and psql have other uses for some. */
const REFUSED = /[\p{Cc}\p{Cs}\\:*?"<>|]/u

/** Why no file can have a name, or undefined. */
function whyNot(file: string): string | undefined {
  const parts = file.split('/')
  if (file.trim() === '' || file === '.sql') return 'is empty'
  if (file.startsWith('/') || /^[a-z]:/i.test(file)) return 'is not relative'
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'leads elsewhere'
  // psql expands it even in quotes: `\ir '~/a.sql'` reads the home folder of whoever runs install.sql.
  if (file.startsWith('~')) return 'begins with "~", which psql takes for a home folder'
  if (REFUSED.test(file)) return 'has a character that some systems refuse'
  if (parts.some((part) => /^\s|[\s.]$/.test(part))) return 'begins or ends with a space, or ends with a dot'
  if (parts.some((part) => Buffer.byteLength(part) > LONGEST)) return `is longer than ${LONGEST} bytes`
  if (!/[^/]\.sql$/.test(file)) return 'does not end in .sql'
  return undefined
}

/** What is wrong with the names of a project's SQL files. */
export function checkFileNames(
  { files }: ProjectDeclaration,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  const add = (message: string, hint: string): void => diagnostics.add(origin, 'FS165', message, hint)
  const seen = new Map<string, string>()
  for (const { file } of files) {
    const why = whyNot(file)
    const key = file.normalize('NFC').toLowerCase()
    const other = seen.get(key)
    seen.set(key, file)
    if (why !== undefined)
      add(
        `${JSON.stringify(file)} is not a name for a SQL file: it ${why}`,
        'Choose a relative path that ends in ".sql", such as "01_views.sql" or "reports/daily views.sql".',
      )
    else if (isOwnSqlFile(file))
      add(`"${file}" is a file that the build itself writes`, 'Choose another name.')
    if (other !== undefined)
      add(
        `"${other}" and "${file}" are one file on some systems`,
        'Choose names that differ in more than case and accents written in another way.',
      )
  }
  const names = [...seen.keys()]
  for (const [lower, file] of seen) {
    const below = names.find((name) => name.startsWith(`${lower}/`))
    if (below !== undefined)
      add(
        `"${file}" is the name of a file and of the folder of "${seen.get(below) ?? below}"`,
        'Rename one of them.',
      )
  }
}
