/** A value of a row as a person reads it: with quotes, except for NULL, numbers, true and false. */
export const valueText = (value: string | null): string =>
  value === null ? 'NULL' : /^(-?\d+(\.\d+)?|true|false)$/.test(value) ? value : `'${value}'`
