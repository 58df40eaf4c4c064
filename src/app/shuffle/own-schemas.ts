import { randomBytes } from 'node:crypto'

/**
 * Maps the schemas of the project to unused names.
 *
 * @param what what they are for, as a part of the names.
 */
export function ownSchemas(what: string): (schema: string) => string {
  const prefix = `fusion_${what}_${randomBytes(6).toString('hex')}`
  const known = new Map<string, string>()
  return (schema) => {
    const own = known.get(schema) ?? `${prefix}_${known.size}`
    known.set(schema, own)
    return own
  }
}
