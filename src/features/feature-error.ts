/** Codes of what can be wrong with features; `fusion explain FS401` explains one. */
export type FeatureCode = 'FS401' | 'FS402' | 'FS403' | 'FS404' | 'FS405' | 'FS406' | 'FS407'

/** One thing that is wrong with a feature. */
export interface FeatureProblem {
  readonly code: FeatureCode
  /** The name of the feature in the list. */
  readonly feature: string
  /** What is wrong: one clause without a full stop. */
  readonly message: string
  /** What to do. */
  readonly hint: string
}

const textOf = ({ code, feature, message, hint }: FeatureProblem): string =>
  `feature ${feature} ${code} ${message}\n  ${hint}`

/** Thrown for a list that breaks a rule, with all of its problems, and for a row that a list cannot read. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError'
  /** The code of the first problem. */
  readonly code: FeatureCode
  readonly problems: readonly [FeatureProblem, ...FeatureProblem[]]

  constructor(problems: readonly [FeatureProblem, ...FeatureProblem[]]) {
    super(problems.map(textOf).join('\n'))
    this.code = problems[0].code
    this.problems = problems
  }
}
