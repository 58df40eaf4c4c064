/** Marks a value as a label, for the type checker only. */
declare const labelBrand: unique symbol

/**
 * A value that is known only after the T0 of its row. It is what a model learns to predict, so it must not be among the
 * features: feature helpers and certifications do not accept columns of this type.
 */
export type Label<T> = T extends null ? null : T & { readonly [labelBrand]: 'label' }

/** Whether a type is that of a label. */
export type IsLabel<T> = 0 extends 1 & T
  ? false
  : [NonNullable<T>] extends [never]
    ? false
    : [NonNullable<T>] extends [{ readonly [labelBrand]: 'label' }]
      ? true
      : false

/** The names of the columns of a row that are labels. */
export type LabelsOf<Row> = { [K in keyof Row]: IsLabel<Row[K]> extends true ? K : never }[keyof Row]

/**
 * Demanded of a relation that must not have labels. `unknown`, which every relation is, if the row has none; otherwise a
 * member that no relation has, whose name says what is wrong.
 */
export type WithoutLabels<Row> = [LabelsOf<Row>] extends [never]
  ? unknown
  : { readonly 'a label is known only after T0 and cannot be a feature': LabelsOf<Row> }
