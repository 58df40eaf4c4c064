import type { ProjectDeclaration } from '../declare/project.js'
import type {
  Declaration,
  QueryDeclaration,
  SourceDeclaration,
  StoredDeclaration,
} from '../declare/relation.js'
import type {
  CompiledProject,
  CompiledSource,
  CompiledStored,
  CompiledView,
} from '../model/compiled-project.js'
import type { Diagnostic } from '../model/diagnostic.js'
import { displayName, type RelationName } from '../model/relation-name.js'
import { checkDeclaration } from './check-declaration.js'
import { checkProject } from './check-project.js'
import { compileCertifications } from './compile-certifications.js'
import { compileContracts, declaredContracts } from './compile-contracts.js'
import { compileFeatureLists } from './compile-feature-lists.js'
import { compileProbes } from './compile-probes.js'
import { compileFunctions, keysOf, relationsOf } from './compile-functions.js'
import { compileTypes, keyOf } from './compile-types.js'
import { compileVisits } from './compile-visits.js'
import { collectDeclarations } from './collect-declarations.js'
import { type DiagnosticCollector, type Locate, originOf, splitName } from './context.js'
import { functionClosure, functionsIn } from './functions-in.js'
import { nothingKept } from './kept.js'
import { linkReferences } from './link-references.js'
import type { Lowered } from './lower/create-lowering.js'
import { columnPlace } from './places/column-place.js'
import { pieceAt } from './places/piece-at.js'
import { printSelect } from './print/print-select.js'
import { type Redirect, redirectRelations } from './redirect.js'
import type { Declined } from './rewrites/rewrite.js'
import type { OutputsOf } from './scope/outputs.js'

export interface Compiled {
  /** Undefined when there are diagnostics. */
  readonly project: CompiledProject | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Queries that stay in plain form, because it is not certain that a rewrite keeps their rows. */
  readonly declined: readonly Declined[]
}

/**
 * Compiles the declarations that a project's config reaches: one SELECT for each view, or all their errors.
 *
 * @param locate Maps a call site to a line of the user's module.
 * @param redirect where views read relations from, if not from the declared schemas.
 * @param kept what an earlier call has made of the same declarations; this one adds to it.
 */
export function compileProject(
  config: ProjectDeclaration,
  locate: Locate,
  redirect?: Redirect,
  kept = nothingKept(),
): Compiled {
  const { collector, outputsOf, lowerer } = kept
  const declaration = linkReferences(config, collector, kept.linked)
  const declarations = collectDeclarations(declaration)
  checkProject(declaration, declarations, collector)
  for (const relation of declarations) {
    if (kept.checked.has(relation)) continue
    withinStack(relation, collector, () => checkDeclaration(relation, collector, outputsOf))
    kept.checked.add(relation)
  }

  // Invariants call functions too, and no view reaches them.
  const contracts = declaredContracts(declarations)
  const invariants = [
    ...declaration.certifications.flatMap((declared) => declared?.contract ?? []),
    ...contracts.map(({ contract }) => contract),
  ]
  // Declarations that are nested too deeply are not walked again.
  if (collector.has('FS183'))
    return { project: undefined, diagnostics: collector.toDiagnostics(locate), declined: [] }
  const calling = [...declarations, ...invariants]
  const types = compileTypes(calling, declaration.types, collector, locate)
  const fileOf = new Map(
    declaration.files.flatMap(({ file, relations }) => relations.map((r) => [r, file] as const)),
  )
  const functions = compileFunctions(calling, collector, locate)
  const sources = declarations.flatMap((relation) =>
    relation.kind === 'source' ? [compileSource(relation, locate)] : [],
  )
  const { lower, declined } = lowerer
  const views: CompiledView[] = []
  for (const relation of declarations) {
    // A layer that no query reads is checked too.
    if (relation.kind !== 'layer' && relation.kind !== 'view') continue
    const file = fileOf.get(relation) ?? ''
    const known = kept.views.get(relation)
    if (known?.file === file) {
      views.push(known)
      continue
    }
    if (kept.layers.has(relation)) continue
    withinStack(relation, collector, () => {
      const lowered = lower(relation)
      if (relation.kind === 'layer') {
        kept.layers.add(relation)
        return
      }
      const node = redirect ? redirectRelations(lowered.node, redirect) : lowered.node
      const view = { file, isPrinted: collector.isEmpty }
      const compiled = compileView(relation, { ...lowered, node }, view, outputsOf, locate)
      kept.views.set(relation, compiled)
      views.push(compiled)
    })
  }
  const certified = compileCertifications(declaration, collector, outputsOf, lower, locate)
  const contractsAndProbes = [
    ...compileContracts(contracts, declaration, collector, outputsOf, lower, locate),
    ...certified,
  ]
  const features = compileFeatureLists(declaration, collector, outputsOf, locate)
  const diagnostics = collector.toDiagnostics(locate)
  if (diagnostics.length > 0) return { project: undefined, diagnostics, declined: declined() }
  const { name, files, reader, solver, python } = declaration
  return {
    project: {
      name,
      types,
      sources,
      ...(functions.length > 0 && { functions }),
      views,
      files: files.map(({ file }) => file),
      reader,
      probes: [
        ...compileProbes(declarations, lowerer, outputsOf, locate, kept.probes),
        ...contractsAndProbes.map(({ probe }) => probe),
      ],
      visits: compileVisits(declarations, outputsOf, kept.visits),
      ...(contractsAndProbes.length > 0 && {
        contracts: contractsAndProbes.map(({ contract }) => contract),
      }),
      ...(solver && { solver }),
      ...(python === true && { python }),
      ...(features.length > 0 && { features }),
      certifications: certified.map(({ certification }) => certification),
    },
    diagnostics,
    declined: declined(),
  }
}

