import type { CertificationDeclaration } from '../declare/certification.js'
import type { CallSite } from '../declare/call-site.js'
import type { ProjectDeclaration } from '../declare/project.js'
import type { Declaration, QueryDeclaration, SourceDeclaration } from '../declare/relation.js'
import type { CompiledProbe, CompiledView, CompiledVisit } from '../model/compiled-project.js'
import type { Place } from '../model/diagnostic.js'
import { collectDeclarations, inputsOf } from './collect-declarations.js'
import { DiagnosticCollector, type Locate } from './context.js'
import { callsNothing, functionsOf } from './functions-in.js'
import { type Kept, nothingKept } from './kept.js'
import { linkReferences } from './link-references.js'
import { isStandIn, NotKnown, partial, standIn } from './stand-in.js'

/** What a declaration was compiled to, and what it reads. Plain data. */
export interface SavedDeclaration {
  readonly kind: Declaration['kind']
  readonly name: string
  /** Names of what it reads. */
  readonly inputs: readonly (readonly [as: string, name: string])[]
  readonly place: Place
  /** The declaration of a source. */
  readonly source?: Omit<SourceDeclaration, 'site'>
  readonly view?: Omit<CompiledView, 'places' | 'pieceAt'>
  readonly probes: readonly Omit<CompiledProbe, 'pieceAt'>[]
  readonly visits: readonly CompiledVisit[]
  /** More of it than this is asked whenever the project is compiled. */
  readonly isNeeded: boolean
  /** The view that is made with a stored relation, and that no module exports. */
  readonly owns?: string
}

export interface Saved {
  /** Each after those that it reads. */
  readonly declarations: readonly SavedDeclaration[]
  /** The name of the declaration of a relation that a module exports. */
  readonly nameOf: (exported: unknown) => string | undefined
}

/**
 * What another process must know of a project to compile it without some of its modules.
 *
 * @param kept of a compilation without a mistake.
 * @param before of stand-ins.
 */
export function saveDeclarations(
  config: ProjectDeclaration,
  kept: Kept,
  locate: Locate,
  before: ReadonlyMap<string, SavedDeclaration> = new Map(),
): Saved {
  const linked = collectDeclarations(linkReferences(config, new DiagnosticCollector(), kept.linked))
  const certified = new Set(namesIn(config))
  const declarations = linked.map((declaration): SavedDeclaration => {
    const { name } = declaration
    const known = before.get(name)
    return known && isStandIn(declaration) ? known : saved(declaration, kept, locate, certified.has(name))
  })
  const collected = new Set(linked)
  return {
    declarations,
    nameOf(exported) {
      const raw = isRelation(exported) ? exported.declaration : undefined
      const one = raw && (kept.linked.get(raw) ?? raw)
      return one && collected.has(one) ? one.name : undefined
    },
  }
}

/** What a helper returns: it holds a declaration. A stand-in says that it does, too. */
const isRelation = (value: unknown): value is { readonly declaration: Declaration } => {
  if (typeof value !== 'object' || value === null) return false
  try {
    const { declaration } = value as { readonly declaration?: unknown }
    return typeof declaration === 'object' && declaration !== null
  } catch (error) {
    if (error instanceof NotKnown) return false
    throw error
  }
}

/** What certifications and lists of features name. */
const namesIn = ({ certifications, features = [] }: ProjectDeclaration): readonly string[] => [
  ...certifications.flatMap((declared) => (declared ? certifiedNames(declared) : [])),
  ...features.flatMap(({ of }) => of?.name ?? []),
]

const certifiedNames = ({
  entrypoint,
  checked,
  guarded,
  aliases,
  ordered,
}: CertificationDeclaration): readonly string[] =>
  [entrypoint, checked, guarded, ...aliases, ...ordered.map(({ relation }) => relation)].flatMap(
    (declaration) => declaration?.name ?? [],
  )

function saved(declaration: Declaration, kept: Kept, locate: Locate, isCertified: boolean): SavedDeclaration {
  const { kind, name } = declaration
  const view = kind === 'view' ? kept.views.get(declaration) : undefined
  return {
    kind,
    name,
    inputs: inputsOf(declaration).flatMap(([as, input]) => (input ? [[as, input.name] as const] : [])),
    place: view?.place ?? (kind === 'source' ? locate(declaration.site) : {}),
    ...(kind === 'source' && { source: without(declaration, 'site') }),
    ...(view && { view: without(view, 'places', 'pieceAt') }),
    probes: (kept.probes.get(declaration) ?? []).map((probe) => without(probe, 'pieceAt')),
    visits: kept.visits.get(declaration) ?? [],
    isNeeded: isCertified || asksMore(declaration),
    ...(kind === 'view' &&
      declaration.stored?.ownsView === true && { owns: declaration.inputs['live']?.name ?? '' }),
  }
}

/** Properties are not read where they are left out: some are computed on first access. */
function without<T extends object, K extends keyof T>(value: T, ...left: readonly K[]): Omit<T, K> {
  const keys = Object.keys(value).filter((key) => !(left as readonly PropertyKey[]).includes(key))
  return Object.fromEntries(keys.map((key) => [key, value[key as keyof T]])) as Omit<T, K>
}

