import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { CompiledCertification } from '../../model/certification.js'
import { readerType } from '../../model/reader-type.js'
import { displayName } from '../../model/relation-name.js'
import { certifiedClosure } from '../../model/certified-closure.js'
import { dumpTree } from './dump-tree.js'
import { explainGroups } from './explain-evidence.js'
import { type ExplainInput, explainedLayer } from './explain-layer.js'
import { explainInvariants } from './explain-invariants.js'
import { explainLeaks } from './explain-leaks.js'
import { placeOf } from './explain-reasons.js'
import type { ExplainedCertification, ExplainedRelation, ExplainedStored } from './explanation.js'
import type { Trees } from './resolve-trees.js'

/** Explains a source or view. */
export function explainRelation(
  relation: AnalyzedRelation,
  { project, analyzed, declarations }: ExplainInput,
  trees: Trees | undefined,
): ExplainedRelation {
  const name = displayName(relation)
  const view = project.views.find((one) => displayName(one) === name)
  const closure = closureOf(relation, analyzed.relations)
  const query = trees?.queries.get(name)
  return {
    format: 1,
    kind: relation.kind,
    name,
    comment: relation.comment,
    place: placeOf(relation.place),
    file: view?.file ?? null,
    isGuarded: view?.isGuarded ?? false,
    stored: explainStored(relation),
    key: relation.key,
    uniqueKeys: relation.uniqueKeys,
    evidence: explainGroups(relation.evidence),
    columns: relation.columns.map(({ name: column, type, nullability, comment }) => ({
      name: column,
      type: type.sql,
      reads: readerType(type, project.reader),
      nullable: nullability.nullable,
      because: nullability.nullable ? nullability.because : null,
      comment,
    })),
    layers: declarations.layersOf(name).map(explainedLayer),
    forms: {
      plain: declarations.all.find((one) => one.name === name)?.plain ?? null,
      compiled: view?.select ?? null,
    },
    dependsOn: relation.dependsOn.map(displayName),
    closure: closure.map(displayName),
    readBy: analyzed.relations
      .filter(({ dependsOn }) => dependsOn.some((read) => displayName(read) === name))
      .map(displayName),
    certifications: project.certifications.flatMap(
      (certification) => coverage(relation, certification, certifiedClosure(analyzed, certification)) ?? [],
    ),
    invariants: explainInvariants(analyzed.invariants, [{ relation: name }]),
    leaks: explainLeaks([relation, ...closure], project.views),
    tree: query && trees ? dumpTree(query, trees.catalogs) : null,
  }
}

function explainStored({ stored, tracked = [] }: AnalyzedRelation): ExplainedStored | null {
  if (stored === undefined) return null
  const { live, key, indexes, maxAge, refresh, track } = stored
  return { live: displayName(live), key, indexes, maxAge, refresh, track, tracked }
}

/** All relations that a relation reads, directly or indirectly, in the order of the project. */
export function closureOf(
  relation: AnalyzedRelation,
  relations: readonly AnalyzedRelation[],
): readonly AnalyzedRelation[] {
  const needed = new Set([displayName(relation)])
  for (const one of relations.toReversed())
    if (needed.has(displayName(one))) for (const read of one.dependsOn) needed.add(displayName(read))
  return relations.filter((one) => one !== relation && needed.has(displayName(one)))
}

/** How a certification covers a relation; undefined if it does not. */
function coverage(
  relation: AnalyzedRelation,
  { entrypoint, guarded, aliases, checked, key }: CompiledCertification,
  closure: ReadonlySet<string>,
): ExplainedCertification | undefined {
  const name = displayName(relation)
  const isIn = (names: readonly { schema: string; name: string }[]): boolean =>
    names.some((one) => displayName(one) === name)
  const as = isIn([entrypoint])
    ? 'entrypoint'
    : isIn([guarded])
      ? 'guarded'
      : isIn(aliases)
        ? 'alias'
        : closure.has(name)
          ? 'read by the entrypoint'
          : undefined
  if (as === undefined) return undefined
  const isKeyed = isIn([entrypoint, checked])
  return {
    entrypoint: displayName(entrypoint),
    as,
    key: isKeyed ? key : null,
    isProven: isKeyed
      ? relation.uniqueKeys.some((unique) => unique.every((column) => key.includes(column)))
      : null,
  }
}
