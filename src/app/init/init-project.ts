import { basename, join, relative, sep } from 'node:path'
import type { Artifact } from '../../model/artifact.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { ownPackage } from '../../load/own-package.js'
import {
  asDiagnostic,
  filesInTheWay,
  readIfThere,
  repositoryAround,
  writeNewFiles,
} from '../../output/new-files.js'
import type { Session } from '../../postgres/session.js'
import { readTables } from './read-tables.js'
import { chooseTables, isTable, listed, type WantedTables } from './choose-tables.js'
import { databaseStore } from './database-store.js'
import { type ExtendedPackage, extendPackage, type Needed, newPackage, SCRIPTS } from './package-file.js'
import { CONFIG_PATH, projectFiles, WORKFLOW_PATH } from './project-files.js'
import { projectName, suggestName } from './project-name.js'
import { type StarterStore, starterStore } from './starter-store.js'

const PACKAGE = 'package.json'

export interface InitSettings {
  /** Absolute; need not exist. */
  readonly dir: string
  readonly name: string | undefined
  /** Keeps existing files, except that `package.json` is extended. */
  readonly keep: boolean
  /** The database to create sources from; if absent, the starter store is written. */
  readonly database: { readonly session: Session; readonly wanted: WantedTables } | undefined
}

export interface InitReport {
  readonly name: string
  readonly files: readonly {
    readonly path: string
    readonly status: 'written' | 'extended' | 'unchanged' | 'kept'
  }[]
  readonly notes: readonly Diagnostic[]
}

/**
 * Writes a project that builds, all files or none. Existing files are not overwritten. Nothing is written to the database.
 *
 * @param write runs the writing, which must not be interrupted.
 * @throws DiagnosticError FS561 to FS566
 */
export async function initProject(
  { dir, name: given, keep, database }: InitSettings,
  write: (work: () => void) => Promise<void> = async (work) => work(),
): Promise<InitReport> {
  const { found, name, repository } = looked(dir, given)
  const { store, notes } = database
    ? await fromDatabase(database.session, database.wanted)
    : { store: starterStore, notes: [] }
  const pathInRepository = repository === undefined ? '' : relative(repository, dir).split(sep).join('/')
  const files = projectFiles({ name, store, fromDatabase: database !== undefined, pathInRepository })

  const inTheWay = guarded(dir, () =>
    filesInTheWay(
      dir,
      files.map(({ path }) => path),
    ),
  )
  if (inTheWay.length > 0 && (!keep || inTheWay.includes(CONFIG_PATH))) throw occupied(dir, inTheWay)
  const isInTheWay = ({ path }: Artifact): boolean =>
    inTheWay.some((taken) => path === taken || path.startsWith(`${taken}/`))
  const created = files.filter((file) => !isInTheWay(file))

  const extended = found?.extended
  const isExtended = found !== undefined && found.extended.text !== found.text
  await write(() =>
    writeNewFiles(dir, {
      created: found ? created : [...created, { path: PACKAGE, text: newPackage(name, needed()) }],
      replaced: isExtended ? [{ path: PACKAGE, text: found.extended.text, before: found.text }] : [],
    }),
  )
  return {
    name,
    files: [
      ...files.map((file) => ({ path: file.path, status: isInTheWay(file) ? 'kept' : 'written' }) as const),
      { path: PACKAGE, status: found === undefined ? 'written' : isExtended ? 'extended' : 'unchanged' },
    ],
    notes: [
      ...notes,
      ...(extended?.otherScripts ?? []).map(otherScript),
      ...(pathInRepository === '' ? [] : [workflowBelow(pathInRepository)]),
    ],
  }
}

interface Looked {
  /** The existing package. */
  readonly found: { readonly text: string; readonly extended: ExtendedPackage } | undefined
  readonly name: string
  readonly repository: string | undefined
}

/** Examines the folder before the database is read, so that errors are reported at once. */
function looked(dir: string, given: string | undefined): Looked {
  return guarded(dir, () => {
    if (dir.includes('\0')) throw new DiagnosticError([nulInPath])
    const text = readIfThere(join(dir, PACKAGE))
    const extended = text === undefined ? undefined : extendPackage(text, needed())
    const own = extended?.name === undefined ? undefined : suggestName(extended.name)
    return {
      found: text === undefined || extended === undefined ? undefined : { text, extended },
      name: given === undefined && own !== undefined ? own : projectName(given, basename(dir)),
      repository: repositoryAround(dir),
    }
  })
}

function guarded<T>(dir: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asDiagnostic(error, dir)
  }
}

async function fromDatabase(
  session: Session,
  wanted: WantedTables,
): Promise<{ readonly store: StarterStore; readonly notes: readonly Diagnostic[] }> {
  const taken = new Set<string>()
  let views: readonly string[] = []
  const found = await readTables(session, (relations) => {
    relations.forEach((relation) => taken.add(displayName(relation)))
    const chosen = chooseTables(wanted, relations)
    views = relations
      .filter((relation) => !isTable(relation) && !chosen.includes(relation) && isOffered(relation, wanted))
      .map(displayName)
    return chosen
  })
  const store = await databaseStore(found, taken)
  return { store, notes: [...store.notes, ...(views.length > 0 ? [viewsLeftOut(views)] : [])] }
}

const isOffered = ({ schema }: { readonly schema: string }, { schemas, tables }: WantedTables): boolean =>
  schemas.includes(schema) || (schemas.length === 0 && tables.length === 0)

/** Version ranges compatible with those that this version is built and tested with. */
function needed(): Needed {
  const { name, version, versions } = ownPackage()
  const range = (of: string): [string, string] => [of, `^${versions[of] ?? version}`]
  return {
    dependencies: Object.fromEntries([[name, `^${version}`], range('kysely')]),
    devDependencies: Object.fromEntries([range('@types/node'), range('typescript')]),
  }
}

function occupied(dir: string, files: readonly string[]): DiagnosticError {
  if (files.includes(CONFIG_PATH)) {
    const hint = 'Run fusion build there, or use another folder.'
    const message = `${dir} already contains a project: ${files.join(', ')}`
    return new DiagnosticError([{ code: 'FS561', place: {}, message, hint }])
  }
  const message = `files of a new project already exist in ${dir}: ${files.join(', ')}; nothing was written`
  const hint = 'Use another folder, move them away, or keep them with --keep.'
  return new DiagnosticError([{ code: 'FS561', place: {}, message, hint }])
}

const nulInPath: Diagnostic = {
  code: 'FS562',
  place: {},
  message: 'the path of the project contains a NUL character',
  hint: 'Use another folder.',
}

const otherScript = (script: string): Diagnostic => ({
  code: 'FS568',
  place: { file: PACKAGE },
  message: `the script "${script}" exists and was kept`,
  hint: `A new project uses "${SCRIPTS[script] ?? ''}". Add it under another name and change the workflow to match.`,
})

const workflowBelow = (path: string): Diagnostic => ({
  code: 'FS569',
  place: { file: WORKFLOW_PATH },
  message: `GitHub only runs workflows in the root folder of a repository, but the project is in ${path}`,
  hint: `Move the file to ${WORKFLOW_PATH} in the root folder. It already refers to the folder of the project.`,
})

const viewsLeftOut = (views: readonly string[]): Diagnostic => ({
  code: 'FS567',
  place: {},
  message: `views and materialized views left out: ${listed(views)}`,
  hint: 'Use --table schema.view to create a source for one.',
})
