import { afterEach } from 'vitest'
import { freshTools } from '../../src/app/build/tools.js'
import { buildInMemory } from '../../src/app/build/pipeline.js'
import { Interrupts } from '../../src/app/interrupts.js'
import { silent } from '../../src/app/ports.js'
import type { EngineKind } from '../../src/postgres/choose-engine.js'
import { DiagnosticError, type Diagnostic } from '../../src/model/diagnostic.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'

let folder: ProjectFolder | undefined
afterEach(() => folder?.remove())

/**
 * What a build of a project says is wrong; nothing when it is fine.
 *
 * @param engine the Postgres that analyzes it.
 */
export async function faultsOf(
  files: Readonly<Record<string, string>>,
  engine?: EngineKind,
): Promise<readonly Diagnostic[]> {
  folder?.remove()
  folder = projectFolder(files)
  const interrupts = new Interrupts(() => Promise.reject(new Error('interrupted')))
  const { dir, env } = folder
  try {
    await buildInMemory({
      projectDir: dir,
      cacheDir: dir,
      env,
      compiler: 'test',
      tools: freshTools,
      progress: silent,
      engine,
      interrupts,
    })
    return []
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics
    throw error
  }
}

/** Findings as a comment of a module says them of its line: `// FS211 layer; FS217 layer.column`. */
const MARK = /\/\/ (FS.*)$/

/** What the comments of some modules say is wrong on their lines. */
export const markedIn = (files: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(files).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, at) => {
      const marks = MARK.exec(line)?.[1]?.split(';') ?? []
      return marks.map((mark) => `${file}:${at + 1} ${mark.trim()}`)
    }),
  )

/** The same of diagnostics: code, layer or view, and column. */
export const said = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code, place }) =>
    [
      `${place.file}:${place.line}`,
      code,
      [place.layer ?? place.relation, place.column].filter(Boolean).join('.'),
    ].join(' '),
  )
