import { hash } from 'node:crypto'

/** Characters from which on a text is hashed three times as fast when it is encoded first. Below, that is slower. */
const LONG = 100_000

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export const sha256 = (content: string | Uint8Array): string =>
  hash('sha256', typeof content === 'string' && content.length > LONG ? Buffer.from(content) : content)
