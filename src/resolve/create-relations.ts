import type { CompiledSource, CompiledView } from '../model/compiled-project.js'
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

/**
 * Relations per batch of statements. Large enough to make round trips negligible, small enough that a refused view only
 * repeats its own batch.
 */
const batchSize = 128

/** Result of creating the relations of a project. */
export interface CreationOutcome {
  /** Display names of the created relations. */
  readonly created: ReadonlySet<string>
  /**
   * One for each type and relation that Postgres refuses. Relations that depend on a refused one are neither created nor
   * reported.
   */
  readonly diagnostics: readonly Diagnostic[]
}

type Created = CompiledSource | CompiledFunction | CompiledView

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

/** Creates schemas, types, source tables and views, in that order, and finds every one that Postgres refuses. */
export const createRelations = async (
  session: ResolveSession,
  closure: Closure,
): Promise<CreationOutcome> => {
  const created = new Set<string>()
  const refused = new Set<string>()
  const diagnostics: Diagnostic[] = []

  const tryOne = async (relation: Created): Promise<void> => {
    const name = keyOf(relation)
    if (needsOf(relation).some((need) => refused.has(need))) {
      refused.add(name)
      return
    }
    const statement = statementOf(relation)
    try {
      await session.exec(statement)
      created.add(name)
    } catch (error) {
      if (!isPostgresError(error)) throw error
      refused.add(name)
      const found =
        relation.kind === 'function'
          ? functionDiagnostic(relation, statement, error)
          : refusal(relation, statement, error, closure.types)
      // An error in a layer occurs in every view that contains it, but is reported once.
      if (!diagnostics.some((one) => isSamePart(one, found))) diagnostics.push(found)
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

  const tryAll = async (relations: readonly Created[]): Promise<void> => {
    try {
      await session.exec(relations.map(statementOf).join(''))
      for (const relation of relations) created.add(keyOf(relation))
    } catch (error) {
      if (!isPostgresError(error)) throw error
      // The failed batch was one transaction and left nothing behind.
      for (const relation of relations) await tryOne(relation)
    }
  }

  // A function that no view here calls may be called by a probe.
  const { functions = [] } = closure
  const placed = withFunctions(functions, closure.views)
  const relations: readonly Created[] = [
    ...closure.sources,
    ...placed,
    ...functions.filter((fn) => !placed.includes(fn)),
  ]
  // The search path of the generated DDL: what resolves here resolves there.
  await session.exec(
    `SET search_path = ${creationPath(closure.types)};\n${createSchemas([...closure.types, ...relations])}`,
  )
  if (closure.views.some(({ isGuarded }) => isGuarded))
    await session.exec(createSchemas([guardFunction]) + createGuard())
  for (const type of closure.types) await tryType(type)
  for (let at = 0; at < relations.length; at += batchSize) await tryAll(relations.slice(at, at + batchSize))
  // An error of a view also covers the layers in it.
  if (diagnostics.length === 0) {
    for (const probe of closure.probes ?? []) {
      const statement = `EXPLAIN ${probe.select}`
      try {
        await session.exec(statement)
      } catch (error) {
        if (!isPostgresError(error)) throw error
        diagnostics.push(probeDiagnostic(probe, statement, error))
      }
    }
  }
  return { created, diagnostics }
}
