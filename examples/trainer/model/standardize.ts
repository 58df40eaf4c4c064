/** Brings features to mean 0 and deviation 1. NaN becomes the mean, which is 0. */
export type Standardize = (values: readonly number[]) => readonly number[]

interface Scale {
  readonly mean: number
  readonly deviation: number
}

/** Takes means and deviations from the training rows alone, and of each column from its known values alone. */
export function fitStandardize(rows: readonly (readonly number[])[]): Standardize {
  const scales = (rows[0] ?? []).map((_, column) => scaleOf(rows.map((row) => row[column] ?? NaN)))
  return (values) =>
    scales.map(({ mean, deviation }, column) => {
      const value = values[column] ?? NaN
      return Number.isNaN(value) ? 0 : (value - mean) / deviation
    })
}

function scaleOf(column: readonly number[]): Scale {
  const known = column.filter((value) => !Number.isNaN(value))
  if (known.length === 0) return { mean: 0, deviation: 1 }
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length
  // A constant column tells nothing, and must not be divided by 0.
  return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 }
}
