const declarations: Readonly<Record<string, string>> = {
  JsonValue: `/** What \`JSON.parse\` gives. A JSON null is null here too, so that no column of it is without. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }`,
  PostgresInterval: `/** An interval as \`pg\` reads it; parts that are zero are left out. */
export interface PostgresInterval {
  years?: number
  months?: number
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
  milliseconds?: number
  toPostgres(): string
  toISO(): string
  toISOString(): string
}`,
}

/** A label of an enum may read like the name of a type. */
const stringLiteral = /"(?:[^"\\]|\\.)*"/g

/** Declarations of the types that the member types mention and TypeScript does not have. */
export const helperTypes = (mentioned: ReadonlySet<string>): readonly string[] =>
  Object.entries(declarations)
    .filter(([name]) => [...mentioned].some((type) => type.replaceAll(stringLiteral, '').includes(name)))
    .map(([, text]) => text)
