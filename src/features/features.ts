import { checkList, namesOf, readList } from './check-list.js'
import type { Checked } from './checked.js'
import { FeatureError } from './feature-error.js'
import type { Features } from './outputs.js'
import { readFeature } from './read-feature.js'
import type { WrittenList } from './settings.js'

/** The features of a model, in the order of the list. */
export interface FeatureList<Row, List extends WrittenList<never>> {
  /** Names in the order of `values`. A feature with `oneHot` has one for each value: `name=value`. */
  readonly names: readonly (keyof Features<List> & string)[]
  /** The features of a row by name. Throws {@link FeatureError} for a row that breaks a rule. */
  of(row: Row): Features<List>
  /** The same in the order of `names`. */
  values(row: Row): readonly (number | null)[]
}

/**
 * Lists the features of a model so that unknown is never taken for 0. A column that can be NULL says what unknown is:
 * `unknown: NaN`, `unknown: null`, or `fill: 0` with the flags and the reason that tell such a row apart. Breaking a rule
 * is a compile error, and {@link FeatureError} at run time.
 *
 * `Row` is a row type of `rows.ts`; `…EvidenceRow` proves flags. `Groups` are further groups of `rows.ts` that do.
 *
 * @example
 * ```ts
 * import { features, isKnown } from 'fusion-store/features'
 * import type { OfferEvidenceRow } from './generated/rows.js'
 *
 * const list = features<OfferEvidenceRow>()({
 *   photos: 'photo_cnt',
 *   score: { column: 'score', unknown: NaN },
 *   half: (row) => (isKnown(row.score) ? row.score / 2 : NaN),
 * })
 * ```
 */
export const features =
  <Row extends object, Groups extends readonly object[] = []>() =>
  <const List extends WrittenList<Row>>(list: Checked<Row, Groups, List>): FeatureList<Row, List> => {
    const written = readList(list)
    const [first, ...others] = checkList(written)
    if (first !== undefined) throw new FeatureError([first, ...others])
    const all = written.flatMap(({ name, feature }) => (feature === undefined ? [] : [{ name, feature }]))
    const names = Object.freeze(all.flatMap(({ name, feature }) => namesOf(name, feature)))
    const values = (row: Row): readonly (number | null)[] =>
      all.flatMap(({ name, feature }) => readFeature(name, feature, row))
    return Object.freeze({
      names: names as readonly (keyof Features<List> & string)[],
      values,
      of: (row: Row) => {
        const read = values(row)
        return Object.fromEntries(names.map((name, at) => [name, read[at]])) as Features<List>
      },
    })
  }
