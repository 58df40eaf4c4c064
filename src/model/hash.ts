import { hash } from 'node:crypto'

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export const sha256 = (content: string | Uint8Array): string => hash('sha256', content)
