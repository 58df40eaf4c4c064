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

/** The key of a row: an object with the key columns, or their values in the order of `key`. */
export type KeyOf<Description extends Store> =
  | Readonly<Pick<RowOf<Description>, Description['key'][number] & keyof RowOf<Description>>>
  | readonly (string | number | bigint)[]

/** An identifier as SQL writes it. */
export const quoted = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? `"${name}"` : `"${name.replaceAll('"', '""')}"`

export const literal = (text: string): string =>
  text.includes('\\')
    ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`
