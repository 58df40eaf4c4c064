import type { CompiledProbe, CompiledSource, CompiledView } from '../model/compiled-project.js'
import { creationPath } from '../model/creation-path.js'
import { createFunction, createGuard } from '../model/create/create-function.js'
import { createSource, createView } from '../model/create/create-relation.js'
import { createSchemas } from '../model/create/create-schemas.js'
import { createType } from '../model/create/create-type.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { guardFunction } from '../model/guard-function.js'
import { displayName } from '../model/relation-name.js'
import { type CompiledFunction, functionKey, withFunctions } from '../model/sql-function.js'
import { type CompiledType, typeKey } from '../model/upstream-type.js'
import type { Closure } from './closure.js'
import { functionDiagnostic, isPostgresError, probeDiagnostic, refusal, typeDiagnostic } from './refusal.js'
import type { ResolveSession } from './session.js'

/** What is created by a statement of its own. */
export type Created = CompiledSource | CompiledFunction | CompiledView

/** The objects of a project as they come to be in an empty Postgres. */
export interface Creation {
  /**
   * Sources, views and functions in batches, each after what it needs. Large enough to make round trips negligible, small
   * enough that a refused view only repeats its own batch.
   */
  readonly batches: readonly (readonly Created[])[]
  /** Creates schemas and types. */
  begin(): Promise<void>
  /** Creates one batch after the other. @returns those that Postgres accepts. */
  create(batch: readonly Created[]): Promise<readonly Created[]>
  /** After the last batch: tries what is in no view. */
  probe(): Promise<void>
  /**
   * One for each type and relation that Postgres has refused. Relations that depend on a refused one are neither created nor
   * reported.
   */
  readonly diagnostics: readonly Diagnostic[]
}

const batchSize = 100

const statementOf = (made: Created): string => {
  switch (made.kind) {
    case 'source':
      return createSource(made)
    case 'function':
      return createFunction(made)
    case 'view':
      return createView(made)
  }
}

const keyOf = (made: Created): string => (made.kind === 'function' ? functionKey(made) : displayName(made))

/** Keys of its dependencies: upstream types, functions and relations. */
const needsOf = (made: Created): readonly string[] =>
  made.kind === 'source' ? typesOf(made) : [...made.dependsOn.map(displayName), ...(made.calls ?? [])]

const isSamePart = (a: Diagnostic, b: Diagnostic): boolean =>
  a.place.layer !== undefined &&
  a.place.file === b.place.file &&
  a.place.line === b.place.line &&
  a.place.layer === b.place.layer &&
  a.place.column === b.place.column &&
  a.excerpt === b.excerpt

/** Keys of the upstream types that a type or source uses. */
const typesOf = (made: CompiledType | CompiledSource): readonly string[] =>
  'columns' in made ? made.columns.flatMap(({ uses = [] }) => uses) : made.uses

/**
 * Creates the objects of a project, and finds every one that Postgres refuses.
 *
 * @param session may have another `search_path` whenever something is to be created. It has none of its own afterwards.
 */
export const creationOf = (session: ResolveSession, closure: Closure): Creation => {
  const refused = new Set<string>()
  const diagnostics: Diagnostic[] = []

  const tryOne = async (relation: Created): Promise<boolean> => {
    const name = keyOf(relation)
    if (needsOf(relation).some((need) => refused.has(need))) {
      refused.add(name)
      return false
    }
    const statement = statementOf(relation)
    try {
      await session.exec(statement)
      return true
    } catch (error) {
      if (!isPostgresError(error)) throw error
      refused.add(name)
      const found =
        relation.kind === 'function'
          ? functionDiagnostic(relation, statement, error)
          : refusal(relation, statement, error, closure.types)
      // An error in a layer occurs in every view that contains it, but is reported once.
      if (!diagnostics.some((one) => isSamePart(one, found))) diagnostics.push(found)
      return false
    }
  }

  const tryType = async (type: CompiledType): Promise<void> => {
    const statement = createType(type)
    try {
      if (!typesOf(type).some((need) => refused.has(need))) return await session.exec(statement)
    } catch (error) {
      if (!isPostgresError(error)) throw error
      diagnostics.push(typeDiagnostic(type, statement, error))
    }
    refused.add(typeKey(type))
  }

  const tryAll = async (relations: readonly Created[]): Promise<readonly Created[]> => {
    try {
      await session.exec(relations.map(statementOf).join(''))
      return relations
    } catch (error) {
      if (!isPostgresError(error)) throw error
      // The failed batch was one transaction and left nothing behind.
      const accepted: Created[] = []
      for (const relation of relations) if (await tryOne(relation)) accepted.push(relation)
      return accepted
    }
  }

  const tryProbe = async (probe: CompiledProbe): Promise<void> => {
    const statement = `EXPLAIN ${probe.select}`
    try {
      await session.exec(statement)
    } catch (error) {
      if (!isPostgresError(error)) throw error
      diagnostics.push(probeDiagnostic(probe, statement, error))
    }
  }

  // A function that no view here calls may be called by a probe.
  const { functions = [], probes = [], types, views } = closure
  const placed = withFunctions(functions, views)
  const relations: readonly Created[] = [
    ...closure.sources,
    ...placed,
    ...functions.filter((fn) => !placed.includes(fn)),
  ]
  // The search path of the generated DDL: what resolves here resolves there.
  const setPath = `SET search_path = ${creationPath(types)}`
  return {
    batches: inBatches(relations),
    async begin() {
      await session.exec(`${setPath};\n${createSchemas([...types, ...relations])}`)
      if (views.some(({ isGuarded }) => isGuarded))
        await session.exec(createSchemas([guardFunction]) + createGuard())
      for (const type of types) await tryType(type)
      await session.exec('RESET search_path')
    },
    async create(batch) {
      await session.exec(setPath)
      const accepted = await tryAll(batch)
      await session.exec('RESET search_path')
      return accepted
    },
    async probe() {
      // An error of a view also covers the layers in it.
      if (diagnostics.length > 0 || probes.length === 0) return
      await session.exec(setPath)
      for (const probe of probes) await tryProbe(probe)
      await session.exec('RESET search_path')
    },
    diagnostics,
  }
}

const inBatches = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / batchSize) }, (_, at) =>
    all.slice(at * batchSize, (at + 1) * batchSize),
  )
