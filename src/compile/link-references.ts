import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, ReferenceDeclaration } from '../declare/relation.js'
import { inputsOf } from './collect-declarations.js'
import { closest } from './closest.js'
import { type DiagnosticCollector, originOf } from './context.js'
import { isStandIn } from './stand-in.js'

/** What declarations were linked to. */
export type Linked = WeakMap<Declaration, Declaration>

/**
 * Replaces every reference by name with the view itself. Unknown names and cycles are reported and left out.
 *
 * @param before of an earlier call: a declaration whose inputs are the same becomes the same.
 */
export function linkReferences(
  project: ProjectDeclaration,
  diagnostics: DiagnosticCollector,
  before: Linked = new WeakMap(),
): ProjectDeclaration {
  const views = new Map<string, Declaration>()
  for (const { relations } of project.files)
    for (const view of relations) if (view) views.set(view.name, view)
  const done = new Map<Declaration, Declaration>()
  const path: Declaration[] = []

  const link = (declaration: Declaration | undefined): Declaration | undefined => {
    if (!declaration) return undefined
    const known = done.get(declaration)
    if (known) return known
    if (path.includes(declaration)) {
      const cycle = [...path.slice(path.indexOf(declaration)), declaration].map(({ name }) => name)
      const hint = 'Break the cycle: a view may only build on earlier ones.'
      diagnostics.add(
        originOf(declaration),
        'FS150',
        `views read each other in a cycle: ${cycle.join(' → ')}`,
        hint,
      )
      return { kind: 'reference', name: declaration.name, comment: '', site: declaration.site }
    }
    // A reference is not a step of its own on the path.
    if (declaration.kind === 'reference') return linkReference(declaration)
    if (isStandIn(declaration)) {
      done.set(declaration, declaration)
      // What it reads becomes what that is linked to.
      for (const [, input] of inputsOf(declaration)) link(input)
      return declaration
    }
    path.push(declaration)
    const linked = asBefore(linkInputs(declaration), before.get(declaration))
    path.pop()
    done.set(declaration, linked)
    before.set(declaration, linked)
    return linked
  }

  const linkReference = (declaration: ReferenceDeclaration): Declaration | undefined => {
    const view = views.get(declaration.name)
    if (view) return link(view)
    const near = closest(declaration.name, [...views.keys()])
    const hint = near ? `Did you mean "${near}"?` : 'List it under "sql" in fusion.config.ts.'
    diagnostics.add(originOf(declaration), 'FS168', `the project has no view "${declaration.name}"`, hint)
    return declaration
  }

  const linkInputs = (declaration: Exclude<Declaration, ReferenceDeclaration>): Declaration => {
    switch (declaration.kind) {
      case 'source':
        return declaration
      case 'aggregate': {
        const of = link(declaration.of)
        return of === declaration.of ? declaration : { ...declaration, of }
      }
      case 'layer':
      case 'view': {
        const inputs = Object.entries(declaration.inputs).map(([name, input]) => [name, link(input)] as const)
        const isSame = inputs.every(([name, input]) => input === declaration.inputs[name])
        return isSame ? declaration : { ...declaration, inputs: Object.fromEntries(inputs) }
      }
    }
  }

  const files = project.files.map(({ file, relations }) => ({ file, relations: relations.map(link) }))
  return { ...project, files }
}

/** The declaration that was made before, if it reads the same. */
function asBefore(linked: Declaration, before: Declaration | undefined): Declaration {
  if (before === undefined || before.kind !== linked.kind) return linked
  const [inputs, others] = [inputsOf(linked), inputsOf(before)]
  const isSame = inputs.length === others.length && inputs.every(([, input], at) => input === others[at]?.[1])
  return isSame ? before : linked
}