/** Whether the compilation of a project asks a declaration more than it saves. */
const asksMore = (declaration: Declaration): boolean =>
  declaration.kind === 'source'
    ? Object.values(declaration.columns).some(({ uses = [] }) => uses.length > 0)
    : functionsOf(declaration).length > 0 ||
      ((declaration.kind === 'layer' || declaration.kind === 'view') &&
        (declaration.guard ?? declaration.stored ?? declaration.invariants) !== undefined)

/** Declarations of a project of which some are stand-ins. */
export interface StandIns {
  /** What a module would export. */
  relation(name: string): unknown
  /** Whether something was asked that they do not know, even if what asked has gone on. */
  readonly areInsufficient: boolean
  /**
   * Begins a compilation with what is known of them.
   *
   * @param exported relations of the evaluated modules, by name. Stand-ins read these instead of stand-ins.
   * @param made names of the relations that are certainly those of evaluated modules.
   * @returns undefined if a relation has the name of another.
   */
  begin(
    config: ProjectDeclaration,
    exported: ReadonlyMap<string, unknown>,
    made: ReadonlySet<string>,
  ): Kept | undefined
  /** Where a source is declared. */
  placeOf(site: CallSite): Place | undefined
}

export function standInsFor(all: readonly SavedDeclaration[]): StandIns {
  const byName = new Map(all.map((declared) => [declared.name, declared]))
  let areInsufficient = false
  const refused = (): void => void (areInsufficient = true)
  const kept = nothingKept()
  const standIns = new Map<string, Declaration>()
  const relations = new Map<string, unknown>()
  const places = new WeakMap<CallSite, Place>()
  let real: ReadonlyMap<string, Declaration> = new Map()

  let evaluated: ReadonlySet<string> = new Set()

  const find = (name: string): Declaration => {
    const own = real.get(name)
    if (own) return kept.linked.get(own) ?? own
    return evaluated.has(name) ? notKnown() : declarationOf(name)
  }
  const notKnown = (): never => {
    refused()
    throw new NotKnown()
  }
  const declarationOf = (name: string): Declaration => {
    const known = standIns.get(name)
    if (known) return known
    const one = byName.get(name) ?? notKnown()
    const declaration = make(one)
    standIns.set(name, declaration)
    return declaration
  }
  const make = ({
    kind,
    name,
    inputs,
    place,
    source,
    view,
    probes,
    visits,
  }: SavedDeclaration): Declaration => {
    const site: CallSite = { trace: {} }
    places.set(site, place)
    if (source) return { ...source, site }
    // What it reads is looked up anew: it changes when the real relations are known.
    const known =
      kind === 'aggregate'
        ? {
            kind,
            name,
            site,
            get of() {
              return find(inputs[0]?.[1] ?? '')
            },
          }
        : {
            kind,
            name,
            site,
            get inputs() {
              return Object.fromEntries(inputs.map(([as, read]) => [as, find(read)]))
            },
            guard: undefined,
            stored: undefined,
            invariants: undefined,
          }
    const declaration = standIn(known as Partial<Declaration>, refused)
    callsNothing(declaration)
    kept.checked.add(declaration)
    kept.probes.set(declaration, probes)
    kept.visits.set(declaration, visits)
    if (kind === 'layer') kept.layers.add(declaration as QueryDeclaration)
    if (view) kept.views.set(declaration as QueryDeclaration, compiled(view, refused))
    return declaration
  }
  return {
    get areInsufficient() {
      return areInsufficient
    },
    relation(name) {
      const known = relations.get(name) ?? partial({ declaration: declarationOf(name) }, refused)
      relations.set(name, known)
      return known
    },
    begin({ files }, exported, made) {
      const listed = files.flatMap((file) => file.relations.flatMap((one) => one ?? []))
      const given = [...exported].flatMap(([name, value]) =>
        isRelation(value) && value.declaration.name === name ? [value.declaration] : [],
      )
      const found = realOf([...listed, ...given])
      // A relation of a module that is not evaluated may have the same name.
      if (!found || [...found.keys()].some((name) => byName.has(name) && !made.has(name))) return undefined
      real = found
      evaluated = made
      return kept
    },
    placeOf: (site) => places.get(site),
  }
}

/** Reading where its columns are takes the whole project. */
function compiled(view: NonNullable<SavedDeclaration['view']>, refused: () => void): CompiledView {
  return {
    ...view,
    get places(): CompiledView['places'] {
      refused()
      throw new NotKnown()
    },
  }
}

/** Declarations that are no stand-ins, by name; undefined if two have the same. */
function realOf(from: readonly Declaration[]): ReadonlyMap<string, Declaration> | undefined {
  const found = new Map<string, Declaration>()
  const visit = (declaration: Declaration | undefined): boolean => {
    if (!declaration || declaration.kind === 'reference' || isStandIn(declaration)) return true
    const known = found.get(declaration.name)
    if (known) return known === declaration
    found.set(declaration.name, declaration)
    return inputsOf(declaration).every(([, input]) => visit(input))
  }
  return from.every(visit) ? found : undefined
}
