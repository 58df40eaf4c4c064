import { sha256 } from '../model/hash.js'
import type { RelationName } from '../model/relation-name.js'

/** Room for the extension within the 143 bytes that the strictest file system in use (eCryptfs) allows a name. */
const LONGEST = 130

/** Windows opens a device for these, regardless of the extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

const byte = (value: number): string => `%${value.toString(16).padStart(2, '0')}`

const encode = (text: string): string => [...Buffer.from(text)].map(byte).join('')

/** Percent-encodes every byte except lower-case letters, digits and `_`, so that no two names differ only in case. */
function part(name: string): string {
  const text = name.replace(/[^a-z0-9_]+/gu, encode)
  return device.test(text) ? encode(text.charAt(0)) + text.slice(1) : text
}

/**
 * `schema.relation` as a file name without extension, safe on every file system: different relations have different
 * names even on case-insensitive file systems, and a name does not depend on other relations. Common names stay
 * unchanged; one that would be too long is cut and ends in `~` and a hash.
 *
 * @example relationFileName({ schema: 'ml', name: 'v_Scored' }) // ml.v_%53cored
 */
export function relationFileName(relation: RelationName): string {
  const name = `${part(relation.schema)}.${part(relation.name)}`
  if (name.length <= LONGEST) return name
  const hash = sha256(JSON.stringify([relation.schema, relation.name]))
  return `${name.slice(0, LONGEST - 17)}~${hash.slice(0, 16)}`
}
