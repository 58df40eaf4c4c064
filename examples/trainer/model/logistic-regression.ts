import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { fitStandardize } from './standardize.js'

export interface TrainedModel {
  /** Of standardized features, after the intercept. */
  readonly coefficients: readonly number[]
  /** Probability of a row. */
  predict(values: readonly number[]): number
}

/** Weight of the L2 penalty in units of one row; flags and reasons overlap, so without it there is no single optimum. */
const PENALTY = 1
const TOLERANCE = 1e-8
const MAX_STEPS = 50

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/**
 * Logistic regression with an L2 penalty, fitted by Newton's method. The problem is convex, so the result depends on nothing
 * but the rows.
 *
 * @param rows features in a fixed order, NaN where unknown.
 * @param labels of the rows.
 */
export function trainLogisticRegression(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
): TrainedModel {
  const standardize = fitStandardize(rows)
  const inputs = new Matrix(rows.map((row) => [1, ...standardize(row)]))
  const transposed = inputs.transpose()
  const targets = Matrix.columnVector(labels.map(Number))
  const penalty = Matrix.diag(Array.from({ length: inputs.columns }, (_, at) => (at === 0 ? 0 : PENALTY)))
  let weights = Matrix.zeros(inputs.columns, 1)
  for (let step = 0; ; step++) {
    if (step === MAX_STEPS) throw new Error(`The model did not converge in ${MAX_STEPS} steps.`)
    const change = newtonStep({ inputs, transposed, targets, penalty }, weights)
    weights = Matrix.add(weights, change)
    if (change.to1DArray().every((part) => Math.abs(part) < TOLERANCE)) break
  }
  const coefficients = weights.to1DArray()
  const [intercept = 0, ...slopes] = coefficients
  return {
    coefficients,
    predict: (values) =>
      sigmoid(standardize(values).reduce((sum, value, at) => sum + value * (slopes[at] ?? 0), intercept)),
  }
}

interface Problem {
  readonly inputs: Matrix
  /** Of the inputs; the same in each step. */
  readonly transposed: Matrix
  readonly targets: Matrix
  readonly penalty: Matrix
}

/** Solves (X' W X + P) d = X' (y - p) - P w for the step d. */
function newtonStep({ inputs, transposed, targets, penalty }: Problem, weights: Matrix): Matrix {
  const predicted = inputs.mmul(weights).to1DArray().map(sigmoid)
  const gradient = transposed
    .mmul(Matrix.sub(targets, Matrix.columnVector(predicted)))
    .sub(penalty.mmul(weights))
  const weighted = inputs.clone().mulColumnVector(predicted.map((p) => p * (1 - p)))
  return new CholeskyDecomposition(symmetric(transposed.mmul(weighted)).add(penalty)).solve(gradient)
}

/** The decomposition asks for exact symmetry, which rounding breaks. */
const symmetric = (matrix: Matrix): Matrix => Matrix.add(matrix, matrix.transpose()).mul(0.5)
