/** Columns of a store as `fusion build` describes them in `stores.ts`. */
export interface StoreColumn {
  readonly name: string
  /** As `format_type` writes it: `integer`, `numeric(10,2)`, `timestamp with time zone`. */
  readonly type: string
  readonly nullable: boolean
  /** All values that it can have, where they are known. */
  readonly values?: readonly (string | number | boolean)[]
}

/** What a client makes of types that JavaScript has no exact number for; the setting `reader` of the project. */
export interface ReadAs {
  readonly int8: 'string' | 'number' | 'bigint'
  readonly numeric: 'string' | 'number'
}

/** A certified store as `fusion build` describes it in `stores.ts`. Names are as SQL writes them, quoted where needed. */
export interface Store {
  readonly format: 1
  readonly project: string
  /** The name by which the registry and the guard know it. */
  readonly entrypoint: string
  /** The view that a trainer reads. */
  readonly guarded: string
  readonly maxAge: string
  /** Columns of the guarded view and of the entrypoint that identify a row, unquoted. */
  readonly key: readonly string[]
  readonly t0: { readonly column: string; readonly type: string }
  readonly readAs: ReadAs
  readonly columns: readonly StoreColumn[]
  /** For the type of a row alone; there is no such property. */
  readonly row?: object
}

/** A row of a store. */
export type RowOf<Description extends Store> = Exclude<Description['row'], undefined>

/** The same with the T0, where a read is asked for it. All rows have those that the entrypoint leaves out, without one. */
export type RowWith<Description extends Store, Settings> = Settings extends { readonly t0: true }
  ? RowOf<Description> & {
      readonly [Name in Exclude<Description['t0']['column'], keyof RowOf<Description>>]: Date | null
    }
  : RowOf<Description>

type SqlTypeOf<Description extends Store, Name> = Extract<
  Description['columns'][number],
  { readonly name: Name }
>['type']

/** What a key column is asked for with. A whole number beyond 2^53 is exact as a text or a bigint only. */
type KeyPart<Description extends Store, Name> = Name extends keyof RowOf<Description>
  ? SqlTypeOf<Description, Name> extends 'smallint' | 'integer' | 'bigint' | `numeric${string}`
    ? string | number | bigint
    : RowOf<Description>[Name] extends Date
      ? Date | string
      : RowOf<Description>[Name]
  : unknown

type KeyList<Description extends Store, Names extends readonly string[]> = {
  readonly [At in keyof Names]: KeyPart<Description, Names[At]>
}

/** The key of a row: an object with the key columns, or their values in the order of `key`. */
export type KeyOf<Description extends Store> =
  | { readonly [Name in Description['key'][number]]: KeyPart<Description, Name> }
  | KeyList<Description, Description['key']>

/** For callers without types: what is no description of a store, says so here and not at the first read. */
export function isStore(value: unknown): value is Store {
  const { format, entrypoint, guarded, key, t0, readAs, columns } = Object(value) as Partial<Store>
  return (
    format === 1 &&
    typeof entrypoint === 'string' &&
    typeof guarded === 'string' &&
    Array.isArray(key) &&
    typeof t0?.column === 'string' &&
    typeof readAs?.int8 === 'string' &&
    Array.isArray(columns)
  )
}

/** An identifier as SQL writes it. */
export const quoted = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? `"${name}"` : `"${name.replaceAll('"', '""')}"`

export const literal = (text: string): string =>
  text.includes('\\')
    ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`
