/**
 * What a trainer imports: lists of features in which unknown is never taken for 0. It has no dependencies and imports
 * nothing of the compiler.
 *
 * @packageDocumentation
 */
export type { Checked, Mistake } from './checked.js'
export type { ColumnOf, Deciding, Tells } from './evidence.js'
export { type FeatureCode, FeatureError, type FeatureProblem } from './feature-error.js'
export { type FeatureList, features } from './features.js'
export type { Features } from './outputs.js'
export type { ColumnSettings, Computed, Written, WrittenList } from './settings.js'
export { isKnown, type KnownRow, type Unknown } from './unknown.js'
