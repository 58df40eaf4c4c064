import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration } from '../declare/relation.js'
import { functionsOf } from './functions-in.js'

/** What a declaration reads directly; undefined where modules import each other in a cycle. */
export function inputsOf(
  declaration: Declaration,
): readonly (readonly [name: string, Declaration | undefined])[] {
  switch (declaration.kind) {
    case 'source':
    case 'reference':
      return []
    case 'aggregate':
      return [['of', declaration.of]]
    case 'layer':
    case 'view':
      return Object.entries(declaration.inputs)
  }
}

/**
 * What a declaration reads directly, and what the functions that it calls read: everything that must exist before it.
 *
 * @param project with references linked.
 */
export function readsOf(
  declaration: Declaration,
  { files }: ProjectDeclaration,
): readonly (Declaration | undefined)[] {
  const inputs = inputsOf(declaration).map(([, input]) => input)
  const through = functionsOf(declaration).flatMap(({ relations }) => relations)
  // A function has the relations as declared; the project has them with references linked.
  const linked = (relation: Declaration | undefined): Declaration | undefined =>
    files.flatMap(({ relations }) => relations).find((view) => view?.name === relation?.name) ?? relation
  return through.length === 0 ? inputs : [...inputs, ...through.map(linked)]
}

/**
 * Every declaration that the project's views reach, each after everything that it reads, in the order of the config.
 */
export function collectDeclarations(project: ProjectDeclaration): readonly Declaration[] {
  const done = new Set<Declaration>()
  const entered = new Set<Declaration>()
  const visit = (declaration: Declaration | undefined): void => {
    // Postgres refuses a view that calls a function that reads the view.
    if (!declaration || entered.has(declaration)) return
    entered.add(declaration)
    for (const read of readsOf(declaration, project)) visit(read)
    done.add(declaration)
  }
  for (const { relations } of project.files) for (const relation of relations) visit(relation)
  return [...done]
}
