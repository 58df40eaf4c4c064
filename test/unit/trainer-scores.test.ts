import { expect, test } from 'vitest'
import { trainLogisticRegression } from '../../examples/trainer/model/logistic-regression.js'
import { intervalOf } from '../../examples/trainer/scores/interval.js'
import { logLoss, rocAuc } from '../../examples/trainer/scores/scores.js'

const scored = (...pairs: readonly (readonly [number, boolean])[]) =>
  pairs.map(([predicted, isSlow]) => ({ predicted, isSlow }))

test('ROC AUC counts the ordered pairs, and equal predictions half', () => {
  expect(rocAuc(scored([0.9, true], [0.1, false]))).toBe(1)
  expect(rocAuc(scored([0.1, true], [0.9, false]))).toBe(0)
  // Of four pairs three are ordered and one is equal.
  expect(rocAuc(scored([0.8, true], [0.5, true], [0.5, false], [0.2, false]))).toBe(0.875)
  expect(rocAuc(scored([0.5, true]))).toBeNaN()
})

test('log loss is that of the probability of what happened', () => {
  expect(logLoss(scored([0.5, true], [0.75, false]))).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 12)
})

test('the interval is that of Student, for as many values as there are quantiles', () => {
  // Mean 2, deviation 1, quantile 4.303 of two degrees of freedom.
  const { mean, low, high } = intervalOf([1, 2, 3])
  expect([mean, low, high].map((value) => value.toFixed(3))).toEqual(['2.000', '-0.484', '4.484'])
  expect(() => intervalOf([1])).toThrow(RangeError)
})

test('the model predicts the share of each group, and takes unknown for neither', () => {
  const group = (value: number, slow: number): readonly (readonly [number, boolean])[] =>
    Array.from({ length: 1000 }, (_, at) => [value, at < slow] as const)
  const rows = [...group(0, 100), ...group(1, 700), ...group(NaN, 300)]
  const input = (value: number): readonly number[] => [value, Number.isNaN(value) ? 0 : 1]
  const model = trainLogisticRegression(
    rows.map(([value]) => input(value)),
    rows.map(([, isSlow]) => isSlow),
  )
  expect(model.predict(input(0))).toBeCloseTo(0.1, 2)
  expect(model.predict(input(1))).toBeCloseTo(0.7, 2)
  expect(model.predict(input(NaN))).toBeCloseTo(0.3, 2)
})
