import type { ProjectDeclaration } from '../declare/project.js'
import { isOwnSqlFile } from '../model/sql-files.js'
import type { DiagnosticCollector, Origin } from './context.js'

/** Bytes of a name that file systems accept. */
const LONGEST = 255
/** Windows refuses them, and some have a special meaning in git and psql. */
const REFUSED = /[\p{Cc}\p{Cs}\\:*?"<>|]/u

/** Why a file cannot have this name, or undefined. */
function whyNot(file: string): string | undefined {
  const parts = file.split('/')
  if (file.trim() === '' || file === '.sql') return 'is empty'
  if (file.startsWith('/') || /^[a-z]:/i.test(file)) return 'is not relative'
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'leaves the folder or has an empty part'
  // psql expands it even in quotes: `\ir '~/a.sql'` reads the home folder of the user who runs install.sql.
  if (file.startsWith('~')) return 'begins with "~", which psql expands to a home folder'
  if (REFUSED.test(file)) return 'has a character that some systems refuse'
  if (parts.some((part) => /^\s|[\s.]$/.test(part))) return 'begins or ends with a space, or ends with a dot'
  if (parts.some((part) => Buffer.byteLength(part) > LONGEST)) return `is longer than ${LONGEST} bytes`
  if (!/[^/]\.sql$/.test(file)) return 'does not end in .sql'
  return undefined
}

/** Reports invalid names of a project's SQL files. */
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
        'Choose names that differ in more than case or Unicode form.',
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
