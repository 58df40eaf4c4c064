import { join } from 'node:path'
import { runNode } from '../lib/run-process.js'
import { ROOT } from '../lib/scratch-project.js'

export interface TypeCheck {
  readonly seconds: number
  /** How often the checker instantiated a generic type: a measure of its work that does not depend on the machine. */
  readonly instantiations: number
  readonly types: number
  readonly memoryBytes: number
  /** The first error, if any. */
  readonly error: string | undefined
}

/** Type-checks a project as `npm run typecheck` does. */
export async function runTsc(dir: string): Promise<TypeCheck> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  const args = [compiler, '--noEmit', '--singleThreaded', '--extendedDiagnostics', '--pretty', 'false']
  const { seconds, stdout } = await runNode(args, { cwd: dir })
  const figure = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(stdout)?.[1])
  return {
    seconds,
    instantiations: figure('Instantiations'),
    types: figure('Types'),
    memoryBytes: figure('Memory used') * 1024,
    error: /^.*error TS.*$/m.exec(stdout)?.[0],
  }
}
