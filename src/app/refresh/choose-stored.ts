import { closest } from '../../compile/closest.js'
import { CONFIG_FILE } from '../../model/config-file.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { type StoredNode, storedOf } from './stored-graph.js'

/** The stored relations of a project. */
export function requireStored(project: CompiledProject): readonly StoredNode[] {
  const all = storedOf(project)
  if (all.length > 0) return all
  throw new DiagnosticError([
    {
      code: 'FS914',
      place: { file: CONFIG_FILE },
      message: `the project ${project.name} has no stored relations`,
      hint: 'Declare one with stored(…), and name it in sql of defineProject.',
    },
  ])
}

/**
 * Some of the stored relations, each after those that it reads.
 *
 * @param only names, plain or as SQL writes them; all when there are none.
 * @throws DiagnosticError FS915 for every name that is not one of them.
 */
export function chooseStored(all: readonly StoredNode[], only: readonly string[]): readonly StoredNode[] {
  if (only.length === 0) return all
  const isNamed = ({ name, relation }: StoredNode, wanted: string): boolean =>
    name === wanted || relation === wanted
  const unknown = only.filter((wanted) => !all.some((node) => isNamed(node, wanted)))
  if (unknown.length > 0) throw new DiagnosticError(unknown.map((wanted) => notStored(wanted, all)))
  return all.filter((node) => only.some((wanted) => isNamed(node, wanted)))
}

function notStored(wanted: string, all: readonly StoredNode[]): Diagnostic {
  const names = all.map(({ name }) => name)
  const near = closest(wanted, names)
  return {
    code: 'FS915',
    place: {},
    message: `"${wanted}" is not a stored relation of the project`,
    hint:
      near === undefined
        ? `Its stored relations are: ${names.join(', ')}.`
        : `Did you mean ${near}? Its stored relations are: ${names.join(', ')}.`,
  }
}
