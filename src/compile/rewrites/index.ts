import { mergeVisits } from './merge-visits.js'
import { sameRows } from './same-rows.js'
import { stepsInFrom } from './steps-in-from.js'
import { visitByKey } from './visit-by-key.js'

/** Every rewrite there is. test/rewrites has cases for each, made and not made. */
export const rewrites = [visitByKey, mergeVisits, stepsInFrom, sameRows] as const
