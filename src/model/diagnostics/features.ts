import { type DiagnosticEntry, lines } from './entry.js'

/** FS401 to FS499: features of a trainer, thrown by `fusion-store/features`. */
export const features = {
  FS401: {
    title: 'invalid feature',
    explanation:
      'A feature of the list is not a column, settings with a column or a function, or its settings contradict each other. TypeScript reports the same when the list is compiled.',
    example: lines`
      features()({ score: { column: 'score', unknown: NaN, fill: 0 } })

      feature score FS401 has both unknown and fill; one of them says what unknown is
        See docs/features.md for what a feature can be.`,
  },
  FS402: {
    title: 'unknown taken for a value',
    explanation:
      'A number that stands for NULL looks like a measured value to a model. It is allowed only if the flag that tells whether the column is known, and the column that says why it is not, are features of the same list, each value of them as another number.',
    example: lines`
      features()({ score: { column: 'score', fill: 0 } })

      feature score FS402 fills an unknown score with 0 without a flag and a reason
        Name the flag and the reason of score as scored and reason, and list both columns as features.`,
  },
  FS403: {
    title: 'unknown value without a meaning',
    explanation:
      'The column is NULL in a row, and the list does not say what the feature is then. TypeScript reports the same when the list is compiled with the row type of rows.ts.',
    example: lines`
      features()({ score: 'score' }).of({ score: null })

      feature score FS403 score is unknown in this row, and the list does not say what that is
        Say what unknown is, e.g. { column: 'score', unknown: NaN }.`,
  },
  FS404: {
    title: 'value that is not a number',
    explanation:
      'A feature is a finite number. Texts, and every value of a category, get one by codes or oneHot; anything else is computed. A new value of a category is an error and never becomes missing.',
    example: lines`
      features()({ tier: { column: 'tier', codes: { tier0: 0 } } }).of({ tier: 0 })

      feature tier FS404 tier is 0, which has no number in codes
        List every value of the column; its row type has them.`,
  },
  FS405: {
    title: 'flag that disagrees with its column',
    explanation:
      'A filled column must be known exactly where one of its flags is true. This row contradicts that, so a model could take the fill for a value, or a value for the fill.',
    example: lines`
      list.of({ score: null, is_scored: true, reason: 0 })

      feature score FS405 is_scored is true, but score is unknown in this row
        Name the flags that are true exactly where the column is known.`,
  },
  FS406: {
    title: 'unknown value used as known',
    explanation:
      'A computed feature read a column that is NULL in this row and did not ask whether it is known. Comparisons and conditions would treat it as a value.',
    example: lines`
      features()({ isBad: (row) => row.score > 3 }).of({ score: null })

      feature isBad FS406 score is unknown in this row, and the feature used it without asking
        Ask isKnown(row.score), or the flag of the column, before you use it.`,
  },
  FS407: {
    title: 'column missing from the row',
    explanation:
      'The row does not have a column that the list reads. A missing column is not an unknown value: the query has to select it.',
    example: lines`
      features()({ score: { column: 'score', unknown: NaN } }).of({})

      feature score FS407 the row has no column score
        Select every column that the list reads.`,
  },
} as const satisfies Record<`FS4${string}`, DiagnosticEntry>
