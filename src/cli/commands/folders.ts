import { isAbsolute, resolve } from 'node:path'
import { realFolder } from '../../cache/real-folder.js'
import type { Terminal } from '../terminal.js'

/** Below the output folder. */
export const BASELINE_FOLDER = 'baseline'

/** Options that every command has, as commander hands them over. */
export interface CommonOptions {
  readonly project: string
  readonly out: string
  readonly format: 'text' | 'json'
  readonly quiet: boolean
  readonly debug: boolean
}

/** The folders of a command, absolute. `--out` is relative to the project, so that it means the same from anywhere. */
export function foldersOf(
  { project, out }: CommonOptions,
  { cwd }: Terminal,
): { projectDir: string; outDir: string } {
  const projectDir = realFolder(resolve(cwd, project))
  return { projectDir, outDir: isAbsolute(out) ? out : resolve(projectDir, out) }
}
