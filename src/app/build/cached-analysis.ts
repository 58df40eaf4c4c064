import { isDeepStrictEqual } from 'node:util'
import type { AnalysisCache } from '../../cache/analysis-cache.js'
import { relationKeys } from '../../cache/relation-keys.js'
import type { AnalyzedProject, AnalyzedRelation } from '../../model/analyzed-project.js'
import type { AnalyzedInvariant, InvariantVerdict } from '../../model/analyzed-invariant.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { CompiledContract, CompiledProject } from '../../model/compiled-project.js'
import type { PointInTimeProof } from '../../model/point-in-time.js'
import type { Place } from '../../model/diagnostic.js'
import { displayName } from '../../model/relation-name.js'
import { createFunction } from '../../model/create/create-function.js'
import { type CompiledFunction, functionKey } from '../../model/sql-function.js'
import { z3Version } from '../../solver/z3.js'
import type { BuildContext } from '../context.js'

/**
 * Functions that are called by invariants but by no view. The keys of relations do not cover them, so each has a key of
 * everything that decides whether Postgres accepts it.
 */
function uncalled(
  { functions = [], views }: CompiledProject,
  keyOf: (name: string) => string,
): readonly (readonly [key: string, CompiledFunction])[] {
  const called = new Set(views.flatMap(({ calls = [] }) => calls))
  const texts = new Map(functions.map((fn) => [functionKey(fn), createFunction(fn)]))
  return functions
    .filter((fn) => !called.has(functionKey(fn)))
    .map((fn) => {
      const parts = [functionKey(fn), ...fn.calls].map((key) => texts.get(key) ?? key)
      return [[...parts, ...fn.dependsOn.map((read) => keyOf(displayName(read)))].join('\n'), fn] as const
    })
}

/** Cache key of the verdicts of a contract: everything that they depend on. */
const contractKey = (
  { select, dependsOn, calls = [] }: CompiledContract,
  { functions = [] }: CompiledProject,
  keyOf: (name: string) => string,
  solver: string,
): string => {
  const texts = functions.filter((fn) => calls.includes(functionKey(fn))).map(createFunction)
  return ['contract', solver, select, ...dependsOn.map((read) => keyOf(displayName(read))), ...texts].join(
    '\n',
  )
}

/** Cache key of what is proven of the sources of an entrypoint. Places are found only where a policy is strict. */
const pointInTimeKey = ({ t0, pointInTime }: CompiledCertification, entrypoint: string): string =>
  ['point in time', t0, JSON.stringify(pointInTime ?? null), entrypoint].join('\n')

const placed = new WeakMap<AnalyzedRelation, AnalyzedRelation>()

/** Line numbers can change while the key stays the same. What is the same as in the last build is the same object. */
function placedAt(found: AnalyzedRelation, place: Place): AnalyzedRelation {
  const before = placed.get(found)
  if (before && isDeepStrictEqual(before.place, place)) return before
  const relation = { ...found, place }
  placed.set(found, relation)
  return relation
}

/**
 * The resolved and analyzed relations of a project. Relations that have not changed since an earlier build come from the
 * cache. Postgres is only started for the others.
 */
export async function analyzeWithCache(
  project: CompiledProject,
  cache: AnalysisCache,
  context: BuildContext,
): Promise<AnalyzedProject> {
  const compiled = [...project.sources, ...project.views]
  const keys = relationKeys(project)
  const keyOf = (name: string): string => keys.get(name) ?? name
  const known = new Map<string, AnalyzedRelation>()
  for (const relation of compiled) {
    const name = displayName(relation)
    const found = cache.relation(keyOf(name))
    if (found) known.set(name, found)
  }

  const missing = new Set(compiled.map(displayName).filter((name) => !known.has(name)))
  const unchecked = uncalled(project, keyOf).filter(([key]) => cache.texts.get(key) === undefined)
  for (const [, { dependsOn }] of unchecked) for (const read of dependsOn) missing.add(displayName(read))
  const { contracts = [] } = project
  const solver = project.solver === undefined ? 'none' : `z3 ${z3Version(context.projectDir)}`
  const contractKeys = new Map(contracts.map((one) => [one, contractKey(one, project, keyOf, solver)]))
  const verdictsOf = (contract: CompiledContract): readonly InvariantVerdict[] | undefined => {
    const kept = cache.texts.get(contractKeys.get(contract) ?? '')
    return kept === undefined ? undefined : (JSON.parse(kept) as InvariantVerdict[])
  }
  const unproven = contracts.filter((contract) => verdictsOf(contract) === undefined)
  const proofKeys = new Map(
    project.certifications.map((certified) => [
      certified,
      pointInTimeKey(certified, keyOf(displayName(certified.entrypoint))),
    ]),
  )
  const proofOf = (certified: CompiledCertification): PointInTimeProof | undefined => {
    const kept = cache.texts.get(proofKeys.get(certified) ?? '')
    return kept === undefined ? undefined : (JSON.parse(kept) as PointInTimeProof)
  }
  const undated = project.certifications.filter((certified) => proofOf(certified) === undefined)
  if (missing.size > 0 || unchecked.length > 0 || unproven.length > 0 || undated.length > 0) {
    const { analyzeRelations } = await import('./fresh-analysis.js')
    const fresh = await analyzeRelations(project, missing, known, unproven, undated, cache.texts, context)
    for (const relation of fresh.relations) {
      const name = displayName(relation)
      known.set(name, relation)
      if (missing.has(name)) cache.keepRelation(keyOf(name), relation)
    }
    for (const [key] of unchecked) cache.texts.set(key, 'accepted')
    for (const [contract, verdicts] of fresh.verdicts)
      cache.texts.set(contractKeys.get(contract) ?? '', JSON.stringify(verdicts))
    for (const [certified, proof] of fresh.proofs)
      cache.texts.set(proofKeys.get(certified) ?? '', JSON.stringify(proof))
  }

  const relations = compiled.map((relation): AnalyzedRelation => {
    const found = known.get(displayName(relation))
    if (!found) throw new Error(`${displayName(relation)} was not analyzed`)
    return placedAt(found, relation.place)
  })
  const invariants = contracts.flatMap((contract) => {
    const verdicts = verdictsOf(contract)
    if (verdicts?.length !== contract.invariants.length)
      throw new Error(`the invariants of ${contract.of} were not decided`)
    return contract.invariants.map((invariant, at): AnalyzedInvariant => ({
      ...(verdicts[at] ?? { verdict: 'undecided', because: '' }),
      ...invariant,
      of: contract.of,
      certifies: contract.certifies,
    }))
  })
  const pointInTime = project.certifications.flatMap((certified) => proofOf(certified) ?? [])
  const { name, types, functions } = project
  return {
    name,
    types,
    ...(functions && { functions }),
    relations,
    ...(invariants.length > 0 && { invariants }),
    ...(pointInTime.length > 0 && { pointInTime }),
  }
}
