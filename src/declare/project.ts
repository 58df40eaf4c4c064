import type { ReaderSettings } from '../model/compiled-project.js'
import { type CallSite, callSite } from './call-site.js'
import type { CertificationDeclaration } from './certification.js'
import type { FeatureListDeclaration } from './feature-list.js'
import type { Declaration, Relation } from './relation.js'
import { serveStored } from './serve-stored.js'
import { ownView } from './stored.js'
import { type ColumnKind, typeOf } from './types/column-kind.js'
import type { TypeDeclaration } from './types/type-declaration.js'

/** A table of generated upstream rows for `fusion demo`. */
export interface DemoTable {
  /** `schema.table` of a declared source. */
  readonly relation: string
  readonly columns: readonly string[]
  /** COPY text format, with any number of lines per chunk. */
  readonly chunks: Iterable<string>
}

export interface DemoSettings {
  readonly load: () => readonly DemoTable[] | Promise<readonly DemoTable[]>
  readonly queries: readonly { readonly title: string; readonly sql: string }[]
}

export interface ProjectSettings {
  /** Name of the store in reports. */
  readonly name: string
  /** SQL files in the order in which they are to be run, each with the views it creates. */
  readonly sql: Readonly<Record<string, readonly Relation<object>[]>>
  readonly reader?: Partial<ReaderSettings>
  /**
   * Types and collations of the database that only views mention, for example in a cast. Those of sources are included
   * automatically.
   */
  readonly types?: readonly (ColumnKind<unknown> | TypeDeclaration)[]
  /**
   * Results of `certification({ … })`, one for each entrypoint, in the order in which they are run. A store without one
   * is compiled but not certified.
   */
  readonly certification?: CertificationDeclaration | readonly CertificationDeclaration[]
  /**
   * Solver for invariants that the analysis cannot decide: `z3` is the package z3-solver, which the project must install.
   * Default: none, and these invariants are checked on the rows.
   */
  readonly solver?: 'z3'
  /** Whether a build also writes `python/<name>.py`, the row types and data frame checks of Python. Default: false. */
  readonly python?: boolean
  /** Results of `featureList(…)`: what trainers select, by name and version; a build writes them to `stores.ts`. */
  readonly features?: readonly FeatureListDeclaration[]
  readonly demo?: DemoSettings
}

export interface ProjectDeclaration {
  readonly kind: 'project'
  readonly name: string
  readonly files: readonly {
    readonly file: string
    readonly relations: readonly (Declaration | undefined)[]
  }[]
  readonly reader: ReaderSettings
  readonly types: readonly TypeDeclaration[]
  readonly certifications: readonly (CertificationDeclaration | undefined)[]
  readonly solver?: 'z3'
  readonly python?: boolean
  readonly features?: readonly FeatureListDeclaration[]
  readonly demo?: DemoSettings
  readonly site: CallSite
}

/** `__proto__: […]` sets the prototype of an object literal; it is passed on and reported as a file of that name. */
const filesOf = (
  sql: ProjectSettings['sql'],
): readonly (readonly [string, readonly Relation<object>[]])[] => {
  const prototype: unknown = Object.getPrototypeOf(sql)
  return [...Object.entries(sql), ...(Array.isArray(prototype) ? [['__proto__', prototype] as const] : [])]
}

/** A stored layer is listed alone; the view that it stores is created before it. */
const withOwnView = (relation: Declaration | undefined): readonly (Declaration | undefined)[] => {
  const own = relation?.kind === 'view' ? ownView(relation) : undefined
  return own === undefined ? [relation] : [own, relation]
}

/** The default export of `fusion.config.ts`. */
export function defineProject({
  name,
  sql,
  reader,
  types = [],
  certification,
  solver,
  python,
  features = [],
  demo,
}: ProjectSettings): ProjectDeclaration {
  const certifications = certification === undefined ? [] : [certification].flat()
  const files = filesOf(sql).map(([file, relations]) => ({
    file,
    relations: relations.flatMap((relation) => withOwnView(relation?.declaration)),
  }))
  return {
    kind: 'project',
    name,
    files: serveStored(files, certifications),
    reader: { int8: 'string', numeric: 'string', ...reader },
    types: types.flatMap((type) => (typeof type === 'function' ? (typeOf(type).uses ?? []) : [type])),
    certifications,
    ...(solver && { solver }),
    ...(python !== undefined && { python }),
    ...(features.length > 0 && { features }),
    ...(demo && { demo }),
    site: callSite(defineProject),
  }
}