/** Trees are walked by recursion, and a tree of thousands of levels overflows the stack. */
function withinStack(relation: Declaration, diagnostics: DiagnosticCollector, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    diagnostics.add(
      originOf(relation),
      'FS183',
      `"${relation.name}" nests expressions too deeply`,
      'Write a long chain of conditions as a list: a column IN (…), or a join with VALUES.',
    )
  }
}

function compileSource(source: SourceDeclaration, locate: Locate): CompiledSource {
  const columns = Object.entries(source.columns).map(([name, { uses, ...column }]) => ({
    ...column,
    name,
    ...(uses && { uses: [...new Set(uses.map(keyOf))] }),
  }))
  return {
    kind: 'source',
    ...splitName(source.name),
    comment: source.comment,
    columns,
    key: source.key,
    ...(source.knownAt !== undefined && { knownAt: source.knownAt }),
    ...(source.timeless !== undefined && { timeless: source.timeless }),
    place: locate(source.site),
  }
}

function compileView(
  view: QueryDeclaration,
  { node, reads }: Lowered,
  { file, isPrinted }: { readonly file: string; readonly isPrinted: boolean },
  outputsOf: OutputsOf,
  locate: Locate,
): CompiledView {
  let places: CompiledView['places'] | undefined
  // A query with errors may not be printable.
  const select = isPrinted ? printSelect(node) : ''
  const called = functionClosure(functionsIn(node))
  const through = relationsOf(called)
  return {
    kind: 'view',
    ...splitName(view.name),
    comment: view.comment,
    columns: (outputsOf(view) ?? []).map(({ name, comment }) => ({ name, comment })),
    select,
    dependsOn: distinct([...[...reads].map((relation: Declaration) => splitName(relation.name)), ...through]),
    ...(called.length > 0 && { calls: keysOf(called) }),
    ...(through.length > 0 && { through }),
    file,
    isGuarded: view.guard !== undefined,
    ...(view.stored && { stored: compileStored(view.stored, view) }),
    place: locate(view.site),
    // Locating a line costs more than the rest of a column's compilation, and only a diagnostic needs it.
    get places() {
      return (places ??= columnPlaces(view, outputsOf, locate))
    },
    pieceAt: pieceAt(node, select, locate),
  }
}

function compileStored(
  { key, indexes, maxAge, refresh, track, paths }: StoredDeclaration,
  { inputs }: QueryDeclaration,
): CompiledStored {
  return { live: splitName(inputs['live']?.name ?? ''), key, indexes, maxAge, refresh, track, paths }
}

/** In name order, each once. */
const distinct = (relations: readonly RelationName[]): readonly RelationName[] =>
  [...new Map(relations.map((relation) => [displayName(relation), relation]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, relation]) => relation)

/** By name, where each column is declared. */
function columnPlaces(view: QueryDeclaration, outputsOf: OutputsOf, locate: Locate): CompiledView['places'] {
  const places = (outputsOf(view) ?? []).flatMap(({ name }) => {
    const place = columnPlace(view, name, outputsOf, locate)
    return place ? [[name, place] as const] : []
  })
  return Object.fromEntries(places)
}
