/** A token of SQL text under Postgres's lexical rules. White space and comments are dropped. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'number' | 'string' | 'operator' | 'punctuation' | 'parameter'
  /** As written; of a word in lower case, of a quoted identifier the name itself. */
  readonly text: string
}

/** Why text cannot be cut into tokens. */
export type LexError =
  | 'an open quote'
  | 'an open comment'
  | 'brackets that do not match'
  | 'a semicolon'
  | 'a NUL byte'
  | 'a positional parameter'

export interface Lexed {
  readonly tokens: readonly Token[]
  /** Start and end of each comment. */
  readonly comments: readonly (readonly [start: number, end: number])[]
  readonly diagnostic?: LexError
}

/** Marks a child node in the text of a raw fragment. Postgres does not accept NUL, so valid text never contains it. */
export const PARAMETER = '\0'

const RULES: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /\s+|--[^\n\r]*/y],
  ['parameter', /\0/y],
  // U& first: its quote is not a quote of its own.
  ['string', /[uU]&'(?:[^']|'')*'|[eE]'(?:[^'\\]|''|\\[^])*'|[bBxXnN]?'(?:[^']|'')*'/y],
  ['quoted', /[uU]&"(?:[^"]|"")*"|"(?:[^"]|"")*"/y],
  ['number', /0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ['operator', /::|:=|=>|[+\-*/<>=~!@#%^&|`?]+|:/y],
  ['punctuation', /[()[\],.]/y],
]

const OPENS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
])
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y

/** End of a block comment, which may contain others; undefined when it is not closed. */
function commentEnd(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) {
      depth += 1
      at += 1
    } else if (text.startsWith('*/', at)) {
      depth -= 1
      at += 1
      if (depth === 0) return at + 1
    }
  }
  return undefined
}

/** An operator ends where a comment begins. */
function operatorText(match: string): string {
  const comment = match.search(/--|\/\*/)
  return comment > 0 ? match.slice(0, comment) : match
}

/** Postgres folds ASCII letters only. */
const foldCase = (word: string): string => word.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())

const unquote = (text: string): string => text.slice(1, -1).replaceAll('""', '"')

/**
 * Cuts SQL text into tokens.
 *
 * @param text with {@link PARAMETER} for each child node.
 */
export function lexSql(text: string): Lexed {
  const tokens: Token[] = []
  const open: string[] = []
  let at = 0
  const comments: (readonly [number, number])[] = []
  const fail = (diagnostic: LexError): Lexed => ({ tokens, comments, diagnostic })
  const match = (rule: RegExp): string | undefined => {
    rule.lastIndex = at
    return rule.exec(text)?.[0]
  }
  next: while (at < text.length) {
    if (text.startsWith('/*', at)) {
      const end = commentEnd(text, at)
      if (end === undefined) return fail('an open comment')
      comments.push([at, end])
      at = end
      continue
    }
    const delimiter = match(DOLLAR_QUOTE)
    if (delimiter !== undefined) {
      const end = text.indexOf(delimiter, at + delimiter.length)
      if (end < 0) return fail('an open quote')
      tokens.push({ kind: 'string', text: text.slice(at, end + delimiter.length) })
      at = end + delimiter.length
      continue
    }
    for (const [kind, rule] of RULES) {
      const found = match(rule)
      if (found === undefined || found === '') continue
      const piece = kind === 'operator' ? operatorText(found) : found
      at += piece.length
      if (piece.startsWith('--')) comments.push([at - piece.length, at])
      if (kind === 'blank') continue next
      if (kind === 'punctuation') {
        const closing = OPENS.get(piece)
        if (closing !== undefined) open.push(closing)
        else if ((piece === ')' || piece === ']') && open.pop() !== piece)
          return fail('brackets that do not match')
      }
      const plain = kind === 'word' ? foldCase(piece) : piece
      tokens.push({ kind, text: kind === 'quoted' && piece.startsWith('"') ? unquote(piece) : plain })
      continue next
    }
    const char = text[at]
    if (char === ';') return fail('a semicolon')
    return fail(char === '$' ? 'a positional parameter' : 'an open quote')
  }
  return open.length > 0 ? fail('brackets that do not match') : { tokens, comments }
}
