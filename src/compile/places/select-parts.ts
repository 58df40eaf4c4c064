import type { SelectQueryNode } from 'kysely'
import { type Mark, markOf } from '../nodes/mark.js'
import { printAround } from '../print/print-select.js'

/** A piece of a printed SELECT that comes from one declaration; characters from `start` up to `end`. */
export interface MarkedPiece {
  readonly start: number
  readonly end: number
  readonly mark: Mark
}

/**
 * Control characters that take up no width when lines are broken, so the marked text breaks where the plain text does. A
 * number between them is written in the characters from `ZERO` on.
 */
const OPEN = '\u0091'
const CLOSE = '\u0092'
const ZERO = 0x80
const BASE = 16

const written = (id: number): string =>
  OPEN +
  [...id.toString(BASE)].map((digit) => String.fromCharCode(ZERO + parseInt(digit, BASE))).join('') +
  OPEN

const readId = (digits: string): number =>
  parseInt(Array.from(digits, (digit) => (digit.charCodeAt(0) - ZERO).toString(BASE)).join(''), BASE)

/**
 * Where each marked node is in the text of a query; empty when that cannot be determined.
 *
 * @param select the query's text, to which the pieces refer.
 */
export function selectPieces(node: SelectQueryNode, select: string): readonly MarkedPiece[] {
  if (select.includes(OPEN) || select.includes(CLOSE)) return []
  const marks: Mark[] = []
  const text = printAround(node, (inner, doc) => {
    const mark = markOf(inner)
    return mark ? [written(marks.push(mark) - 1), doc, CLOSE] : doc
  })
  const pieces: MarkedPiece[] = []
  const open: { readonly start: number; readonly mark: Mark | undefined }[] = []
  let plain = ''
  for (const part of text.split(new RegExp(`(${OPEN}[^${OPEN}]*${OPEN}|${CLOSE})`))) {
    if (part.startsWith(OPEN)) {
      open.push({ start: plain.length, mark: marks[readId(part.slice(1, -1))] })
    } else if (part === CLOSE) {
      const { start, mark } = open.pop() ?? { start: 0, mark: undefined }
      if (mark) pieces.push({ start, end: plain.length, mark })
    } else plain += part
  }
  return plain === select ? pieces : []
}
