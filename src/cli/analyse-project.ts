import type { AnalysisCache } from '../io/analysis-cache.js'
import { relationKeys } from '../io/relation-keys.js'
import type { AnalysedProject, AnalysedRelation } from '../model/analysed-project.js'
import type { CompiledProject } from '../model/compiled-project.js'
import { displayName } from '../model/relation-name.js'
import type { Progress } from './progress.js'

/**
 * What Postgres and the analysis know of a project. Relations that an earlier build has seen just so come from the
 * cache; Postgres is only started when there are others, and then for those alone.
 */
export async function analyseProject(
  project: CompiledProject,
  cache: AnalysisCache,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<AnalysedProject> {
  const compiled = [...project.sources, ...project.views]
  const keys = relationKeys(project)
  const keyOf = (name: string): string => keys.get(name) ?? name
  const known = new Map<string, AnalysedRelation>()
  for (const relation of compiled) {
    const name = displayName(relation)
    const found = cache.relation(keyOf(name))
    if (found) known.set(name, found)
  }

  const missing = new Set(compiled.map(displayName).filter((name) => !known.has(name)))
  if (missing.size > 0) {
    const { analyseRelations } = await import('./analyse-relations.js')
    for (const relation of await analyseRelations(project, missing, known, env, progress)) {
      const name = displayName(relation)
      known.set(name, relation)
      if (missing.has(name)) cache.keepRelation(keyOf(name), relation)
    }
  }

  const relations = compiled.map((relation): AnalysedRelation => {
    const found = known.get(displayName(relation))
    if (!found) throw new Error(`${displayName(relation)} was not analysed`)
    // Lines move without changing anything that the key covers.
    return { ...found, place: relation.place }
  })
  return { name: project.name, types: project.types, relations }
}
