import type { Catalogs, TypePart } from '../../resolve/index.js'

/** What is known of the type of a value. */
export interface ValueType {
  /** As SQL writes it. */
  readonly name: string
  /** What it is made of whose text may change. */
  readonly parts: readonly TypePart[]
}

/** A type whose text never changes. */
export const steadyType = (name: string): ValueType => ({ name, parts: [] })

/** A type of the catalog. */
export const namedType = (oid: number, { types }: Catalogs): ValueType =>
  types.get(oid) ?? steadyType('unknown')

/** A row of these columns. */
export const rowType = (columns: readonly ValueType[]): ValueType => ({
  name: 'record',
  parts: columns.flatMap(({ parts }) => parts),
})

/** Whether the catalog knows no columns of it. */
export const isRecord = ({ name }: ValueType): boolean => name === 'record'

/** A type without what is not known of it. */
export const knownPart = ({ name, parts }: ValueType): ValueType => ({
  name,
  parts: parts.filter((part) => part.name !== 'record'),
})

/** As the arguments of a call are written. */
export const typeNames = (types: readonly ValueType[]): string => types.map(({ name }) => name).join(', ')
