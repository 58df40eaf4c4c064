import { quoteRelation } from '../../model/quote-identifier.js'
import { splitName } from '../../model/relation-name.js'
import { type SourceColumn, sqlType } from '../source.js'
import type { TypeDeclaration } from './type-declaration.js'

/**
 * A function that makes columns of one type: `integer`, `text` and the other built-in ones, or what `enumType` and the
 * other functions for declared types return. `T` is the type of a value in a query.
 */
export type ColumnKind<T> = (comment: string) => SourceColumn<T>

/** Type of the values of a column kind. */
export type ValueOf<K> = K extends ColumnKind<infer T> ? T : never

/** The SQL type of a column kind, and the declared types that it uses. */
export const typeOf = (kind: ColumnKind<unknown>): Pick<SourceColumn<unknown>, 'type' | 'uses'> => kind('')

/** `schema.name` as SQL writes it; a name without a schema is reported when the project is compiled. */
export const sqlName = (name: string): string => quoteRelation(splitName(name))

/** Makes columns of a declared type. */
export const columnsOf =
  <T>(declaration: TypeDeclaration): ColumnKind<T> =>
  (comment) => ({ ...sqlType<T>(sqlName(declaration.name), comment), uses: [declaration] })
