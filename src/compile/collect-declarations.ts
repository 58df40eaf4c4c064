import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration } from '../declare/relation.js'

/** What a declaration reads directly; undefined where modules import each other in a circle. */
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

/** Every declaration that the project's views reach, each after all that it reads, in the order of the config. */
export function collectDeclarations(project: ProjectDeclaration): readonly Declaration[] {
  const done = new Set<Declaration>()
  const visit = (declaration: Declaration | undefined): void => {
    if (!declaration || done.has(declaration)) return
    for (const [, input] of inputsOf(declaration)) visit(input)
    done.add(declaration)
  }
  for (const { relations } of project.files) for (const relation of relations) visit(relation)
  return [...done]
}
