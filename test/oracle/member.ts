import type { Json } from './json.js'
import { numericText } from './numeric-text.js'

/** Spec section 4: the value at key k when j is a JSON object, else absent. */
export function member(json: Json | undefined, key: string): Json | undefined {
  return json?.kind === 'object' ? json.members.get(key) : undefined
}

/** Spec section 4: what `->>` gives, null for absent and for JSON null. */
export function text(json: Json | undefined): string | null {
  switch (json?.kind) {
    case undefined:
    case 'null':
      return null
    case 'boolean':
      return json.value ? 'true' : 'false'
    case 'number':
      return numericText(json.literal)
    case 'string':
      return json.value
    // The brackets alone keep these from being a number or a flag, so what is between them does not matter.
    case 'array':
      return '[...]'
    case 'object':
      return '{...}'
  }
}
