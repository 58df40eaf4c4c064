import { mergeVisits } from './merge-visits.js'
import { sameRows } from './same-rows.js'
import { stepsInFrom } from './steps-in-from.js'
import { visitByKey } from './visit-by-key.js'

/** All rewrites. test/rewrites has cases for each, applied and declined. */
export const rewrites = [visitByKey, mergeVisits, stepsInFrom, sameRows] as const
