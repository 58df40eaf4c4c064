import type { LeakPlace } from '../../analyze/index.js'
import type { CompiledView } from '../../model/compiled-project.js'
import type { Leak } from '../../model/leak.js'
import { displayName } from '../../model/relation-name.js'

/** Where a leak of a view stands: at its own expression, or at the view when nothing more is known. */
export function leakPlace(view: CompiledView | undefined, { location, isInFrom, column }: Leak): LeakPlace {
  if (!view) return { place: {} }
  const relation = displayName(view)
  const piece =
    location === undefined
      ? undefined
      : view.pieceAt?.(characterOf(view.select, location), isInFrom ? 'query' : 'expression')
  if (!piece) return { place: { ...view.place, relation, ...(column !== null && { column }) } }
  const named = piece.column ?? (piece.relation === relation ? column : null)
  return {
    place: {
      ...piece.place,
      relation,
      ...(named !== null && { column: named }),
      ...(piece.relation !== relation && { layer: piece.relation }),
    },
    ...(piece.excerpt !== '' && { excerpt: piece.excerpt }),
  }
}

/** Postgres counts the bytes of a statement. */
export const characterOf = (text: string, byte: number): number =>
  Buffer.from(text).subarray(0, byte).toString().length
