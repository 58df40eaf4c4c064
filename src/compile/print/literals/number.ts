/** A bare minus would bind looser than a cast that follows it. */
const signed = (text: string): string => (text.startsWith('-') ? `(${text})` : text)

/**
 * A number by its shortest digits, which Postgres takes for `integer`, `bigint` or `numeric`, the first that holds it;
 * read as `double precision` they are the number again. What only a floating-point number can be is typed as one.
 */
export const numberLiteral = (value: number): string =>
  Number.isFinite(value) && !Object.is(value, -0)
    ? signed(String(value))
    : `'${Object.is(value, -0) ? '-0' : value}'::double precision`

export const bigintLiteral = (value: bigint): string => signed(String(value))
