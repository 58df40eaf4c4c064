import { writeFileSync } from 'node:fs'
import type { Certificate } from '../../src/reader/index.js'
import type { TrainedModel } from './model/logistic-regression.js'

/** Writes a model together with the certificate of the rows it was trained on. */
export function saveModel(
  file: string,
  names: readonly string[],
  { coefficients }: TrainedModel,
  certificate: Certificate,
): void {
  const [intercept, ...slopes] = coefficients
  const named = Object.fromEntries(names.map((name, at) => [name, slopes[at]]))
  writeFileSync(file, `${JSON.stringify({ intercept, coefficients: named, certificate }, null, 2)}\n`)
}
