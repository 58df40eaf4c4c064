import type { SelectQueryNode } from 'kysely'
import type { Locate } from '../context.js'
import type { Place } from '../../model/diagnostic.js'
import { excerptAt } from '../../model/excerpt.js'
import type { PieceAt } from '../../model/compiled-project.js'
import type { Mark } from '../nodes/mark.js'
import { type MarkedPiece, selectPieces } from './select-parts.js'
import { sitesOf } from './sites-of.js'

/**
 * Maps the characters of a printed query to the declarations that they come from. The work is done on the first call.
 */
export function pieceAt(node: SelectQueryNode, select: string, locate: Locate): PieceAt {
  let pieces: readonly MarkedPiece[] | undefined
  return (character, of) => {
    pieces ??= selectPieces(node, select)
    const around = pieces
      .filter(
        ({ start, end, mark }) =>
          start <= character && character < end && (of === 'expression' || isWhole(mark)),
      )
      .toSorted((a, b) => a.end - a.start - (b.end - b.start))
    const [piece] = around
    if (!piece) return undefined
    const { mark } = piece
    const column = columnOf(around)
    const text = isWhole(mark) ? lineAround(select, character) : piece
    return {
      relation: mark.declaration.name,
      ...(column !== undefined && { column }),
      place: placeOf(mark, column, locate),
      excerpt: of === 'query' ? '' : excerptAt(select, text.start, text.end, character),
      // Of an expression that is not marked, only the query around it is known.
      sql: isWhole(mark) ? null : select.slice(piece.start, piece.end),
    }
  }
}

const isWhole = ({ part, column }: Mark): boolean => part === undefined && column === undefined

/** An expression is a part of the column around it, if both are of one declaration. */
function columnOf([inner, ...around]: readonly MarkedPiece[]): string | undefined {
  if (!inner || inner.mark.column !== undefined || isWhole(inner.mark)) return inner?.mark.column
  const outer = around.find(
    ({ mark }) => mark.declaration !== inner.mark.declaration || mark.column !== undefined || isWhole(mark),
  )
  return outer?.mark.declaration === inner.mark.declaration ? outer.mark.column : undefined
}

function placeOf({ declaration, site, part }: Mark, column: string | undefined, locate: Locate): Place {
  const isQuery = declaration.kind === 'layer' || declaration.kind === 'view'
  const added = part && isQuery ? sitesOf(declaration).get(part) : undefined
  const place = locate(site ?? added ?? declaration.site, site ? undefined : column)
  return place.file === undefined ? locate(declaration.site) : place
}

function lineAround(text: string, character: number): { readonly start: number; readonly end: number } {
  const end = text.indexOf('\n', character)
  return { start: text.lastIndexOf('\n', character - 1) + 1, end: end < 0 ? text.length : end }
}
