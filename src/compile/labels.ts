import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, QueryDeclaration } from '../declare/relation.js'
import type { CertificationParts } from './check-vouched.js'
import { collectDeclarations, inputsOf } from './collect-declarations.js'
import type { DiagnosticCollector, Origin } from './context.js'

const isLabel = (declaration: Declaration): declaration is QueryDeclaration =>
  declaration.kind === 'layer' && declaration.pointInTime?.helper === 'label'

/** The labels among a declaration and all that it reads. */
export function labelsBelow(declaration: Declaration | undefined): readonly QueryDeclaration[] {
  const seen = new Set<Declaration>()
  const visit = (one: Declaration | undefined): void => {
    if (!one || seen.has(one)) return
    seen.add(one)
    for (const [, input] of inputsOf(one)) visit(input)
  }
  visit(declaration)
  return [...seen].filter(isLabel)
}

/**
 * Reports certified relations that read a label, in themselves or in anything below them, functions included: a column
 * computed from it is as much from the future as the label is.
 *
 * @param project with references linked.
 */
export function checkCertifiedLabels(
  { entrypoint, checked, guarded, aliases }: CertificationParts,
  project: ProjectDeclaration,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  for (const relation of new Set([entrypoint, checked, guarded, ...aliases])) {
    const below = collectDeclarations({ ...project, files: [{ file: '', relations: [relation] }] })
    for (const label of below.filter(isLabel)) {
      diagnostics.add(
        origin,
        'FS189',
        `"${relation?.name}" reads the label "${label.name}", which is known only after T0`,
        'Certify a view without it, and join the label in a view that is not certified.',
      )
    }
  }
}
