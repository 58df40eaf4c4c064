import { isAbsolute, resolve } from 'node:path'
import { projectCacheDir } from '../cache/project-cache-dir.js'
import { realFolder } from '../cache/real-folder.js'
import { fingerprintCompiler } from '../load/fingerprint-compiler.js'
import type { Interrupts } from './interrupts.js'
import type { Progress } from './ports.js'

/** What every use case has of the world around it. */
export interface Context {
  /** Folder with `fusion.config.ts`, absolute and without symbolic links. */
  readonly projectDir: string
  /** Folder of the generated files, absolute. */
  readonly outDir: string
  /** The same as the caller named it, for reports. */
  readonly out: string
  readonly env: NodeJS.ProcessEnv
  readonly progress: Progress
  readonly interrupts: Interrupts
  /** Says how an interrupted use case left a database. */
  tell(line: string): void
}

/** What loading and compiling need of it. */
export interface CompileContext extends Pick<Context, 'projectDir' | 'progress'> {
  readonly cacheDir: string
}

/** What a build needs of it. */
export interface BuildContext extends CompileContext, Pick<Context, 'env' | 'interrupts'> {
  /** Fingerprint of the compiler. */
  readonly compiler: string
}

/** Adds what is computed from the folders and the installed package. */
export const buildContext = (context: Context): Context & BuildContext => ({
  ...context,
  cacheDir: projectCacheDir(context.projectDir, context.env),
  compiler: fingerprintCompiler(),
})

/** The folders of a project, absolute. `out` is relative to the project, so that it means the same from anywhere. */
export function foldersOf(
  project: string,
  out: string,
  cwd: string,
): Pick<Context, 'projectDir' | 'outDir' | 'out'> {
  const projectDir = realFolder(resolve(cwd, project))
  return { projectDir, outDir: isAbsolute(out) ? out : resolve(projectDir, out), out }
}
