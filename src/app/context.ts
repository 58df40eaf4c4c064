import { isAbsolute, resolve } from 'node:path'
import { projectCacheDir } from '../cache/project-cache-dir.js'
import { realFolder } from '../cache/real-folder.js'
import { chooseEngine, type EngineKind } from '../postgres/choose-engine.js'
import { fingerprintCompiler } from '../load/fingerprint-compiler.js'
import { freshTools, type Tools } from './build/tools.js'
import type { Interrupts } from './interrupts.js'
import type { Progress } from './ports.js'

/** The environment of a use case. */
export interface Context {
  /** Folder that contains `fusion.config.ts`, absolute and without symbolic links. */
  readonly projectDir: string
  /** Folder of the generated files, absolute. */
  readonly outDir: string
  /** The same folder as the caller gave it, for reports. */
  readonly out: string
  readonly env: NodeJS.ProcessEnv
  readonly progress: Progress
  readonly interrupts: Interrupts
  /** The Postgres that analyzes, as asked for by name; absent or empty if the environment or the project decides. */
  readonly engine?: string | undefined
  /** Reports the state in which an interrupted use case left a database. */
  tell(line: string): void
}

/** The part needed for loading and compiling. */
export interface CompileContext extends Pick<Context, 'projectDir' | 'progress'> {
  readonly cacheDir: string
  readonly tools: Tools
}

/** The part needed for a build. */
export interface BuildContext extends CompileContext, Pick<Context, 'env' | 'interrupts'> {
  /** Fingerprint of the compiler. */
  readonly compiler: string
  /** The Postgres that analyzes, if one was asked for. */
  readonly engine?: EngineKind | undefined
}

/**
 * Adds values computed from the folders, the environment and the installed package.
 *
 * @throws DiagnosticError FS512 for the name of an engine that does not exist.
 */
export const buildContext = (context: Context, tools = freshTools): Context & BuildContext => ({
  ...context,
  engine: chooseEngine({ flag: context.engine, env: context.env }),
  cacheDir: projectCacheDir(context.projectDir, context.env),
  compiler: fingerprintCompiler(),
  tools,
})

/** The folders of a project, absolute. `out` is relative to the project, independent of the current folder. */
export function foldersOf(
  project: string,
  out: string,
  cwd: string,
): Pick<Context, 'projectDir' | 'outDir' | 'out'> {
  const projectDir = realFolder(resolve(cwd, project))
  return { projectDir, outDir: isAbsolute(out) ? out : resolve(projectDir, out), out }
}
