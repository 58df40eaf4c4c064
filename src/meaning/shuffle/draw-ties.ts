import type { SourceColumn } from '../../model/compiled-project.js'
import { drawColumn, type DrawColumn } from '../fill-sources.js'

/**
 * Numbers whose sum depends on the order of addition: of very different and of similar magnitude, and one with all
 * digits.
 */
export const WIDE_FLOATS = ['1e16', '-1e16', '1', '0.1', '0.2', '0.30000000000000004', '1e-9', '123456.789']
/** The same within the range of an integer, for views that raise an error over wider ones. */
export const TAME_FLOATS = ['0.1', '0.2', '0.30000000000000004', '0.7', '1e-9', '3', '123456.789', '-7.77']

/** With fewer values than this, most conditions are never true. */
const FEWEST_VALUES = 8

const FLOAT = /^(real|double precision|float[48])$/i

/**
 * Draws many equal values, so that sorting by a column has ties: each column that rows are not joined by has about as
 * many values as the square root of the number of rows.
 */
export function drawTies(rows: number): DrawColumn {
  const size = Math.max(FEWEST_VALUES, Math.ceil(Math.sqrt(rows)))
  const values = new Map<SourceColumn, readonly (string | undefined)[]>()
  return (column, range, context) => {
    if (range !== undefined || FLOAT.test(column.type)) return drawColumn(column, range, context)
    const drawn =
      values.get(column) ?? Array.from({ length: size }, () => drawColumn(column, undefined, context))
    values.set(column, drawn)
    return context.draw.pick(drawn)
  }
}
