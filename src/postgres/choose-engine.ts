import { diagnosticError } from '../model/diagnostic.js'

/** The Postgres that analyzes: PGlite in this process, or a server from npm. Both give the same result. */
export type EngineKind = 'embedded' | 'native'

const engineKinds: readonly EngineKind[] = ['embedded', 'native']

export interface EngineInput {
  /** Value of `--engine`. */
  readonly flag?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The engine that was asked for: `--engine`, else `FUSION_ENGINE`. An empty value counts as absent. Undefined if none was
 * asked for, so that the size of a project decides.
 *
 * @throws DiagnosticError FS512 for an unknown name.
 */
export function chooseEngine({ flag, env }: EngineInput): EngineKind | undefined {
  if (flag) return named(flag, '--engine')
  const variable = env['FUSION_ENGINE']
  return variable ? named(variable, 'FUSION_ENGINE') : undefined
}

function named(name: string, source: string): EngineKind {
  const kind = engineKinds.find((known) => known === name)
  if (kind !== undefined) return kind
  throw diagnosticError(
    'FS512',
    `${source} names an unknown engine, ${name}.`,
    `Use one of ${engineKinds.join(', ')}.`,
  )
}
