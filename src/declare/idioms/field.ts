import { type Expression, sql } from 'kysely'
import type { Composite } from '../types/created-types.js'

/**
 * A field of a composite value. NULL where the value or the field is.
 *
 * @example
 * currency: column('Currency of the price.', field(eb.ref('price'), 'currency'))
 */
export const field = <F, K extends keyof F & string>(
  value: Expression<Composite<F>> | Expression<Composite<F> | null>,
  name: K,
): Expression<F[K] | null> => sql<F[K] | null>`(${value}).${sql.id(name)}`
