import type { Counterexample } from '../model/analyzed-invariant.js'
import type { ColumnValues, EvidenceGroup } from '../model/column-values.js'
import type { ReaderSettings } from '../model/compiled-project.js'
import type { RelationName } from '../model/relation-name.js'
import type { TypeKind } from '../model/upstream-type.js'

/** Columns by the `schema.name` of their relation, both sorted. */
export type CatalogLineage = Readonly<Record<string, readonly string[]>>

export interface CatalogColumn {
  readonly name: string
  /** As `format_type` writes it. */
  readonly type: string
  /** `schema.typname` of the type; of a domain, those of its base type follow in `baseType`. */
  readonly typeName: readonly [schema: string, name: string]
  readonly baseType?: readonly [schema: string, name: string] | undefined
  /** Of an enum, or of a domain over an enum. */
  readonly labels?: readonly string[] | undefined
  /** Of a source: the collation that it is declared to have. */
  readonly collation?: string | undefined
  readonly nullable: boolean
  /** Values that it can have where it is not NULL; absent where nothing is proven. */
  readonly values?: ColumnValues | undefined
  /** Why it can be NULL; present when it can. */
  readonly because?: string | undefined
  /** TypeScript type in `rows.ts`, without null. */
  readonly reads: string
  readonly comment: string
  /** Columns of the relations read directly that flow into this one, by value or by condition. */
  readonly lineage: CatalogLineage
  /** Those whose values flow in; absent when all of them do. */
  readonly valueLineage?: CatalogLineage | undefined
  /** Those that decide which value appears; absent when there are none. */
  readonly conditionLineage?: CatalogLineage | undefined
}

/** A type or collation of the user's database. */
export interface CatalogType extends RelationName {
  readonly kind: TypeKind
  /** Of an enum. */
  readonly labels?: readonly string[] | undefined
  /** Statements that create its stand-in in the embedded Postgres. */
  readonly definition: string
  /** Why the embedded Postgres may return different rows than the user's database; absent when it returns the same. */
  readonly executesDifferently?: string | undefined
}

export interface CatalogRelation extends RelationName {
  readonly kind: 'source' | 'view'
  readonly comment: string
  /** Module that declares it, without the line, which changes with every edit above it. */
  readonly module: string | null
  /** Interface in `rows.ts`. */
  readonly row: string
  /** Files of this folder; null for sources. */
  readonly ddl: string | null
  readonly viewdef: string | null
  /** Key of a source, empty for views. */
  readonly key: readonly string[]
  /** Of a source: the column that says when a row was recorded. */
  readonly knownAt?: string | undefined
  /** Of a source: why it does not matter when a row was recorded. */
  readonly timeless?: string | undefined
  readonly dependsOn: readonly RelationName[]
  /** Columns that decide which rows exist. */
  readonly rowLineage: CatalogLineage
  readonly columns: readonly CatalogColumn[]
  /** Columns that are known or unknown together; absent where none are. */
  readonly evidence?: readonly EvidenceGroup[] | undefined
}

/** A declared condition on every row, and what a build found out about it. */
export interface CatalogInvariant {
  /** Name of the layer or view of whose rows it speaks. */
  readonly of: string
  /** The entrypoint, of an invariant of a certification; absent otherwise. */
  readonly certifies?: string | undefined
  readonly name: string
  readonly comment: string
  /** Its SQL, as Kysely prints it. */
  readonly condition: string
  /** Columns of `of` that it mentions. */
  readonly columns: readonly string[]
  /** An invariant that is not proven is checked on the rows when a store that reads them is certified. */
  readonly verdict: 'proven' | 'refuted' | 'undecided'
  /** What proves it; present when it is proven. */
  readonly by?: 'analysis' | 'solver' | undefined
  readonly because: string
  /** Rows of the sources for which it is not true; present when it is refuted. */
  readonly counterexample?: Counterexample['rows'] | undefined
}

/** Content of `catalog.json`. */
export interface Catalog {
  readonly $schema: './catalog.schema.json'
  /** Increased when a reader of the old form would misread the new one. */
  readonly schemaVersion: 1
  readonly project: string
  readonly reader: ReaderSettings
  /** DDL files in the order in which they must run. */
  readonly ddl: readonly string[]
  /** Types of the user's database, each after the types that it uses; absent when there are none. */
  readonly types?: readonly CatalogType[] | undefined
  /** Declared invariants; absent when there are none. */
  readonly invariants?: readonly CatalogInvariant[] | undefined
  /** Every relation after all relations that it reads. */
  readonly relations: readonly CatalogRelation[]
}
