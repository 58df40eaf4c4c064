import type { Declaration } from '../../declare/relation.js'
import type { Place } from '../../model/diagnostic.js'
import type { Locate } from '../context.js'
import type { OutputsOf } from '../scope/outputs.js'
import { columnPath, type ColumnStation } from './column-path.js'

/** Where a station of a column's path computes it; undefined where it does not, or where the call is unknown. */
export const stationPlace = (
  { node, site, column, isShared }: ColumnStation,
  locate: Locate,
): Place | undefined => (node && site ? locate(site, isShared ? column : undefined) : undefined)

/**
 * Where an output column is computed, through all the layers and aggregates that pass it on; undefined when it is a copy of
 * a column of a source or of another view.
 */
export const columnPlace = (
  declaration: Declaration,
  name: string,
  outputsOf: OutputsOf,
  locate: Locate,
): Place | undefined => {
  const last = columnPath(declaration, name, outputsOf).at(-1)
  return last && stationPlace(last, locate)
}
